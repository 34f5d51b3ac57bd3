import { windowAt } from '../toeplitz.js';

/** How the 32 bits of a word are cut for the index tables: three lookups a word, 5120 cells. */
export const INDEX_CUTS = [11, 11, 10] as const;
/** Cells of the index tables of one word. */
export const INDEX_CELLS = INDEX_CUTS.reduce((cells, bits) => cells + 2 ** bits, 0);
/** How it is cut for the tables of whole hashes: four lookups, one a byte, so that they stay in the first cache. */
export const HASH_CUTS = [8, 8, 8, 8] as const;
/** Cells of the hash tables of one word. */
export const HASH_CELLS = HASH_CUTS.reduce((cells, bits) => cells + 2 ** bits, 0);

/**
 * Fills `tables` so that the XOR of one cell for each cut of each word is the hash of all words: the hash is linear over
 * XOR, so what a few bits of the input add depends on nothing else. `mask` says
 * which bits of the hash are kept: an index below 2048 fits a Uint16Array, which takes half the cache.
 */
export function fillTables(
	tables: Uint16Array | Uint32Array,
	key: Uint8Array,
	words: number,
	cuts: readonly number[],
	mask = -1,
): void {
	let start = 0;
	let bit = 0;
	for (let word = 0; word < words; word++) {
		for (const bits of cuts) {
			const cells = 2 ** bits;
			for (let i = 0; i < bits; i++) tables[start + (cells >> (i + 1))] = windowAt(key, bit + i) & mask;
			for (let value = 1; value < cells; value++) {
				const rest = value & (value - 1);
				tables[start + value] = (tables[start + rest] ?? 0) ^ (tables[start + (value ^ rest)] ?? 0);
			}
			start += cells;
			bit += bits;
		}
	}
}
