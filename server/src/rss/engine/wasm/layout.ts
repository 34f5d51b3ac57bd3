import { windowAt } from '../../toeplitz.js';

/** Flows of one call into the module: the columns of an IPv4 4-tuple take 24 KiB then, and stay in the first cache. */
export const SIMD_BLOCK = 2048;
/** Largest indirection table that there is room to count. */
export const MAX_SIMD_ENTRIES = 2048;
/** A table of 16 bytes for the low and one for the high nibble. */
export const TABLE_BYTES = 32;
const COPIES = 4;
const PAGE = 65536;

/** Where things are in the memory of the module, in bytes. */
export interface Layout {
	/** Words that are hashed of a flow. */
	readonly words: number;
	/** Bytes of an index: 1 for tables of up to 256 entries. */
	readonly outputBytes: 1 | 2;
	readonly tables: number;
	/** Column w of the input is at `input + w · columnBytes`. */
	readonly input: number;
	readonly columnBytes: number;
	readonly output: number;
	/** Copy c of the 32-bit counts is at `counts + c · countBytes`. */
	readonly counts: number;
	readonly countBytes: number;
	/** Size of the memory in pages of 64 KiB. */
	readonly pages: number;
}

/** The layout for inputs of so many words and a table of `tableSize` entries, at most {@link MAX_SIMD_ENTRIES}. */
export function layoutOf(words: number, tableSize: number): Layout {
	const outputBytes = tableSize <= 256 ? 1 : 2;
	const tables = 0;
	const input = tables + words * 4 * outputBytes * TABLE_BYTES;
	const columnBytes = SIMD_BLOCK * 4;
	const output = input + words * columnBytes;
	const counts = output + SIMD_BLOCK * outputBytes;
	// All that an index of so many bytes can be, so that the same program serves every table size.
	const countBytes = (outputBytes === 1 ? 256 : MAX_SIMD_ENTRIES) * 4;
	const pages = Math.ceil((counts + COPIES * countBytes) / PAGE);
	return { words, outputBytes, tables, input, columnBytes, output, counts, countBytes, pages };
}

/**
 * Writes the nibble tables of a key: for byte k of word w, counted from its least significant one as it lies in memory,
 * what each value of its low and of its high nibble adds to each byte of the index.
 */
export function fillNibbleTables(
	memory: Uint8Array,
	{ words, outputBytes, tables }: Layout,
	key: Uint8Array,
	tableSize: number,
): void {
	let at = tables;
	for (let w = 0; w < words; w++) {
		for (let k = 0; k < 4; k++) {
			for (let byte = 0; byte < outputBytes; byte++) {
				for (const shift of [0, 4]) {
					for (let value = 0; value < 16; value++) {
						let added = 0;
						for (let bit = 0; bit < 4; bit++) {
							// Bit 31 of the word is the first on the wire, and meets the key where the word starts.
							const significance = k * 8 + shift + bit;
							if ((value >> bit) & 1) added ^= windowAt(key, w * 32 + 31 - significance);
						}
						memory[at++] = (added & (tableSize - 1)) >> (byte * 8);
					}
				}
			}
		}
	}
}
