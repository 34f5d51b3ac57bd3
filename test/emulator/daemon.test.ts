import { stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ErrorCodes, type MessageConnection } from 'vscode-jsonrpc/node';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import { ListenError } from '../../server/src/daemon/listen.js';
import type { DaemonEvent } from '../../server/src/daemon/log.js';
import type { ListenAddress, WireState } from '../../server/src/daemon/protocol.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import { adapterWith } from '../support/adapter.js';
import { clientOf, connectTo, socketDirectory, untilClosed } from '../support/daemon.js';

const TOKEN = 'a-token-nobody-may-see';
const base64 = (hex: string) => Buffer.from(hex.replace(/\s/g, ''), 'hex').toString('base64');
const u32 = (n: number) => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(n);
	return bytes.toString('hex');
};
/** NDIS_RECEIVE_SCALE_PARAMETERS_V2 by hand: header, flags, hash information, key size and offset, queues, entries, key. */
const setBuffer = (flags: number, hash: number, queues: number, entries: number) =>
	base64(
		`c8011c00 ${u32(flags)} ${u32(hash)} 28000000 1c000000 ${u32(queues)} ${u32(entries)} ${'6d'.repeat(40)}`,
	);
/** NDIS_RSS_SET_INDIRECTION_ENTRIES by hand: moves of VPort 0's entries from their indices to processors of group 0. */
const moveBuffer = (moves: readonly [index: number, target: number][]) =>
	base64(
		`c9011400 00000000 18000000 14000000 ${u32(moves.length)}` +
			moves
				.map(([index, target]) => {
					const entry = Buffer.alloc(24);
					entry.writeUInt16LE(index, 0x0c);
					entry.writeUInt8(target, 0x10);
					entry.writeUInt32LE(0x103, 0x14);
					return entry.toString('hex');
				})
				.join(''),
	);

describe('EmulatorServer', () => {
	let directory: Awaited<ReturnType<typeof socketDirectory>>;
	let adapter: MiniportAdapter;
	let server: EmulatorServer;
	let events: DaemonEvent[];
	const clients: MessageConnection[] = [];

	beforeEach(async () => {
		directory = await socketDirectory();
		events = [];
		adapter = new MiniportAdapter(adapterWith());
		server = new EmulatorServer(adapter, { log: (event) => events.push(event) });
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.dispose();
		await server.close();
		await directory.remove();
	});
	const client = async (address: ListenAddress) => {
		const connection = await clientOf(address);
		clients.push(connection);
		return connection;
	};
	const onUnix = () => server.listen({ kind: 'unix', path: directory.path });
	const onTcp = () => server.listen({ kind: 'tcp', host: '127.0.0.1', port: 0, token: TOKEN });

	it('serves a client that knows only the wire: queues and table, moves, RSS on, state, query', async () => {
		const address = await onUnix();
		const connection = await client(address);
		const set = { oid: 0x00010214, type: 'set', vportId: 0 };
		expect(
			await connection.sendRequest('oid/request', { ...set, inputBuffer: setBuffer(0x1a, 0x1701, 2, 4) }),
		).toEqual({ status: 0, statusName: 'NDIS_STATUS_SUCCESS', outputBuffer: '', bytesNeeded: 0 });
		const moved = await connection.sendRequest<{ status: number; outputBuffer: string }>('oid/request', {
			oid: 'OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES',
			type: 'method',
			processor: '0:2',
			inputBuffer: moveBuffer([
				[1, 3],
				[3, 3],
			]),
		});
		const output = Buffer.from(moved.outputBuffer, 'base64');
		expect([moved.status, output.readUInt32LE(0x14 + 0x14), output.readUInt32LE(0x14 + 0x18 + 0x14)]).toEqual(
			[0, 0, 0],
		);
		const on = { ...set, oid: '0x00010214', inputBuffer: setBuffer(0x5, 0, 0, 0) };
		expect(await connection.sendRequest('oid/request', on)).toMatchObject({ status: 0 });
		expect(await connection.sendRequest('state/get', {})).toEqual({
			entities: [
				{
					vportId: 0,
					active: true,
					attachedFunctionId: 0xffff,
					rssEnabled: true,
					numberOfQueues: 2,
					hashInformation: 0x1701,
					hashSecretKey: '6d'.repeat(40),
					primaryProcessor: '0:2',
					defaultProcessor: '0:2',
					indirectionTable: ['0:2', '0:3', '0:2', '0:3'],
					name: '',
				},
			],
			nicSwitch: { name: 'test adapter', numVFs: 0xffff, allocatedVFs: [] },
		});
		const refused = { ...set, inputBuffer: setBuffer(0x9, 0, 1, 0) };
		expect(await connection.sendRequest('oid/request', refused)).toMatchObject({
			status: 0xc0230031,
			statusName: 'NDIS_STATUS_NO_QUEUES',
		});
		const query = await connection.sendRequest<{ outputBuffer: string }>('oid/request', {
			oid: 0x00010214,
			type: 'query',
			vportId: 0,
		});
		const answer = Buffer.from(query.outputBuffer, 'base64');
		expect(answer.toString('hex')).toBe(
			`c8011c00${u32(1)}${u32(0x1701)}${u32(40)}${u32(0x1c)}${u32(2)}${u32(4)}${'6d'.repeat(40)}`,
		);
		expect(
			await connection.sendRequest('oid/request', { ...set, type: 'query', outputBufferLength: 10 }),
		).toMatchObject({ statusName: 'NDIS_STATUS_BUFFER_TOO_SHORT', bytesNeeded: 0x44 });
	});

	it('describes its adapter', async () => {
		const connection = await client(await onUnix());
		const description = await connection.sendRequest('adapter/describe', {});
		expect(description).toMatchObject({
			name: 'test adapter',
			mode: 'vmq',
			capabilities: { maxNumVPorts: 0x10000 },
			rssProcessors: { base: '0:2', max: '0:9' },
		});
	});

	it('tells every client that the state changed, and none when nothing did', async () => {
		const address = await onUnix();
		const [one, other] = [await client(address), await client(address)];
		const told: unknown[] = [];
		other.onNotification('state/changed', (params) => {
			told.push(params);
		});
		await other.sendRequest('state/get', {});
		const set = { oid: 0x00010214, type: 'set', vportId: 0 };
		await one.sendRequest('oid/request', { ...set, inputBuffer: setBuffer(0x8, 0, 0, 0) });
		await one.sendRequest('oid/request', { ...set, inputBuffer: setBuffer(0x8, 0, 3, 0) });
		await vi.waitFor(() => expect(told).toHaveLength(1));
		await other.sendRequest('state/get', {});
		expect(told).toHaveLength(1);
	});

	it('creates its socket for its owner alone and removes it at the end', async () => {
		const before = process.umask(0);
		try {
			await onUnix();
			expect((await stat(directory.path)).mode & 0o777).toBe(0o600);
			expect(process.umask()).toBe(0);
		} finally {
			process.umask(before);
		}
		await server.close();
		await expect(stat(directory.path)).rejects.toThrow('ENOENT');
	});

	it('leaves a living socket and a file alone, and takes over a dead socket', async () => {
		await onUnix();
		const second = new EmulatorServer(new MiniportAdapter(adapterWith()));
		await expect(second.listen({ kind: 'unix', path: directory.path })).rejects.toThrow(
			/Another process listens/,
		);
		const connection = await client({ kind: 'unix', path: directory.path });
		expect(await connection.sendRequest('state/get', {})).toBeDefined();

		const file = `${directory.path}.txt`;
		await writeFile(file, 'mine');
		await expect(second.listen({ kind: 'unix', path: file })).rejects.toThrow(/is no socket/);

		const dead = `${directory.path}.dead`;
		const { spawnSync } = await import('node:child_process');
		const script = `require('net').createServer().listen(${JSON.stringify(dead)}, () => process.kill(process.pid, 'SIGKILL'))`;
		spawnSync(process.execPath, ['-e', script]);
		expect((await stat(dead)).isSocket()).toBe(true);
		await second.listen({ kind: 'unix', path: dead });
		await second.close();
	});

	it('explains where it cannot listen', async () => {
		const nowhere = { kind: 'unix', path: '/nowhere/at/all.sock' } as const;
		await expect(server.listen(nowhere)).rejects.toThrow(
			new ListenError('Cannot listen on /nowhere/at/all.sock: there is no such directory.'),
		);
		const open = { kind: 'tcp', host: '0.0.0.0', port: 0, token: TOKEN } as const;
		await expect(server.listen(open)).rejects.toThrow(/this machine only/);
		await expect(server.listen({ ...open, host: '127.0.0.1', token: '' })).rejects.toThrow(/needs a token/);
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		const { port } = other.address() as { port: number };
		await expect(server.listen({ ...open, host: 'localhost', port })).rejects.toThrow(
			`Cannot listen on localhost:${port}: another process listens there.`,
		);
		other.close();
	});

	it('lets nobody in on TCP without the token, and says it nowhere', async () => {
		const address = await onTcp();
		for (const [method, params] of [
			['state/get', {}],
			['no/such', {}],
			['session/authenticate', { token: `${TOKEN}x` }],
			['session/authenticate', { token: '' }],
		] as const) {
			const stranger = await client(address);
			const closed = new Promise<void>((resolve) => stranger.onClose(() => resolve()));
			await expect(stranger.sendRequest(method, params)).rejects.toMatchObject({ code: -32001 });
			await closed;
		}
		const wrongType = await client(address);
		await expect(wrongType.sendRequest('session/authenticate', { token: 5 })).rejects.toMatchObject({
			code: ErrorCodes.InvalidParams,
		});
		const friend = await client(address);
		expect(await friend.sendRequest('session/authenticate', { token: TOKEN })).toEqual({
			authenticated: true,
		});
		expect(await friend.sendRequest('state/get', {})).toBeDefined();
		expect(events.filter(({ event }) => event === 'unauthorized')).toHaveLength(4);
		expect(JSON.stringify(events)).not.toContain(TOKEN);
	});

	it('answers rubbish with an error or hangs up, and goes on serving the others', async () => {
		const address = await onUnix();
		const steady = await client(address);
		const state = await steady.sendRequest<WireState>('state/get', {});
		const frame = (body: string) => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
		const hangsUp = [
			'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
			'\r\n\r\n',
			'Content-Length: minus one\r\n\r\n{}',
			'Content-Length: 5\r\nContent-Length: 7\r\n\r\n{}',
			`Content-Length: ${8 * 1024 * 1024 + 1}\r\n\r\n`,
			'x'.repeat(70_000),
		];
		for (const rubbish of hangsUp) {
			const socket = await connectTo(address);
			const gone = untilClosed(socket);
			socket.write(rubbish);
			expect(await gone, JSON.stringify(rubbish.slice(0, 60))).toBe('');
		}
		const refused: [string, number][] = [
			['{"jsonrpc"', ErrorCodes.ParseError],
			['', ErrorCodes.ParseError],
			['\u0000\ufffd', ErrorCodes.ParseError],
			['null', ErrorCodes.InvalidRequest],
			['[]', ErrorCodes.InvalidRequest],
			['{"jsonrpc":"1.0","id":1,"method":"state/get"}', ErrorCodes.InvalidRequest],
			['{"jsonrpc":"2.0","id":1,"result":5}', ErrorCodes.InvalidRequest],
			['{"jsonrpc":"2.0","id":{},"method":"state/get"}', ErrorCodes.InvalidRequest],
			['{"jsonrpc":"2.0","id":1,"method":"state/set","params":{}}', ErrorCodes.MethodNotFound],
			['{"jsonrpc":"2.0","id":1,"method":"__proto__"}', ErrorCodes.MethodNotFound],
			['{"jsonrpc":"2.0","id":1,"method":"oid/request"}', ErrorCodes.InvalidParams],
			['{"jsonrpc":"2.0","id":1,"method":"oid/request","params":[[]]}', ErrorCodes.InvalidParams],
		];
		for (const [body, code] of refused) {
			const socket = await connectTo(address);
			const answer = untilClosed(socket);
			socket.write(frame(body));
			socket.write(frame('{"jsonrpc":"2.0","id":99,"method":"state/get"}'));
			// A second request on the same connection is served all the same.
			let text = '';
			socket.on('data', (chunk) => {
				text += chunk.toString();
			});
			await vi.waitFor(() => expect(text).toContain('"id":99'), { timeout: 5_000 });
			socket.end();
			expect(await answer, body).toContain(`"code":${code}`);
		}
		const params = { oid: 0x00010214, type: 'set', vportId: 0, inputBuffer: '' };
		for (const wrong of [
			{ oid: -1 },
			{ oid: 1.5 },
			{ oid: 'OID_NO_SUCH' },
			{ oid: { valueOf: 1 } },
			{ type: 'steal' },
			{ vportId: '0' },
			{ vportId: 2 ** 32 },
			{ processor: 5 },
			{ processor: '0:64' },
			{ inputBuffer: 'not base64!' },
			{ inputBuffer: [1] },
			{ outputBufferLength: -1 },
		]) {
			await expect(
				steady.sendRequest('oid/request', { ...params, ...wrong }),
				JSON.stringify(wrong),
			).rejects.toMatchObject({ code: ErrorCodes.InvalidParams });
		}
		expect(await steady.sendRequest('oid/request', params)).toMatchObject({
			statusName: 'NDIS_STATUS_INVALID_LENGTH',
			bytesNeeded: 0x44,
		});
		expect(await steady.sendRequest('state/get', {})).toEqual(state);
	});

	it('answers frames in pieces, many at once, and in order', async () => {
		const socket = await connectTo(await onUnix());
		const ids = Array.from({ length: 500 }, (_, i) => i);
		const all = ids
			.map((id) => {
				const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'adapter/describe', params: {} });
				return `Content-Length: ${body.length}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n${body}`;
			})
			.join('');
		let text = '';
		socket.on('data', (chunk) => {
			text += chunk.toString();
		});
		for (let at = 0; at < 200; at++) socket.write(all.charAt(at));
		socket.write(all.slice(200));
		const answered = () => [...text.matchAll(/"id":(\d+)/g)].map(([, id]) => Number(id));
		await vi.waitFor(() => expect(answered()).toHaveLength(500), { timeout: 10_000 });
		expect(answered()).toEqual(ids);
		socket.destroy();
	});

	it('does not read on from a client that reads no answers', async () => {
		const address = await onUnix();
		const socket = await connectTo(address);
		socket.pause();
		const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'adapter/describe' });
		const flood = `Content-Length: ${body.length}\r\n\r\n${body}`.repeat(2_000);
		let stuck = false;
		for (let round = 0; round < 60 && !stuck; round++) {
			stuck = !socket.write(flood) && socket.writableLength > 1024 * 1024;
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(stuck).toBe(true);
		const requests = events.length;
		const other = await client(address);
		expect(await other.sendRequest('state/get', {})).toBeDefined();
		expect(events.length).toBeLessThan(requests + 10);
		socket.destroy();
	});

	it('a client that reads late is told of the last change, not of each, and costs little until then', async () => {
		const address = await onUnix();
		const late = await connectTo(address);
		late.pause();
		const driver = await client(address);
		const set = { oid: 0x00010214, type: 'set', vportId: 0 };
		const changes = 20_000;
		for (let i = 0; i < changes; i += 100) {
			const queues = Array.from({ length: 100 }, (_, k) => setBuffer(0x8, 0, 1 + (k % 2), 0));
			await Promise.all(
				queues.map((inputBuffer) => driver.sendRequest('oid/request', { ...set, inputBuffer })),
			);
		}
		let text = '';
		late.on('data', (chunk) => {
			text += chunk.toString();
		});
		late.resume();
		const told = () => [...text.matchAll(/"revision":(\d+)/g)].map(([, revision]) => Number(revision));
		const { revision } = adapter;
		await vi.waitFor(() => expect(told().at(-1)).toBe(revision), { timeout: 10_000 });
		expect(told().length).toBeLessThan(changes);
		expect(told()).toEqual([...told()].sort((a, b) => a - b));
		late.destroy();
	});

	it('undoes a change that cannot be kept', async () => {
		const adapter = new MiniportAdapter(adapterWith());
		const broken = new EmulatorServer(adapter, {
			persist: () => {
				throw new Error('the disk is full');
			},
		});
		const path = `${directory.path}.2`;
		const connection = await client(await broken.listen({ kind: 'unix', path }));
		const before = adapter.state();
		const request = { oid: 0x00010214, type: 'set', vportId: 0, inputBuffer: setBuffer(0x8, 0, 3, 0) };
		await expect(connection.sendRequest('oid/request', request)).rejects.toThrow(/the disk is full/);
		expect(adapter.state()).toEqual(before);
		await broken.close();
	});

	it('ends its connections when it stops, and stopping twice is stopping once', async () => {
		const connection = await client(await onUnix());
		const closed = new Promise<void>((resolve) => connection.onClose(() => resolve()));
		await connection.sendRequest('state/get', {});
		await server.close();
		await closed;
		await server.close();
		expect(events.at(-1)).toEqual({ event: 'closed' });
	});
});
