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
import { encodeReceiveScaleParametersV2 } from '../../server/src/ndis/receiveScaleParametersV2.js';
import { adapterWith } from '../support/adapter.js';
import { clientOf, socketDirectory } from '../support/daemon.js';

const setQueues = (numberOfQueues: number) => ({
	oid: 'OID_GEN_RECEIVE_SCALE_PARAMETERS_V2',
	type: 'set',
	vportId: 0,
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
	const ask = async (client: MessageConnection, queues: number) =>
		(await client.sendRequest<OidRequestResult>('oid/request', setQueues(queues))).statusName;
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

	it('a delay holds up nobody else, and ends with the daemon', async () => {
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
		expect(await ask(other, 4)).toBe('NDIS_STATUS_SUCCESS');
		order.push('other');
		await fault(other, { effect: { kind: 'delay', milliseconds: 1 } });
		expect(await ask(other, 5)).toBe('NDIS_STATUS_SUCCESS');
		await server.close();
		await Promise.race([late, closed]);
		expect(order).not.toContain('late');
		expect(order[0]).toBe('other');
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
});
