import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import type { ListenAddress } from '../../server/src/daemon/protocol.js';
import type { Device, StepResult } from '../../server/src/devices/device.js';
import { DeviceError } from '../../server/src/devices/deviceError.js';
import { openDevice } from '../../server/src/devices/open.js';
import { applyPush, describePush, prepareConfigurationPush } from '../../server/src/devices/push.js';
import type { AdapterDescription } from '../../server/src/emulator/description.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import type { AdapterState } from '../../server/src/emulator/state.js';
import type { PlannedRequest } from '../../server/src/plan/step.js';
import { describeAdapter } from '../../server/src/validation/compile.js';
import { model, vmqText } from '../support/configuration.js';

const configuration = model(
	vmqText(`  - id: 0
    name: Default
    rss: true
    numberOfQueues: 4
    indirectionTable: { numberOfEntries: 16, processors: ["0:2", "0:4", "0:6", "0:8"] }
  - id: 1
    name: sql01
    rss: true
    numberOfQueues: 2
    indirectionTable: ["0:10", "0:12", "0:10", "0:12"]
`),
);

const TOKEN = 'open-sesame';

let folder: string;
let path: string;
let adapter: MiniportAdapter;
let server: EmulatorServer;
let devices: Device[];
let first: AdapterState;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'rssv2-push-'));
	path = join(folder, 'emulator.sock');
	adapter = new MiniportAdapter(describeAdapter(configuration));
	first = adapter.state();
	devices = [];
	await listen({ kind: 'unix', path });
});

afterEach(async () => {
	for (const device of devices) await device.close();
	await server.close();
	await rm(folder, { recursive: true, force: true });
});

async function listen(address: ListenAddress): Promise<ListenAddress> {
	server = new EmulatorServer(adapter);
	return server.listen(address);
}

async function open(uri = `emulator://${path}`, environment = {}, request = 10_000): Promise<Device> {
	const device = await openDevice(uri, { environment, timeouts: { request } });
	devices.push(device);
	return device;
}

/** A way to the emulator that can lose an answer, and hang up or fall silent over it. */
interface Between {
	readonly uri: string;
	readonly proxy: Server;
	onAnswer: 'pass' | 'hang-up' | 'swallow';
}

async function listenBetween(): Promise<Between> {
	const proxyPath = join(folder, 'between.sock');
	const between: Between = { uri: `emulator://${proxyPath}`, proxy: createServer(), onAnswer: 'pass' };
	between.proxy.on('connection', (client) => {
		const upstream = createConnection(path);
		client.pipe(upstream);
		client.on('error', () => upstream.destroy());
		client.on('close', () => upstream.destroy());
		let silent = false;
		upstream.on('data', (answer) => {
			const { onAnswer } = between;
			between.onAnswer = 'pass';
			// Whatever follows over this connection is lost too: an answer may come in pieces.
			silent ||= onAnswer !== 'pass';
			if (!silent) client.write(answer);
			if (onAnswer === 'hang-up') client.destroy();
		});
	});
	await new Promise<void>((listening) => between.proxy.listen(proxyPath, listening));
	return between;
}

/** A device that lets something happen before each step reaches it. */
class Interrupted implements Device {
	readonly uri;
	readonly #device: Device;
	readonly #before: (call: number) => Promise<unknown>;
	#calls = 0;

	constructor(device: Device, before: (call: number) => Promise<unknown>) {
		this.uri = device.uri;
		this.#device = device;
		this.#before = before;
	}

	async apply(request: PlannedRequest, signal?: AbortSignal): Promise<StepResult> {
		await this.#before(this.#calls++);
		return this.#device.apply(request, signal);
	}

	describe(signal?: AbortSignal): Promise<AdapterDescription> {
		return this.#device.describe(signal);
	}

	read(signal?: AbortSignal): Promise<AdapterState> {
		return this.#device.read(signal);
	}

	reconnect(signal?: AbortSignal): Promise<void> {
		return this.#device.reconnect(signal);
	}

	close(): Promise<void> {
		return this.#device.close();
	}
}

/** Does something once, before step `step` of a push. */
function atStep(step: number, action: () => Promise<unknown>): (call: number) => Promise<unknown> {
	return async (call) => (call === step ? action() : undefined);
}

describe('an emulator as a device', () => {
	it('tells what it is and how it stands', async () => {
		const device = await open();
		expect(await device.describe()).toEqual(adapter.description);
		expect(await device.read()).toEqual(adapter.state());
	});

	it('is reached over TCP with the token, and only with it', async () => {
		await server.close();
		const bound = await listen({ kind: 'tcp', host: '127.0.0.1', port: 0, token: TOKEN });
		if (bound.kind !== 'tcp') throw new Error('Not on TCP.');
		const uri = `emulator://127.0.0.1:${bound.port}`;
		const device = await open(uri, { RSSV2_EMULATOR_TOKEN: TOKEN });
		expect(await device.read()).toEqual(first);
		const named = await open(`${uri}?token-env=MINE`, { MINE: TOKEN });
		expect(await named.read()).toEqual(first);
		const wrong = open(uri, { RSSV2_EMULATOR_TOKEN: 'something-else' });
		await expect(wrong).rejects.toThrow(DeviceError);
		await expect(wrong).rejects.toMatchObject({ code: 'unauthorized' });
		await expect(wrong).rejects.not.toThrow(/something-else/);
	});
});

describe('a push to an emulator', () => {
	it('brings the device to what the file says', async () => {
		const device = await open();
		const prepared = await prepareConfigurationPush(device, configuration);
		expect(prepared.refused).toBeUndefined();
		const { changes, steps } = describePush(prepared);
		expect(changes.map(({ entity, action }) => [entity, action])).toEqual([
			['VPort 0 (Default)', 'change'],
			['VPort 1 (sql01)', 'create'],
		]);
		expect(steps.length).toBe(prepared.steps.length);

		const result = await applyPush(device, prepared);
		expect(result).toMatchObject({ outcome: 'applied', stepsDone: steps.length, differences: [] });
		expect(adapter.state()).toEqual(prepared.wanted);
		expect(adapter.state().entities[1]).toMatchObject({ name: 'sql01', rssEnabled: true, numberOfQueues: 2 });

		const again = await prepareConfigurationPush(device, configuration);
		expect(describePush(again)).toMatchObject({ changes: [], steps: [], reordered: [] });
		expect(await applyPush(device, again)).toMatchObject({ outcome: 'applied', stepsPlanned: 0 });
	});

	it('deletes VPorts that the file does not list, and says so', async () => {
		const device = await open();
		await applyPush(device, await prepareConfigurationPush(device, configuration));
		const alone = model(vmqText('  - id: 0\n    numberOfQueues: 1\n    rss: false\n'));
		const prepared = await prepareConfigurationPush(device, alone);
		expect(describePush(prepared).changes).toContainEqual({
			entity: 'VPort 1 (sql01)',
			action: 'delete',
			details: [],
		});
		expect(await applyPush(device, prepared)).toMatchObject({ outcome: 'applied' });
		expect(adapter.state().entities.map(({ vportId }) => vportId)).toEqual([0]);
	});

	it('is refused before anything is asked when the device can do less than the file thinks', async () => {
		const small = model(vmqText('  - id: 0\n', 'preset: vmmq-64, maxNumQueuePairsForDefaultVPort: 2'));
		await server.close();
		adapter = new MiniportAdapter(describeAdapter(small));
		await listen({ kind: 'unix', path });
		const device = await open();
		const prepared = await prepareConfigurationPush(device, configuration);
		expect(prepared.refused).toMatch(/4 queues .* at most 2/);
		expect(await applyPush(device, prepared)).toMatchObject({ outcome: 'failed', stepsDone: 0 });
		expect(adapter.state()).toEqual(first);
	});

	it('is refused for an adapter of the other mode', async () => {
		await server.close();
		adapter = new MiniportAdapter({ ...adapter.description, mode: 'native' });
		await listen({ kind: 'unix', path });
		const prepared = await prepareConfigurationPush(await open(), configuration);
		expect(prepared.refused).toBe('The file is for an adapter in mode vmq; the device is in mode native.');
		expect(prepared.steps).toEqual([]);
	});

	it('does nothing when somebody else changed the device since it was planned', async () => {
		const device = await open();
		const prepared = await prepareConfigurationPush(device, configuration);
		const other = await open();
		await other.apply({ kind: 'setParameters', vportId: 0, enableRss: false, numberOfQueues: 3 });
		const theirs = adapter.state();
		const result = await applyPush(device, prepared);
		expect(result).toMatchObject({ outcome: 'failed', reason: 'changed-meanwhile', stepsDone: 0 });
		expect(result.differences).toEqual(['VPort 0: 3 queues instead of 1']);
		expect(adapter.state()).toEqual(theirs);
	});

	it('rolls back when a step is refused because somebody else got in between', async () => {
		const other = await open();
		const device = new Interrupted(
			await open(),
			atStep(3, () => other.apply({ kind: 'deleteVPort', vportId: 1 })),
		);
		const prepared = await prepareConfigurationPush(device, configuration);
		const creation = prepared.steps.findIndex(({ request }) => request.kind === 'createVPort');
		expect(creation).toBeLessThan(3);
		const result = await applyPush(device, prepared);
		expect(result).toMatchObject({ outcome: 'rolledBack', differences: [] });
		expect(['step-refused', 'verification-failed']).toContain(result.reason);
		expect(adapter.state()).toEqual(first);
	});

	it('rolls back when it is cancelled in the middle', async () => {
		const controller = new AbortController();
		const device = new Interrupted(
			await open(),
			atStep(2, async () => controller.abort()),
		);
		const prepared = await prepareConfigurationPush(device, configuration);
		const result = await applyPush(device, prepared, { signal: controller.signal });
		expect(result).toMatchObject({ outcome: 'cancelled', stepsDone: 2, differences: [] });
		expect(adapter.state()).toEqual(first);
	});

	it('rolls back over a new connection when the old one is cut in the middle', async () => {
		const device = new Interrupted(
			await open(),
			atStep(3, async () => {
				await server.close();
				await listen({ kind: 'unix', path });
			}),
		);
		const prepared = await prepareConfigurationPush(device, configuration);
		const result = await applyPush(device, prepared);
		expect(result).toMatchObject({ outcome: 'rolledBack', reason: 'device-error', stepsDone: 3 });
		expect(result.differences).toEqual([]);
		expect(adapter.state()).toEqual(first);
	});

	it.each(['hang-up', 'swallow'] as const)(
		'finds out by reading what became of a step whose answer was lost: %s',
		async (loss) => {
			const between = await listenBetween();
			const device = new Interrupted(
				await open(between.uri, {}, 300),
				atStep(3, async () => {
					between.onAnswer = loss;
				}),
			);
			const prepared = await prepareConfigurationPush(device, configuration);
			const result = await applyPush(device, prepared);
			expect(result).toMatchObject({ outcome: 'rolledBack', reason: 'device-error', stepsDone: 3 });
			expect(result.message).toContain(loss === 'swallow' ? 'did not answer' : 'was lost');
			expect(adapter.state()).toEqual(first);
			await device.close();
			await new Promise((closed) => between.proxy.close(closed));
		},
	);

	it('says that the state is unknown when the emulator is gone for good', async () => {
		const device = new Interrupted(
			await open(),
			atStep(3, () => server.close()),
		);
		const prepared = await prepareConfigurationPush(device, configuration);
		const result = await applyPush(device, prepared);
		expect(result).toMatchObject({ outcome: 'failed', reason: 'device-error', stepsDone: 3 });
		expect(result.differences).toHaveLength(1);
		expect(result.differences[0]).toContain('is the emulator running?');
	});
});
