import { readFileSync, statSync } from 'node:fs';
import { removeQuietly, writeDurably } from '../../files/durable.js';
import { JournalError } from './journalError.js';
import { decodeLines, encodeLine } from './line.js';
import { runsElsewhere, thisWriter, type Writer } from './writer.js';

/** A guard that nobody can be found for is somebody's who is just writing it; after so many milliseconds it is a relic. */
const FRESH = 10_000;

/**
 * Does something that two processes must not do to one journal at a time. The guard is a file that only one of them can
 * make; one whose maker is gone is removed.
 * @throws JournalError `under-way` when another process holds it; whatever `work` throws
 */
export function guarded<T>(path: string, now: () => Date, work: () => T): T {
	if (!make(path)) {
		if (isHeld(path, now))
			throw new JournalError('under-way', 'Another push to this device begins just now.');
		removeQuietly(path);
		if (!make(path)) throw new JournalError('under-way', 'Another push to this device begins just now.');
	}
	try {
		return work();
	} finally {
		removeQuietly(path);
	}
}

function make(path: string): boolean {
	try {
		writeDurably(path, encodeLine(thisWriter()), 'wx');
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
		throw error;
	}
}

function isHeld(path: string, now: () => Date): boolean {
	try {
		const [writer] = decodeLines(readFileSync(path, 'utf8'))?.values ?? [];
		if (writer !== undefined) return runsElsewhere(writer as Writer);
		return now().getTime() - statSync(path).mtimeMs < FRESH;
	} catch {
		return false; // gone meanwhile
	}
}
