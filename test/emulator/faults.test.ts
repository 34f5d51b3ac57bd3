import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErrorCodes, type MessageConnection } from 'vscode-jsonrpc/node';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import type {
	FaultSpec,
	ListenAddress,
	OidRequestResult,
	WireState,
} from '../../server/src/daemon/protocol.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import type { OidRequest } from '../../server/src/emulator/request.js';
import { encodeReceiveScaleParametersV2 } from '../../server/src/ndis/receiveScaleParametersV2.js';
import { adapterWith } from '../support/adapter.js';
import { clientOf, socketDirectory } from '../support/daemon.js';
import { create } from '../unit/emulator/ruleCases.js';

const setQueues = (numberOfQueues: number, vportId = 0) => ({
	oid: 'OID_GEN_RECEIVE_SCALE_PARAMETERS_V2',
	type: 'set',
	vportId,
	inputBuffer: Buffer.from(
		encodeReceiveScaleParametersV2({
			flags: 0x8,
			hashInformation: 0,
			hashSecretKey: new Uint8Array(40),
			numberOfQueues,
			numberOfIndirectionTableEntries: 0,
		}),
	).toString('base64'),
});

const wire = ({ oid, type, inputBuffer }: OidRequest) => ({
	oid,
	type,
	inputBuffer: Buffer.from(inputBuffer).toString('base64'),
});

describe('faults', () => {
	let directory: Awaited<ReturnType<typeof socketDirectory>>;
	let server: EmulatorServer;
	let address: ListenAddress;
	const clients: MessageConnection[] = [];

	beforeEach(async () => {
		directory = await socketDirectory();
		server = new EmulatorServer(new MiniportAdapter(adapterWith()));
		address = await server.listen({ kind: 'unix', path: directory.path });
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.dispose();
		await server.close();
		await directory.remove();
	});
	const connect = async () => {
		const client = await clientOf(address);
		clients.push(client);
		return client;
	};
	const fault = (client: MessageConnection, ...faults: FaultSpec[]) =>
		client.sendRequest('fault/set', { faults });
	const ask = async (client: MessageConnection, queues: number, vportId = 0) =>
		(await client.sendRequest<OidRequestResult>('oid/request', setQueues(queues, vportId))).statusName;
	const queues = async (client: MessageConnection) =>
		(await client.sendRequest<WireState>('state/get', {})).entities[0]?.numberOfQueues;

	it('a status for the n-th matching request, and for no other', async () => {
		const client = await connect();
		const status = { kind: 'status', status: 'NDIS_STATUS_RESOURCES' } as const;
		await fault(client, {
			oid: 'OID_GEN_RECEIVE_SCALE_PARAMETERS_V2',
			type: 'set',
			skip: 1,
			times: 2,
			effect: status,
		});
		const query = { oid: 0x00010214, type: 'query', vportId: 0 };
		expect(await client.sendRequest('oid/request', query)).toMatchObject({ status: 0 });
		const names = [];
		for (const n of [2, 3, 4, 5]) names.push(await ask(client, n));
		const resources = 'NDIS_STATUS_RESOURCES';
		expect(names).toEqual(['NDIS_STATUS_SUCCESS', resources, resources, 'NDIS_STATUS_SUCCESS']);
		expect(await queues(client)).toBe(5);
	});

	it('an adapter that is not ready until it is told to be', async () => {
		const [one, other] = [await connect(), await connect()];
		const effect = { kind: 'status', status: 'ADAPTER_NOT_READY' } as const;
		expect(await fault(one, { times: 0xffffffff, effect })).toEqual({
			faults: [{ skip: 0, times: 0xffffffff }],
		});
		for (const n of [2, 3]) expect(await ask(other, n)).toBe('NDIS_STATUS_ADAPTER_NOT_READY');
		expect(await queues(other)).toBe(1);
		expect(await fault(one)).toEqual({ faults: [] });
		expect(await ask(other, 4)).toBe('NDIS_STATUS_SUCCESS');
	});

	it.each([
		{ kind: 'dropBefore', left: 1 },
		{ kind: 'dropAfter', left: 3 },
	] as const)('a connection that drops: $kind', async ({ kind, left }) => {
		const [victim, other] = [await connect(), await connect()];
		await fault(other, { effect: { kind } });
		const closed = new Promise<void>((resolve) => victim.onClose(() => resolve()));
		const answer = ask(victim, 3).then(
			() => 'answered',
			() => 'failed',
		);
		await closed;
		expect(await Promise.race([answer, Promise.resolve('no answer')])).not.toBe('answered');
		expect(await queues(other)).toBe(left);
		expect(await ask(other, 4)).toBe('NDIS_STATUS_SUCCESS');
	});

	it('a delay holds up its own VPort and no other, and ends with the daemon', async () => {
		const [slow, other] = [await connect(), await connect()];
		await fault(other, { effect: { kind: 'delay', milliseconds: 60_000 } });
		const closed = new Promise<void>((resolve) => slow.onClose(() => resolve()));
		const order: string[] = [];
		const late = ask(slow, 3).then(
			() => order.push('late'),
			() => order.push('never'),
		);
		// The answer to a later request of the same client says that the first was read.
		await slow.sendRequest('state/get', {});
		const behind = ask(other, 4).then(
			() => order.push('behind'),
			() => order.push('never'),
		);
		expect(await ask(other, 4, 1)).toBe('NDIS_STATUS_INVALID_PORT');
		order.push('other VPort');
		await server.close();
		await Promise.race([late, closed]);
		await Promise.race([behind, closed]);
		expect(order[0]).toBe('other VPort');
		expect(order).not.toContain('late');
		expect(order).not.toContain('behind');
	});

	it('requests about one VPort are done in the order in which they came', async () => {
		const [slow, other] = [await connect(), await connect()];
		await fault(other, { effect: { kind: 'delay', milliseconds: 50 } });
		const late = ask(slow, 3);
		await slow.sendRequest('state/get', {});
		expect(await ask(other, 4)).toBe('NDIS_STATUS_SUCCESS');
		expect(await late).toBe('NDIS_STATUS_SUCCESS');
		expect(await queues(other)).toBe(4);
	});

	it('are refused when they make no sense, and the old ones stay', async () => {
		const client = await connect();
		const effect = { kind: 'status', status: 'NDIS_STATUS_FAILURE' } as const;
		await fault(client, { skip: 1, effect });
		for (const wrong of [
			{},
			{ faults: {} },
			{ faults: [{}] },
			{ faults: [{ effect: { kind: 'explode' } }] },
			{ faults: [{ effect: { kind: 'status', status: 'NDIS_STATUS_SUCCESS' } }] },
			{ faults: [{ effect: { kind: 'status', status: 5 } }] },
			{ faults: [{ effect: { kind: 'delay', milliseconds: 60_001 } }] },
			{ faults: [{ effect, times: 0 }] },
			{ faults: [{ effect, skip: -1 }] },
			{ faults: [{ effect, oid: 'OID_NO_SUCH' }] },
			{ faults: [{ effect, type: 'get' }] },
			{ faults: [{ effect, probability: 0 }] },
			{ faults: [{ effect, probability: 1.5 }] },
			{ faults: [{ effect, probability: 0.5, seed: -1 }] },
			{ faults: [{ effect, probabilty: 0.5 }] },
			{ faults: [], speed: 1 },
			{ faults: [{ effect: { kind: 'vportVanishes' } }] },
			{ faults: [{ effect: { kind: 'vportVanishes', vportId: 0 } }] },
			{ faults: [{ effect: { kind: 'lowPower', status: 'NDIS_STATUS_FAILURE' } }] },
			{ faults: Array.from({ length: 101 }, () => ({ effect })) },
		]) {
			await expect(
				client.sendRequest('fault/set', wrong),
				JSON.stringify(wrong).slice(0, 80),
			).rejects.toMatchObject({
				code: ErrorCodes.InvalidParams,
			});
		}
		expect(await ask(client, 2)).toBe('NDIS_STATUS_SUCCESS');
		expect(await ask(client, 3)).toBe('NDIS_STATUS_FAILURE');
	});

	it.each([
		{ kind: 'adapterNotReady', status: 'NDIS_STATUS_ADAPTER_NOT_READY' },
		{ kind: 'adapterRemoved', status: 'NDIS_STATUS_ADAPTER_REMOVED' },
		{ kind: 'lowPower', status: 'NDIS_STATUS_LOW_POWER_STATE' },
	] as const)('$kind lasts until it is ended', async ({ kind, status }) => {
		const [one, other] = [await connect(), await connect()];
		await fault(one, { skip: 1, effect: { kind } });
		expect(await ask(other, 2)).toBe('NDIS_STATUS_SUCCESS');
		for (let n = 3; n < 8; n++) expect(await ask(n % 2 ? one : other, n)).toBe(status);
		expect(await queues(one)).toBe(2);
		await fault(one);
		expect(await ask(other, 4)).toBe('NDIS_STATUS_SUCCESS');
	});

	it('a state of the adapter that passes after so many requests, and resources that lack once', async () => {
		const client = await connect();
		await fault(
			client,
			{ times: 2, effect: { kind: 'lowPower' } },
			{ skip: 2, effect: { kind: 'resources' } },
		);
		const names = [];
		for (let n = 2; n < 6; n++) names.push(await ask(client, n));
		expect(names).toEqual([
			'NDIS_STATUS_LOW_POWER_STATE',
			'NDIS_STATUS_LOW_POWER_STATE',
			'NDIS_STATUS_RESOURCES',
			'NDIS_STATUS_SUCCESS',
		]);
	});

	it('a VPort that vanishes: every client is told, and the request that meets it finds nothing', async () => {
		const [one, other] = [await connect(), await connect()];
		const made = await one.sendRequest<OidRequestResult>('oid/request', wire(create()));
		expect(made.status).toBe(0);
		const told = new Promise<{ revision: number }>((resolve) =>
			other.onNotification('state/changed', resolve),
		);
		await fault(other, { skip: 1, effect: { kind: 'vportVanishes', vportId: 1 } });
		const query = { oid: 0x00010214, type: 'query', vportId: 1 };
		expect(await one.sendRequest('oid/request', query)).toMatchObject({ status: 0 });
		expect(await one.sendRequest('oid/request', query)).toMatchObject({
			statusName: 'NDIS_STATUS_INVALID_PORT',
		});
		expect((await told).revision).toBeGreaterThan(0);
		expect((await other.sendRequest<WireState>('state/get', {})).entities.map((e) => e.vportId)).toEqual([0]);
		// What is not there cannot go: the request is done as ever.
		await fault(other, { effect: { kind: 'vportVanishes', vportId: 9 } });
		expect(await ask(one, 3)).toBe('NDIS_STATUS_SUCCESS');
		// The default VPort is not the one that went, and the id is free again.
		expect(await one.sendRequest('oid/request', wire(create()))).toMatchObject({ status: 0 });
	});

	it('chance comes from the seed: the same requests meet the same faults, another seed others', async () => {
		const client = await connect();
		const run = async (seed: number, probability: number) => {
			await fault(client, { times: 0xffffffff, probability, seed, effect: { kind: 'resources' } });
			const spoiled = [];
			for (let i = 0; i < 60; i++) spoiled.push((await ask(client, 2)) === 'NDIS_STATUS_RESOURCES');
			return spoiled;
		};
		const first = await run(7, 0.5);
		expect(await run(7, 0.5)).toEqual(first);
		expect(await run(8, 0.5)).not.toEqual(first);
		expect(new Set(first)).toEqual(new Set([true, false]));
		expect((await run(7, 1)).every((spoiled) => spoiled)).toBe(true);
		// A likelier fault of the same seed spoils those requests too that a less likely one does.
		const rarer = await run(7, 0.1);
		expect(rarer.every((spoiled, i) => !spoiled || first[i])).toBe(true);
		expect(rarer.filter((spoiled) => spoiled).length).toBeLessThan(first.filter((spoiled) => spoiled).length);
	});

	it('a misspelt member is told by its place', async () => {
		const client = await connect();
		const effect = { kind: 'status', status: 'NDIS_STATUS_NOPE' };
		await expect(client.sendRequest('fault/set', { faults: [{ effect }] })).rejects.toThrow(
			/^faults\[0\]\.effect\.status must be/,
		);
		await expect(client.sendRequest('fault/set', { faults: [{ efect: effect }] })).rejects.toThrow(
			/^faults\[0\]\.efect is not known here/,
		);
	});
});
