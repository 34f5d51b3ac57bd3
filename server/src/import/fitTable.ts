import { foldsTo, isPowerOfTwo, periodOf, roundUpToPowerOfTwo } from '../rss/indirectionTable.js';
import type { ImportedTable } from './adapter.js';

/** The most entries that NDIS allows in native mode (domain rule Set 3). */
const MAX_ENTRIES = 128;

/** A table that a configuration can have, and what had to be assumed to get it. */
export interface FittedTable<T> {
	readonly entries: readonly T[];
	readonly assumed: readonly string[];
}

/**
 * A table as NDIS knows them, a power of two of at most 128 entries: one that is longer loses what repeats (and, if it
 * must, what does not), one of another size goes on with the pattern it has. Nothing of this happens silently.
 */
export function fitTable<T>({ entries, cut }: ImportedTable<T>): FittedTable<T> {
	const assumed: string[] = [];
	let table = entries;
	if (cut && table.length > 0) assumed.push(`the text shows the first ${table.length} entries only`);
	if (table.length > MAX_ENTRIES) {
		assumed.push(
			foldsTo(table, MAX_ENTRIES)
				? `the device has ${table.length} entries, which repeat the first ${MAX_ENTRIES}, the most that NDIS allows`
				: `the device has ${table.length} entries: the first ${MAX_ENTRIES} are kept, the most that NDIS allows`,
		);
		table = table.slice(0, MAX_ENTRIES);
	}
	if (table.length > 0 && !isPowerOfTwo(table.length)) {
		const period = periodOf(table);
		const size = roundUpToPowerOfTwo(table.length);
		assumed.push(
			`the text has ${table.length} entries: the pattern goes on to ${size}, the next power of two`,
		);
		const pattern = table.slice(0, period);
		table = Array.from({ length: size }, (_, i) => pattern[i % period] as T);
	}
	return { entries: table, assumed };
}
