import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';
import { DeviceError } from '../../../server/src/devices/deviceError.js';
import { openDevice } from '../../../server/src/devices/open.js';

let folder: string;
let servers: Server[];
let sockets: Socket[];

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'rssv2-device-'));
	servers = [];
	sockets = [];
});

afterEach(async () => {
	for (const socket of sockets) socket.destroy();
	await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
	await rm(folder, { recursive: true, force: true });
});

/** A server that behaves badly towards whoever connects; answers its device URI. */
async function serve(behave: (socket: Socket) => void): Promise<string> {
	const path = join(folder, 'daemon.sock');
	const server = createServer((socket) => {
		sockets.push(socket);
		behave(socket);
	});
	servers.push(server);
	await new Promise<void>((listening) => server.listen(path, listening));
	return `emulator://${path}`;
}

/** A JSON-RPC server with one answer for everything. */
function answering(answer: () => unknown): (socket: Socket) => void {
	return (socket) => {
		const connection = createMessageConnection(
			new SocketMessageReader(socket),
			new SocketMessageWriter(socket),
		);
		connection.onRequest(answer);
		connection.listen();
	};
}

async function failure(action: () => Promise<unknown>): Promise<DeviceError> {
	try {
		await action();
	} catch (error) {
		expect(error).toBeInstanceOf(DeviceError);
		return error as DeviceError;
	}
	throw new Error('It should have failed.');
}

const environment = {};

describe('openDevice', () => {
	it('says when there is no socket', async () => {
		const error = await failure(() => openDevice('emulator:///nowhere/daemon.sock', { environment }));
		expect(error.code).toBe('connect-failed');
		expect(error.message).toContain('/nowhere/daemon.sock');
		expect(error.message).toContain('is the emulator running?');
	});

	it('says when nobody listens on a port', async () => {
		const options = { environment: { RSSV2_EMULATOR_TOKEN: 'sesame' } };
		const error = await failure(() => openDevice('emulator://127.0.0.1:1', options));
		expect(error.code).toBe('connect-failed');
		expect(error.message).not.toContain('sesame');
	});

	it('wants the token of an emulator on TCP, and says which variable holds it', async () => {
		const error = await failure(() => openDevice('emulator://127.0.0.1:1?token-env=MINE', { environment }));
		expect(error.code).toBe('unauthorized');
		expect(error.message).toContain('MINE');
	});

	it('can be cancelled', async () => {
		const uri = await serve(() => {});
		const signal = AbortSignal.abort();
		expect((await failure(() => openDevice(uri, { environment, signal }))).code).toBe('cancelled');
	});
});

describe('a device that behaves badly', () => {
	it('gives a time-out when it does not answer, and then no more over that connection', async () => {
		const uri = await serve(() => {});
		const device = await openDevice(uri, { environment, timeouts: { request: 50 } });
		const error = await failure(() => device.read());
		expect(error.code).toBe('timeout');
		expect(error.message).toContain('0.05 s');
		expect((await failure(() => device.read())).code).toBe('timeout');
		await device.close();
	});

	it('gives connection-lost when it hangs up', async () => {
		const uri = await serve((socket) => socket.once('data', () => socket.destroy()));
		const device = await openDevice(uri, { environment });
		expect((await failure(() => device.read())).code).toBe('connection-lost');
		await device.close();
	});

	it('gives connection-lost after close', async () => {
		const uri = await serve(() => {});
		const device = await openDevice(uri, { environment });
		await device.close();
		await device.close();
		expect((await failure(() => device.read())).code).toBe('connection-lost');
	});

	it.each<[string, unknown]>([
		['null', null],
		['no entities', {}],
		[
			'a processor that is none',
			{ entities: [{ vportId: 0, hashSecretKey: '00'.repeat(40), indirectionTable: ['x'] }] },
		],
	])('gives a protocol error for an answer that is none: %s', async (_, answer) => {
		const uri = await serve(answering(() => answer));
		const device = await openDevice(uri, { environment });
		const error = await failure(() => device.read());
		expect(error.code).toBe('protocol');
		expect(error.message).toContain('state/get');
		expect((await failure(() => device.describe())).code).toBe('protocol');
		await device.close();
	});

	it('gives a protocol error when it does not speak JSON-RPC', async () => {
		const uri = await serve((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
		const device = await openDevice(uri, { environment, timeouts: { request: 1_000 } });
		expect(['protocol', 'connection-lost', 'timeout']).toContain((await failure(() => device.read())).code);
		await device.close();
	});

	it('is not asked anything once the caller has cancelled', async () => {
		let asked = 0;
		const uri = await serve(
			answering(() => {
				asked++;
				return null;
			}),
		);
		const device = await openDevice(uri, { environment });
		expect((await failure(() => device.read(AbortSignal.abort()))).code).toBe('cancelled');
		expect(asked).toBe(0);
		await device.close();
	});
});
