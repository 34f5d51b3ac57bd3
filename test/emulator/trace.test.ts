import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import type { OidRequestParams, TracedRequest } from '../../server/src/daemon/protocol.js';
import { RequestTrace } from '../../server/src/daemon/requestTrace.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import { Oid } from '../../server/src/ndis/oid.js';
import {
	decodeEntryStatuses,
	encodeRssSetIndirectionEntries,
} from '../../server/src/ndis/rssSetIndirectionEntries.js';
import { Status } from '../../server/src/ndis/status.js';
import { adapterWith, p } from '../support/adapter.js';
import { clientOf, connectTo, socketDirectory } from '../support/daemon.js';
import { eventually } from '../support/languageServer.js';

let directory: Awaited<ReturnType<typeof socketDirectory>>;
let server: EmulatorServer;
const clients: MessageConnection[] = [];
const address = () => ({ kind: 'unix', path: directory.path }) as const;
const client = async () => {
	const connection = await clientOf(address());
	clients.push(connection);
	return connection;
};
beforeEach(async () => {
	directory = await socketDirectory();
	server = new EmulatorServer(new MiniportAdapter(adapterWith()));
	await server.listen(address());
});
afterEach(async () => {
	for (const one of clients.splice(0)) one.dispose();
	await server.close();
	await directory.remove();
});

/** Points entry 0 of VPort 0 at 0:2, where it is. */
const move: OidRequestParams = {
	oid: 'OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES',
	type: 'method',
	processor: '0:2',
	inputBuffer: Buffer.from(
		encodeRssSetIndirectionEntries([
			{ switchId: 0, vportId: 0, flags: 0, indirectionTableIndex: 0, targetProcessor: p('0:2') },
		]),
	).toString('base64'),
};

describe('trace', () => {
	it('tells a client of the requests of others, as they came and as they were answered, until it stops', async () => {
		const [watcher, driver] = [await client(), await client()];
		const told: TracedRequest[] = [];
		watcher.onNotification('oid/traced', (traced) => {
			told.push(traced);
		});
		await driver.sendRequest('oid/request', move);
		expect(await watcher.sendRequest('trace/start', {})).toEqual({ tracing: true });
		const answer = await driver.sendRequest<{ outputBuffer: string }>('oid/request', move);
		const [traced] = await eventually('the request', () => (told.length > 0 ? told : undefined));
		expect(traced).toEqual({
			sequence: 2,
			dropped: 0,
			session: 2,
			oid: Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES,
			oidName: 'OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES',
			type: 'method',
			processor: '0:2',
			status: 0,
			statusName: 'NDIS_STATUS_SUCCESS',
			inputBuffer: move.inputBuffer,
			outputBuffer: answer.outputBuffer,
		});
		const statusesOf = (text = '') => decodeEntryStatuses(Buffer.from(text, 'base64'));
		expect(statusesOf(traced?.inputBuffer)).toEqual([Status.PENDING]);
		expect(statusesOf(traced?.outputBuffer)).toEqual([Status.SUCCESS]);
		expect(await watcher.sendRequest('trace/stop', {})).toEqual({ dropped: 0 });
		await driver.sendRequest('oid/request', move);
		// What was told would have come before this answer.
		await watcher.sendRequest('state/get', {});
		expect(told).toHaveLength(1);
	});

	it('does not tell a client that did not ask, and goes on when one that did is gone', async () => {
		const [other, watcher, driver] = [await client(), await client(), await client()];
		const told: unknown[] = [];
		other.onNotification('oid/traced', (traced) => {
			told.push(traced);
		});
		await watcher.sendRequest('trace/start', {});
		watcher.dispose();
		for (let i = 0; i < 5; i++) await driver.sendRequest('oid/request', move);
		await other.sendRequest('state/get', {});
		expect(told).toEqual([]);
	});

	it('a client that asks and does not read slows nobody down', async () => {
		const deaf = await connectTo(address());
		const request = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'trace/start', params: {} });
		deaf.pause();
		deaf.write(`Content-Length: ${request.length}\r\n\r\n${request}`);
		const driver = await client();
		const big = {
			oid: 'OID_GEN_RECEIVE_HASH',
			type: 'query',
			inputBuffer: Buffer.alloc(300_000).toString('base64'),
		};
		for (let i = 0; i < 40; i++) await driver.sendRequest('oid/request', big);
		expect(await driver.sendRequest('oid/request', move)).toMatchObject({ status: 0 });
		deaf.destroy();
	});
});

describe('RequestTrace', () => {
	const request = { oid: Oid.OID_GEN_RECEIVE_HASH, type: 'query', inputBuffer: new Uint8Array() } as const;
	const answer = { status: 0, statusName: 'NDIS_STATUS_SUCCESS', outputBuffer: '', bytesNeeded: 0 };

	it('counts what a slow client was not told and tells it with the next request, or at the end', () => {
		const trace = new RequestTrace();
		const told: TracedRequest[] = [];
		let reads = true;
		trace.start(1, (traced) => {
			if (reads) told.push(traced);
			return reads;
		});
		const ask = (times: number, reading: boolean) => {
			reads = reading;
			for (let i = 0; i < times; i++) trace.told(2, request, answer);
		};
		ask(1, true);
		ask(3, false);
		ask(2, true);
		ask(4, false);
		expect(told.map(({ sequence, dropped }) => [sequence, dropped])).toEqual([
			[1, 0],
			[5, 3],
			[6, 0],
		]);
		expect(trace.stop(1)).toEqual({ dropped: 4 });
		expect(trace.stop(1)).toEqual({ dropped: 0 });
	});
});

describe('adapter/fresh', () => {
	it('gives one client an adapter of its own; the others keep theirs', async () => {
		const [own, other] = [await client(), await client()];
		const params = {
			mode: 'native',
			rssProcessors: ['1:0', '1:2'],
			nativeAffinity: '1:2',
			capabilities: { numberOfReceiveQueues: 3 },
		};
		expect(await own.sendRequest('adapter/fresh', params)).toEqual({ fresh: true });
		expect(await own.sendRequest('adapter/describe', {})).toMatchObject({
			mode: 'native',
			capabilities: { numberOfReceiveQueues: 3 },
		});
		expect(await own.sendRequest('state/get', {})).toMatchObject({ entities: [{ primaryProcessor: '1:2' }] });
		const before = await other.sendRequest('state/get', {});
		const enable = { ...move, processor: '1:2' };
		expect(await own.sendRequest('oid/request', enable)).toMatchObject({ status: 0 });
		expect(await other.sendRequest('state/get', {})).toEqual(before);
		expect(await other.sendRequest('adapter/describe', {})).toMatchObject({ mode: 'vmq' });
	});

	it.each([
		[{ mode: 'vmq', rssProcessors: [] }, 'rssProcessors must not be empty'],
		[{ mode: 'fast', rssProcessors: ['0:2'] }, 'mode must be one of'],
		[{ mode: 'vmq', rssProcessors: ['x'] }, 'rssProcessors[0]'],
		[{ mode: 'vmq', rssProcessors: ['0:2'], capabilities: { speed: 3 } }, 'speed is not a capability'],
		[{ mode: 'vmq', rssProcessors: ['0:2'], defaultVPort: 1 }, 'defaultVPort must be true or false'],
	])('%j is refused, and the client keeps what it had', async (params, message) => {
		const own = await client();
		const before = await own.sendRequest('adapter/describe', {});
		await expect(own.sendRequest('adapter/fresh', params)).rejects.toMatchObject({
			code: -32602,
			message: expect.stringContaining(message),
		});
		expect(await own.sendRequest('adapter/describe', {})).toEqual(before);
	});
});
