import { type FlowBatch, wordsPerInput } from './flowBatch.js';
import { type HashSpec, hashedWords, requireHashSpec } from './hashSpec.js';
import { fillTables, HASH_CELLS, HASH_CUTS } from './lookupTables.js';

/** Whole 32-bit Toeplitz hashes of batches, a column of words at a time. */
export class HashColumns {
	/** The table of each word, 1024 cells. */
	readonly #tables: readonly Uint32Array[];

	/** @throws RangeError for a key of a size that is not hashed here */
	constructor(spec: HashSpec) {
		requireHashSpec(spec);
		const words = wordsPerInput(spec.family, spec.ports);
		const all = new Uint32Array(words * HASH_CELLS);
		fillTables(all, spec.secretKey, words, HASH_CUTS);
		this.#tables = Array.from({ length: words }, (_, w) =>
			all.subarray(w * HASH_CELLS, (w + 1) * HASH_CELLS),
		);
	}

	/** Writes the hashes of `flows` flows from `from` on to the start of `out`: 32 bits, unsigned. */
	hash(words: readonly Uint32Array[], from: number, flows: number, out: Uint32Array): void {
		out.fill(0, 0, flows);
		for (const [w, table] of this.#tables.entries()) {
			const column = words[w];
			if (column) addWord(table, column, from, flows, out);
		}
	}
}

/**
 * The whole hash of every flow of a batch: 32 bits, unsigned. The table size of the spec does not matter.
 * @throws RangeError for a key of another size than 40..52 bytes, or a batch of the other family
 */
export function hashesOf(spec: Omit<HashSpec, 'tableSize'>, batch: FlowBatch): Uint32Array {
	const whole = { ...spec, tableSize: 1 };
	const out = new Uint32Array(batch.length);
	new HashColumns(whole).hash(hashedWords(whole, batch), 0, batch.length, out);
	return out;
}

function addWord(t: Uint32Array, column: Uint32Array, from: number, flows: number, out: Uint32Array): void {
	for (let i = 0; i < flows; i++) {
		const a = column[from + i] ?? 0;
		out[i] =
			(out[i] ?? 0) ^
			(t[a >>> 24] ?? 0) ^
			(t[256 + ((a >>> 16) & 255)] ?? 0) ^
			(t[512 + ((a >>> 8) & 255)] ?? 0) ^
			(t[768 + (a & 255)] ?? 0);
	}
}
