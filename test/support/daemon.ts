import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	createMessageConnection,
	type MessageConnection,
	SocketMessageReader,
	SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { ListenAddress } from '../../server/src/daemon/protocol.js';

/** A directory of its own for a socket; call `remove` at the end. */
export async function socketDirectory(): Promise<{ path: string; remove: () => Promise<void> }> {
	const directory = await mkdtemp(join(tmpdir(), 'rssv2-'));
	return {
		path: join(directory, 'emulator.sock'),
		remove: () => rm(directory, { recursive: true, force: true }),
	};
}

export function connectTo(address: ListenAddress): Promise<Socket> {
	const socket =
		address.kind === 'unix' ? createConnection(address.path) : createConnection(address.port, address.host);
	return new Promise((resolve, reject) => {
		socket.once('connect', () => resolve(socket));
		socket.once('error', reject);
	});
}

/** A foreign client: nothing of ours but the wire. */
export async function clientOf(address: ListenAddress): Promise<MessageConnection> {
	const socket = await connectTo(address);
	const connection = createMessageConnection(
		new SocketMessageReader(socket),
		new SocketMessageWriter(socket),
	);
	connection.onError(() => {});
	connection.listen();
	return connection;
}

/** Everything that arrives until the other end hangs up, at most `limit` milliseconds. */
export function untilClosed(socket: Socket, limit = 10_000): Promise<string> {
	return new Promise((resolve, reject) => {
		let text = '';
		const timer = setTimeout(() => reject(new Error(`not closed; so far: ${text.slice(0, 500)}`)), limit);
		socket.on('data', (chunk) => {
			text += chunk.toString();
		});
		socket.on('error', () => {});
		socket.once('close', () => {
			clearTimeout(timer);
			resolve(text);
		});
	});
}
