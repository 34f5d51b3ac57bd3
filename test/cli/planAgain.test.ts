import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import type { AdapterState } from '../../server/src/emulator/state.js';
import { encodeRequest } from '../../server/src/plan/encode.js';
import { describeAdapter } from '../../server/src/validation/compile.js';
import { p } from '../support/adapter.js';
import { CliUnderTest } from '../support/cli.js';
import { model, vmqText } from '../support/configuration.js';

const text = vmqText(`  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }
  - { id: 1, name: sql01, rss: false, primaryProcessor: "0:6" }
`);

let cli: CliUnderTest;
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());

/** An adapter on which somebody creates a VPort behind the first reading, and behind each of so many after it. */
class BusyAdapter extends MiniportAdapter {
	#readings = 0;

	constructor(readonly busyFor: number) {
		super(describeAdapter(model(text)));
	}

	override state(): AdapterState {
		const state = super.state();
		const vportId = 10 + this.#readings;
		if (this.#readings++ < this.busyFor) {
			const request = { kind: 'createVPort', vportId, attachedFunctionId: 0xffff, active: true } as const;
			this.request(encodeRequest({ ...request, affinity: p('0:8'), name: '' }, 'vmq'));
		}
		return state;
	}
}

describe('a push to a device that changes after it was planned', () => {
	it.each([
		{ busyFor: 1, plans: 2, code: 0 },
		{ busyFor: 100, plans: 3, code: 1 },
	])('is planned again, and not for ever: %o', async ({ busyFor, plans, code }) => {
		const adapter = new BusyAdapter(busyFor);
		const daemon = new EmulatorServer(adapter);
		const path = join(cli.directory, `busy-${busyFor}.sock`);
		await daemon.listen({ kind: 'unix', path });
		const file = await cli.file('a.rssv2.yaml', text);
		const result = await cli.run(['push', file, '--device', `emulator://${path}`, '--yes']);
		await daemon.close();
		expect(result, result.stderr).toMatchObject({ code });
		expect(result.stdout.match(/^What changes on/gm)).toHaveLength(plans);
		expect(result.stderr.match(/has changed since the plan was made: planning again\.$/gm)).toHaveLength(
			plans - 1,
		);
		const ids = adapter.state().entities.map(({ vportId }) => vportId);
		if (code === 0) expect(ids).toEqual([0, 1]);
		else expect(result.stderr).toMatch(/nothing was pushed\. Plan again\.\n {2}/);
	});
});
