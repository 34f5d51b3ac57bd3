import { createConnection, type Socket } from 'node:net';
import { DeviceError } from '../deviceError.js';
import { type DeviceUri, deviceLabel } from '../uri.js';

/** An emulator's address. */
export type EmulatorUri = DeviceUri & { readonly kind: 'emulator' };

/**
 * Connects to an emulator's socket.
 * @param limit milliseconds to wait at most
 * @throws DeviceError `connect-failed`, `timeout`, `cancelled`
 */
export async function connectSocket(uri: EmulatorUri, limit: number, signal?: AbortSignal): Promise<Socket> {
	const socket = uri.transport === 'unix' ? createConnection(uri.path) : createConnection(uri.port, uri.host);
	const patience = AbortSignal.timeout(limit);
	const stop = signal ? AbortSignal.any([signal, patience]) : patience;
	try {
		await new Promise<void>((resolve, reject) => {
			socket.once('connect', resolve);
			socket.once('error', reject);
			if (stop.aborted) reject(stop.reason);
			stop.addEventListener('abort', () => reject(stop.reason), { once: true });
		});
		return socket;
	} catch (error) {
		socket.destroy();
		// A late error of a socket that nobody waits for any more must not end the process.
		socket.on('error', () => {});
		if (signal?.aborted) throw new DeviceError('cancelled', 'Cancelled while connecting.');
		if (patience.aborted) {
			throw new DeviceError(
				'timeout',
				`${capital(deviceLabel(uri))} did not answer within ${limit / 1000} s.`,
			);
		}
		throw new DeviceError('connect-failed', `Cannot connect to ${deviceLabel(uri)}: ${reasonOf(error)}.`, {
			cause: error,
		});
	}
}

const REASONS: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such socket (is the emulator running?)',
	ECONNREFUSED: 'nobody listens there (is the emulator running?)',
	EACCES: 'permission denied; the socket belongs to another user',
	ENOTSOCK: 'it is a file, but no socket',
};

function reasonOf(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return (REASONS[code] ?? (error instanceof Error ? error.message : String(error))).replace(/\.$/, '');
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
