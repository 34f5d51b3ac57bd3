import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs';

/** Makes a file that only its owner can read, and returns once it is on the disk. Throws what the file system throws. */
export function writeDurably(path: string, text: string, flag: 'w' | 'wx' = 'w'): void {
	const file = openSync(path, flag, 0o600);
	try {
		appendDurably(file, text);
	} finally {
		closeSync(file);
	}
}

/** Writes on at an open file and returns once it is on the disk. Throws what the file system throws. */
export function appendDurably(file: number, text: string): void {
	const bytes = Buffer.from(text);
	for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
	fsyncSync(file);
}

/** Brings a rename to disk; not every system lets a directory be opened, and those need no such thing. */
export function syncDirectory(path: string): void {
	if (process.platform === 'win32') return;
	const directory = openSync(path, 'r');
	try {
		fsyncSync(directory);
	} finally {
		closeSync(directory);
	}
}

/** Removes a file; that it was never made, or is gone already, is the same: nothing is left behind. */
export function removeQuietly(path: string): void {
	try {
		unlinkSync(path);
	} catch {
		// See above.
	}
}
