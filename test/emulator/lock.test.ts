import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import { AdapterLock } from '../../server/src/daemon/lock.js';
import type { DaemonRequests } from '../../server/src/daemon/protocol.js';
import { openDevice } from '../../server/src/devices/open.js';
import { applyPush, preparePush } from '../../server/src/devices/push.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import { Oid } from '../../server/src/ndis/oid.js';
import { encodeRequest } from '../../server/src/plan/encode.js';
import type { PlannedRequest } from '../../server/src/plan/step.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { adapterWith, p } from '../support/adapter.js';
import { clientOf, socketDirectory } from '../support/daemon.js';
import { eventually } from '../support/languageServer.js';
import { randomState } from '../support/randomState.js';

const LOCKED = -32002;
const adapter = adapterWith();

let path: string;
let remove: () => Promise<void>;
let daemon: EmulatorServer;
let miniport: MiniportAdapter;
let clients: MessageConnection[];
beforeEach(async () => {
	({ path, remove } = await socketDirectory());
	miniport = new MiniportAdapter(adapter);
	daemon = new EmulatorServer(miniport);
	clients = [];
	await daemon.listen({ kind: 'unix', path });
});
afterEach(async () => {
	for (const client of clients) client.dispose();
	await daemon.close();
	await remove();
});

async function client() {
	const connection = await clientOf({ kind: 'unix', path });
	clients.push(connection);
	const ask = <M extends keyof DaemonRequests>(method: M, params: DaemonRequests[M]['params']) =>
		connection.sendRequest<DaemonRequests[M]['result']>(method, params);
	const plan = (request: PlannedRequest) => {
		const { oid, type, vportId, inputBuffer } = encodeRequest(request, 'vmq');
		return ask('oid/request', {
			oid,
			type,
			...(vportId !== undefined && { vportId }),
			inputBuffer: Buffer.from(inputBuffer).toString('base64'),
		});
	};
	return { connection, ask, plan };
}

const creation: PlannedRequest = {
	kind: 'createVPort',
	vportId: 1,
	attachedFunctionId: 0xffff,
	active: true,
	affinity: p('0:2'),
	name: 'x',
};

describe('the lock of an emulator', () => {
	it('lets its holder change the adapter and others only read it', async () => {
		const [holder, other] = [await client(), await client()];
		expect(await holder.ask('lock/acquire', { owner: 'ann', leaseSeconds: 60 })).toEqual({ acquired: true });
		expect(await other.ask('lock/acquire', { owner: 'bob', leaseSeconds: 60 })).toEqual({
			acquired: false,
			owner: 'ann',
			secondsLeft: 60,
		});
		await expect(other.plan(creation)).rejects.toMatchObject({
			code: LOCKED,
			message: expect.stringContaining('ann'),
		});
		expect(miniport.state().entities).toHaveLength(1);
		expect((await other.ask('state/get', {})).entities).toHaveLength(1);
		const { status } = await other.ask('oid/request', {
			oid: 'OID_NIC_SWITCH_CURRENT_CAPABILITIES',
			type: 'query',
		});
		expect(status).toBe(0);
		expect((await holder.plan(creation)).status).toBe(0);
		expect(await other.ask('lock/release', {})).toEqual({ released: false });
		expect(await holder.ask('lock/release', {})).toEqual({ released: true });
		expect((await other.plan({ kind: 'deleteVPort', vportId: 1 })).status).toBe(0);
	});

	it('keeps every request that would change something from others, and none that only looks', async () => {
		const [holder, other] = [await client(), await client()];
		await holder.ask('lock/acquire', { owner: 'ann', leaseSeconds: 60 });
		const { revision } = miniport;
		const passed: string[] = [];
		for (const oid of Object.keys(Oid)) {
			for (const type of ['query', 'set', 'method'] as const) {
				const error = await other.ask('oid/request', { oid, type }).then(
					() => undefined,
					(refused: { code: number }) => refused.code,
				);
				if (error === undefined) passed.push(type);
				else expect(error).toBe(LOCKED);
			}
		}
		expect(passed).not.toContain('set');
		expect(passed.filter((type) => type === 'query')).toHaveLength(Object.keys(Oid).length);
		expect(passed).toContain('method'); // the enumerations
		expect(miniport.revision).toBe(revision);
	});

	it('goes with its connection, and does not reach an adapter of one’s own', async () => {
		const [holder, other] = [await client(), await client()];
		await holder.ask('lock/acquire', { owner: 'ann', leaseSeconds: 60 });
		await other.ask('adapter/fresh', { mode: 'vmq', rssProcessors: ['0:2'] });
		expect((await other.plan(creation)).status).toBe(0);
		expect(await other.ask('lock/acquire', { owner: 'bob', leaseSeconds: 1 })).toEqual({ acquired: true });

		holder.connection.end();
		holder.connection.dispose();
		const third = await client();
		await eventually('the lock', async () => {
			const { acquired } = await third.ask('lock/acquire', { owner: 'eve', leaseSeconds: 1 });
			return acquired || undefined;
		});
	});

	it('keeps out a request that was held up until another took the lock', async () => {
		const [late, holder] = [await client(), await client()];
		await late.ask('fault/set', { faults: [{ effect: { kind: 'delay', milliseconds: 300 } }] });
		const answer = late.plan(creation);
		await eventually('the fault', async () => {
			const { faults } = await holder.ask('fault/set', { faults: [] });
			return faults.length === 0 || undefined;
		});
		await holder.ask('lock/acquire', { owner: 'ann', leaseSeconds: 60 });
		await expect(answer).rejects.toMatchObject({ code: LOCKED });
		expect(miniport.state().entities).toHaveLength(1);
	});

	it.each([
		{},
		{ owner: '' },
		{ owner: 'a\nb', leaseSeconds: 1 },
		{ owner: 'a', leaseSeconds: 0 },
		{ owner: 'a', leaseSeconds: 601 },
	])('is not given for %j', async (params) => {
		const { ask } = await client();
		await expect(ask('lock/acquire', params as never)).rejects.toMatchObject({ code: -32602 });
	});

	it('ends after its lease without a request, which each request begins anew', () => {
		let now = 0;
		const lock = new AdapterLock(() => now);
		const request = {
			oid: Oid.OID_NIC_SWITCH_DELETE_VPORT,
			type: 'set',
			inputBuffer: new Uint8Array(),
		} as const;
		const take = (session: number) =>
			lock.acquire(session, { owner: `${session}`, leaseSeconds: 10 }).acquired;
		expect(take(1)).toBe(true);
		now = 9_999;
		expect(take(2)).toBe(false);
		lock.pass(1, request);
		now = 19_998;
		expect(take(2)).toBe(false);
		now = 19_999;
		expect(take(2)).toBe(true);
		expect(() => lock.pass(1, request)).toThrow(/locked by 2/);
		expect(lock.release(1)).toBe(false);
		lock.pass(3, { ...request, type: 'query' });
		expect(lock.release(2)).toBe(true);
		lock.pass(1, request);
	});
});

describe('a push takes the lock', () => {
	it('and is told who has it, and gives it back whatever comes', async () => {
		const device = await openDevice(`emulator://${path}`, { environment: {} });
		const wanted = randomState(new SeededRandom(4), adapter.rssProcessors.processors);
		const other = await client();
		await other.ask('lock/acquire', { owner: 'bob', leaseSeconds: 60 });
		const refused = await applyPush(device, await preparePush(device, wanted), { owner: 'ann' });
		expect(refused).toMatchObject({ outcome: 'failed', reason: 'locked', stepsDone: 0 });
		expect(refused.message).toMatch(/^The device is locked by bob, for \d+ s more at least\./);

		await other.ask('lock/release', {});
		const prepared = await preparePush(device, wanted);
		const { faults } = await other.ask('fault/set', { faults: [{ skip: 2, effect: { kind: 'dropAfter' } }] });
		expect(faults).toHaveLength(1);
		// The connection that held the lock is lost, and with it the lock: the rollback takes it anew.
		const lost = await applyPush(device, prepared, { owner: 'ann' });
		expect(lost).toMatchObject({ outcome: 'rolledBack', reason: 'device-error', differences: [] });
		expect(lost.message).toContain('Read back, the step had been carried out.');
		expect(lost.undone).toBeUndefined();
		expect(await other.ask('lock/acquire', { owner: 'bob', leaseSeconds: 60 })).toEqual({ acquired: true });
		await other.ask('lock/release', {});
		expect(await applyPush(device, prepared, { owner: 'ann' })).toMatchObject({ outcome: 'applied' });
		await device.close();
	});

	it('which another has taken when its connection is back: then nothing more is changed, and what differs is told', async () => {
		const device = await openDevice(`emulator://${path}`, { environment: {} });
		const random = new SeededRandom(4);
		const wanted = randomState(random, adapter.rssProcessors.processors);
		const prepared = await preparePush(device, wanted);
		const other = await client();
		await other.ask('fault/set', { faults: [{ skip: 2, effect: { kind: 'dropAfter' } }] });
		const reconnect = device.reconnect.bind(device);
		device.reconnect = async (signal) => {
			await eventually('the lock', async () => {
				const { acquired } = await other.ask('lock/acquire', { owner: 'bob', leaseSeconds: 60 });
				return acquired || undefined;
			});
			await reconnect(signal);
		};
		const result = await applyPush(device, prepared, { owner: 'ann' });
		expect(result).toMatchObject({ outcome: 'failed', reason: 'device-error' });
		expect(result.differences.length).toBeGreaterThan(1);
		expect(result.differences.at(-1)).toMatch(/locked by bob/);
		await device.close();
	});

	it('without one, tells what somebody else had changed and the rollback undid', async () => {
		const device = await openDevice(`emulator://${path}`, { environment: {} });
		Object.assign(device, { lock: undefined });
		const wanted = randomState(new SeededRandom(4), adapter.rssProcessors.processors);
		const prepared = await preparePush(device, wanted);
		const last = prepared.steps.length - 1;
		const other = await client();
		const result = await applyPush(device, prepared, {
			onProgress: ({ phase, done }) => {
				if (phase !== 'apply' || done !== last) return;
				miniport.request(encodeRequest({ ...creation, vportId: 9, name: 'theirs' }, 'vmq'));
			},
		});
		await other.ask('state/get', {});
		expect(result).toMatchObject({ outcome: 'rolledBack', undone: ['VPort 9 (theirs) should not be there'] });
		expect(result.message).toContain('found otherwise');
		await device.close();
	});
});
