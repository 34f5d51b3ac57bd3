import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import { describeAdapter } from '../../server/src/validation/compile.js';
import { type Bundle, bundle } from '../support/bundle.js';
import { model, vmqText } from '../support/configuration.js';
import { clientOf } from '../support/daemon.js';
import { eventually, LanguageServerUnderTest } from '../support/languageServer.js';

const text = vmqText(`  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }
  - { id: 1, name: sql01, rss: false, primaryProcessor: "0:6" }
  - { id: 2, name: web, rss: false, primaryProcessor: "0:8" }
`);

let program: Bundle;
let folder: string;
beforeAll(async () => {
	program = await bundle('main');
	folder = await mkdtemp(join(tmpdir(), 'rssv2-rollback-'));
});
afterAll(async () => {
	await program.dispose();
	await rm(folder, { recursive: true, force: true });
});

/** An emulator outside of the language server, and another client of it. */
async function emulator(name: string) {
	const adapter = new MiniportAdapter(describeAdapter(model(text)));
	const events: string[] = [];
	const daemon = new EmulatorServer(adapter, { log: ({ event }) => events.push(event) });
	const path = join(folder, `${name}.sock`);
	const client = await daemon.listen({ kind: 'unix', path }).then(clientOf);
	const end = async () => {
		client.dispose();
		await daemon.close();
	};
	return { adapter, device: `emulator://${path}`, client, events, end };
}

test('the last push is rolled back once, and again after another push', async () => {
	const { adapter, device, end } = await emulator('last');
	const first = adapter.state();
	const server = await LanguageServerUnderTest.start(program.path);
	const uri = await server.open('a.rssv2.yaml', text);
	expect(await server.request('rssv2/rollback/plan', { device })).toMatchObject({
		refused: expect.stringMatching(/No push to this device is known/),
	});
	for (let round = 0; round < 2; round++) {
		const push = await server.request('rssv2/push/plan', { uri, device });
		expect(push.reordered.length).toBeGreaterThan(0);
		expect(push.economy?.moves).toBeGreaterThanOrEqual(push.economy?.leastMoves ?? Number.NaN);
		expect(await server.request('rssv2/push/apply', { planId: push.planId ?? '' })).toMatchObject({
			outcome: 'applied',
		});
		const back = await server.request('rssv2/rollback/plan', { device });
		expect(back).toMatchObject({ interrupted: false, foreign: [] });
		expect(back.changes.map(({ action }) => action)).toEqual(['change', 'delete', 'delete']);
		const planId = back.planId ?? '';
		expect(await server.request('rssv2/rollback/apply', { planId })).toMatchObject({
			outcome: 'applied',
			differences: [],
		});
		expect(adapter.state()).toEqual(first);
		await expect(server.request('rssv2/rollback/apply', { planId })).rejects.toThrow(/plan again/);
		expect(await server.request('rssv2/rollback/plan', { device })).toMatchObject({
			refused: expect.stringMatching(/rolled back already/),
		});
	}
	await server.stop();
	await end();
});

test('a push whose server was killed is offered for rollback by the next server', async () => {
	const { adapter, device, client, events, end } = await emulator('killed');
	const { revision } = adapter;
	const first = adapter.state();
	const killed = await LanguageServerUnderTest.start(program.path);
	const push = await killed.request('rssv2/push/plan', {
		uri: await killed.open('a.rssv2.yaml', text),
		device,
	});
	// The third step is done only when its client is gone.
	await client.sendRequest('fault/set', {
		faults: [{ skip: 2, effect: { kind: 'delay', milliseconds: 2_000 } }],
	});
	const applied = killed.request('rssv2/push/apply', { planId: push.planId ?? '' }).catch(() => {});
	await eventually('the third step to be held up', () => events.includes('fault') || undefined);
	const closed = new Promise((resolve) => killed.child.once('close', resolve));
	killed.child.kill('SIGKILL');
	await closed;
	killed.connection.dispose();
	await applied;
	await eventually('the third step', () => adapter.revision === revision + 3 || undefined);
	expect(adapter.state()).not.toEqual(first);

	const server = await LanguageServerUnderTest.start(program.path);
	const interrupted = () => server.request('rssv2/interruptedPushes', {});
	expect(await interrupted()).toEqual([
		{
			device: expect.objectContaining({ uri: device, kind: 'emulator' }),
			message: expect.stringMatching(/interrupted at step 3 of/),
		},
	]);
	const uri = await server.open('a.rssv2.yaml', text);
	const refused = await server.request('rssv2/push/plan', { uri, device });
	expect(refused).toMatchObject({
		interrupted: expect.stringMatching(/interrupted at step 3 of/),
		steps: [],
	});
	expect(refused.planId).toBeUndefined();
	const back = await server.request('rssv2/rollback/plan', { device });
	expect(back).toMatchObject({ interrupted: true, foreign: [] });
	expect(await server.request('rssv2/rollback/apply', { planId: back.planId ?? '' })).toMatchObject({
		outcome: 'applied',
	});
	expect(adapter.state()).toEqual(first);
	expect((await server.request('rssv2/push/plan', { uri, device })).interrupted).toBeUndefined();
	expect(await interrupted()).toEqual([]);
	await server.stop();
	await end();
});
