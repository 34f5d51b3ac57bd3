import { readSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Reopen } from './gunzip.js';

/** Bytes a read. */
const READ_BYTES = 1024 * 1024;
/** Bytes a blocking read: so few that they stay in the second cache, where the kernel has put them. */
const BLOCKING_READ_BYTES = 256 * 1024;
/** Bytes after which other work of the process has its turn. */
const TURN_BYTES = 4 * 1024 * 1024;

/**
 * Large buffers come from the system's allocator 16 bytes behind a boundary of 64 (glibc keeps their size in front).
 * The kernel copies to such a place four times as slowly as to the boundary: 48 bytes are left out.
 */
const TO_BOUNDARY = 48;

/** Where the bytes of a capture come from. */
export interface CaptureSource {
	/** Bytes it has; undefined when that is not known before its end. */
	readonly size?: number | undefined;
	/** Its bytes from the start; each piece is valid until the next one is asked for. */
	readonly pieces: AsyncIterable<Uint8Array>;
	/** Set when they can be read again. */
	readonly reopen?: Reopen;
}

export interface FileSourceOptions {
	/**
	 * Read on this thread, which waits for the disk: for a command line or a worker. It is faster, since no other
	 * processor has to hand the bytes over. What is no regular file, and might never answer, is not read so.
	 */
	readonly blocking?: boolean;
}

/**
 * A file. It is opened when its pieces are asked for, and read through one buffer.
 * @throws the error of the file system when there is no such file
 */
export async function fileSource(
	path: string,
	{ blocking = false }: FileSourceOptions = {},
): Promise<CaptureSource> {
	const found = await stat(path);
	if (!found.isFile()) return { pieces: readPieces(path) };
	const pieces = () => (blocking ? readBlocking(path) : readPieces(path));
	return { size: found.size, pieces: pieces(), reopen: pieces };
}

async function* readBlocking(path: string): AsyncGenerator<Uint8Array, void, undefined> {
	const file = await open(path, 'r');
	const buffer = bufferOf(BLOCKING_READ_BYTES);
	try {
		for (let read = 0; ; ) {
			const length = readSync(file.fd, buffer, 0, buffer.length, null);
			if (length === 0) return;
			yield buffer.subarray(0, length);
			read += length;
			if (read >= TURN_BYTES) {
				read = 0;
				await setImmediate();
			}
		}
	} finally {
		await file.close();
	}
}

/** Two halves of one buffer take turns: while one is looked at, the next read goes on into the other. */
async function* readPieces(path: string): AsyncGenerator<Uint8Array, void, undefined> {
	const file = await open(path, 'r');
	const halves = [bufferOf(READ_BYTES), bufferOf(READ_BYTES)] as const;
	const read = (half: Uint8Array) => file.read(half, 0, half.length, null);
	let pending = read(halves[0]);
	try {
		for (let turn = 0; ; turn = 1 - turn) {
			const { bytesRead, buffer } = await pending;
			if (bytesRead === 0) return;
			pending = read(halves[turn === 0 ? 1 : 0]);
			// Its failure is met at the next turn; a reader that stops before that is not told of it.
			pending.catch(() => {});
			yield buffer.subarray(0, bytesRead);
		}
	} finally {
		await pending.catch(() => {});
		await file.close();
	}
}

function bufferOf(bytes: number): Uint8Array {
	return new Uint8Array(bytes + TO_BOUNDARY).subarray(TO_BOUNDARY);
}
