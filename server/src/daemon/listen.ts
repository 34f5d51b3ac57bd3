import { access, lstat, unlink } from 'node:fs/promises';
import { createConnection, type Server } from 'node:net';
import { dirname } from 'node:path';
import type { ListenAddress } from './protocol.js';

/** The daemon cannot listen there; the message is a sentence for the user and never holds the token. */
export class ListenError extends Error {
	override readonly name = 'ListenError';
}

const LOOPBACK: Readonly<Record<string, string>> = {
	'127.0.0.1': '127.0.0.1',
	localhost: '127.0.0.1',
	'::1': '::1',
	'[::1]': '::1',
};
const PROBE_LIMIT = 2_000;
/** All but reading and writing by the owner: a socket bound under this mask is 0600 from its first moment. */
const OWNER_ONLY = 0o177;

/**
 * Makes a server listen: on a Unix socket only its owner can open, or on TCP of this machine with a token.
 * @returns where it listens, with the port that a port of 0 became
 * @throws ListenError when the address is taken, not on this machine, or wants a token
 */
export async function listenOn(server: Server, address: ListenAddress): Promise<ListenAddress> {
	if (address.kind === 'unix') {
		await clearStaleSocket(address.path);
		await bind(server, address.path, () => withOwnerOnly(() => server.listen(address.path)));
		return address;
	}
	const host = LOOPBACK[address.host.toLowerCase()];
	if (host === undefined) {
		throw new ListenError(
			`The emulator listens on this machine only (127.0.0.1, [::1], localhost), not on ${address.host}.`,
		);
	}
	if (address.token === '') {
		throw new ListenError('On TCP the emulator needs a token that its clients must show.');
	}
	await bind(server, `${address.host}:${address.port}`, () => server.listen(address.port, host));
	const bound = server.address();
	return { ...address, host, port: typeof bound === 'object' && bound ? bound.port : address.port };
}

/** Listening binds before it returns, so that the mask is back before anyone else creates a file. */
function withOwnerOnly(action: () => void): void {
	const before = process.umask(OWNER_ONLY);
	try {
		action();
	} finally {
		process.umask(before);
	}
}

function bind(server: Server, where: string, listen: () => void): Promise<void> {
	return new Promise((resolve, reject) => {
		const failed = (error: NodeJS.ErrnoException) => reject(explain(error, where));
		server.once('error', failed);
		server.once('listening', () => {
			server.off('error', failed);
			resolve();
		});
		listen();
	});
}

/** Removes a socket that nobody listens on any more; whatever else is there stays. */
async function clearStaleSocket(path: string): Promise<void> {
	const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
		throw explain(error, path);
	});
	if (!found) {
		// Binding says "permission denied" of a directory that is not there.
		await access(dirname(path)).catch((error) => Promise.reject(explain(error, path)));
		return;
	}
	if (!found.isSocket()) throw new ListenError(`${path} exists and is no socket: it is left as it is.`);
	if (await isAnswered(path)) throw new ListenError(`Another process listens on ${path}.`);
	await unlink(path).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'ENOENT') throw explain(error, path);
	});
}

/** Whether anybody listens there. When in doubt, somebody does. */
function isAnswered(path: string): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = createConnection(path);
		const answer = (answered: boolean) => {
			socket.destroy();
			resolve(answered);
		};
		socket.setTimeout(PROBE_LIMIT, () => answer(true));
		socket.once('connect', () => answer(true));
		socket.once('error', (error: NodeJS.ErrnoException) => answer(error.code !== 'ECONNREFUSED'));
	});
}

const REASONS: Readonly<Record<string, string>> = {
	EADDRINUSE: 'another process listens there',
	EACCES: 'permission denied',
	ENOENT: 'there is no such directory',
	ENOTDIR: 'its parent is no directory',
	EINVAL: 'the path is too long for a socket',
	ENAMETOOLONG: 'the path is too long for a socket',
};

function explain(error: NodeJS.ErrnoException, where: string): ListenError {
	const reason = REASONS[error.code ?? ''] ?? error.message;
	return new ListenError(`Cannot listen on ${where}: ${reason}.`, { cause: error });
}
