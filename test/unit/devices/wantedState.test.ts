import { describe, expect, it } from 'vitest';
import { PUBLISHED_KEY } from '../../../server/src/config/readAdapter.js';
import { wantedState } from '../../../server/src/devices/wantedState.js';
import type { EntityState } from '../../../server/src/emulator/state.js';
import { type Processor, parseProcessor } from '../../../server/src/rss/processor.js';
import { model, vmqText } from '../../support/configuration.js';

const p = (text: string): Processor => parseProcessor(text) as Processor;

function onDevice(vportId: number, over: Partial<EntityState> = {}): EntityState {
	return {
		vportId,
		active: true,
		attachedFunctionId: 0xffff,
		rssEnabled: false,
		numberOfQueues: 1,
		hashInformation: 0,
		hashSecretKey: new Uint8Array(40),
		primaryProcessor: p('0:2'),
		defaultProcessor: p('0:2'),
		indirectionTable: [p('0:2')],
		name: '',
		...over,
	};
}

const perVPort =
	'preset: vmmq-64, rssPerPFVPortHashFunction: true, rssPerPFVPortHashType: true, rssPerPFVPortHashKey: true';
const shared = perVPort.replaceAll('true', 'false');

const twoEntries = '    indirectionTable: ["0:4", "0:6"]\n    numberOfQueues: 2\n';

describe('wantedState', () => {
	it('takes what the file says', () => {
		const configuration = model(
			vmqText(
				`  - id: 3
    name: sql01
    rss: true
    primaryProcessor: "0:8"
    defaultProcessor: "0:6"
    hash: { types: [tcpIpv4], secretKey: "${'5a'.repeat(40)}" }
${twoEntries}`,
				perVPort,
			),
		);
		const { entities } = wantedState(configuration, { entities: [onDevice(0)] });
		expect(entities).toEqual([
			onDevice(0),
			{
				vportId: 3,
				active: true,
				attachedFunctionId: 0xffff,
				rssEnabled: true,
				numberOfQueues: 2,
				hashInformation: 0x201,
				hashSecretKey: new Uint8Array(40).fill(0x5a),
				primaryProcessor: p('0:8'),
				defaultProcessor: p('0:6'),
				indirectionTable: [p('0:4'), p('0:6')],
				name: 'sql01',
			},
		]);
	});

	it('keeps name, hash types and key of the device where the file says nothing', () => {
		const configuration = model(vmqText(`  - id: 1\n${twoEntries}`, perVPort));
		const given = { hashInformation: 0x501, hashSecretKey: new Uint8Array(40).fill(9), name: 'web' };
		const kept = wantedState(configuration, { entities: [onDevice(0), onDevice(1, given)] });
		expect(kept.entities[1]).toMatchObject(given);
	});

	it('gives a device that never had a hash the documented one', () => {
		const configuration = model(vmqText(`  - id: 1\n${twoEntries}`, perVPort));
		const { entities } = wantedState(configuration, { entities: [onDevice(0), onDevice(1)] });
		expect(entities[1]).toMatchObject({ hashInformation: 0x1701, hashSecretKey: PUBLISHED_KEY });
	});

	it('drops VPorts that the file does not list, but never the default one', () => {
		const configuration = model(vmqText(`  - id: 1\n${twoEntries}`, perVPort));
		const { entities } = wantedState(configuration, { entities: [onDevice(0), onDevice(1), onDevice(7)] });
		expect(entities.map(({ vportId }) => vportId)).toEqual([0, 1]);
		expect(entities[0]).toEqual(onDevice(0));
	});

	it('wants one hash everywhere of an adapter that has but one', () => {
		const said = `  - id: 1\n    hash: { types: [ipv4], secretKey: "${'11'.repeat(40)}" }\n${twoEntries}`;
		const { entities } = wantedState(model(vmqText(said, shared)), {
			entities: [onDevice(0, { rssEnabled: true, hashInformation: 0x501 })],
		});
		expect(entities.map(({ hashInformation }) => hashInformation)).toEqual([0x101, 0x101]);
		const unsaid = model(vmqText(`  - id: 1\n${twoEntries}`, shared));
		const device = onDevice(0, { hashInformation: 0x501, hashSecretKey: new Uint8Array(40).fill(9) });
		const kept = wantedState(unsaid, { entities: [device] });
		expect(kept.entities[1]).toMatchObject({ hashInformation: 0x501, hashSecretKey: device.hashSecretKey });
	});
});
