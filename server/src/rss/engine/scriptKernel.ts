import { isPowerOfTwo } from '../indirectionTable.js';
import type { FlowBatch } from './flowBatch.js';
import { HashColumns } from './hashColumns.js';
import { type HashSpec, hashedWords, requireHashSpec } from './hashSpec.js';
import { BLOCK, type IndexKernel } from './kernel.js';
import { fillTables, INDEX_CELLS, INDEX_CUTS } from './lookupTables.js';

/** The kernel that runs everywhere: flat lookup tables, a pass over three words of the input at a time. */
export function scriptKernel(spec: HashSpec): IndexKernel {
	requireHashSpec(spec);
	const block = isPowerOfTwo(spec.tableSize) ? maskedIndices(spec) : remainders(spec);
	const scratch = new Uint16Array(BLOCK);
	return {
		name: 'JavaScript',
		count(batch, counts) {
			const words = hashedWords(spec, batch);
			if (block.count?.(words, batch.length, counts)) return;
			for (let from = 0; from < batch.length; from += BLOCK) {
				const flows = Math.min(BLOCK, batch.length - from);
				block.indices(words, from, flows, scratch);
				countUp(scratch, flows, counts);
			}
		},
		indices(batch: FlowBatch, out: Uint16Array) {
			const words = hashedWords(spec, batch);
			for (let from = 0; from < batch.length; from += BLOCK) {
				const flows = Math.min(BLOCK, batch.length - from);
				block.indices(words, from, flows, out.subarray(from, from + flows));
			}
		},
	};
}

interface IndexBlock {
	/** Writes the indices of `flows` flows from `from` on to the start of `out`. */
	indices(words: readonly Uint32Array[], from: number, flows: number, out: Uint16Array): void;
	/** Counts them in one go, where one pass is enough; false where it is not, and nothing is done then. */
	count?(words: readonly Uint32Array[], flows: number, counts: Float64Array): boolean;
}

/** N a power of two: only the bits of the index are computed, and nothing is left to divide. */
function maskedIndices({ secretKey, tableSize, family, ports }: HashSpec): IndexBlock {
	const count = (family === 'ipv4' ? 2 : 8) + (ports ? 1 : 0);
	const tables = new Uint16Array(count * INDEX_CELLS);
	fillTables(tables, secretKey, count, INDEX_CUTS, tableSize - 1);
	const tableOf = (first: number, words: number) =>
		tables.subarray(first * INDEX_CELLS, (first + words) * INDEX_CELLS);
	const passes = Array.from({ length: Math.ceil(count / 3) }, (_, pass) => ({
		first: pass * 3,
		table: tableOf(pass * 3, Math.min(3, count - pass * 3)),
	}));
	const none = new Uint32Array(0);
	return {
		indices(words, from, flows, out) {
			out.fill(0, 0, flows);
			for (const { first, table } of passes) {
				const [a = none, b = none, c] = words.slice(first, first + 3);
				if (c) addThreeWords(table, a, b, c, from, flows, out);
				else addTwoWords(table, a, b, from, flows, out);
			}
		},
		count(words, flows, counts) {
			const [a = none, b = none, c, more] = words;
			if (!c || more) return false;
			countThreeWords(tables, a, b, c, flows, counts);
			return true;
		},
	};
}

/** Any other N: the whole hash is needed, for hash mod N is not linear. */
function remainders(spec: HashSpec): IndexBlock {
	const columns = new HashColumns(spec);
	const hashes = new Uint32Array(BLOCK);
	const { tableSize } = spec;
	return {
		indices(words, from, flows, out) {
			columns.hash(words, from, flows, hashes);
			for (let i = 0; i < flows; i++) out[i] = (hashes[i] ?? 0) % tableSize;
		},
	};
}

// The loops below are the whole cost. They are written out because a loop over words or cuts is several times slower.

/** The IPv4 4-tuple, what most jobs are of: to write the indices down and read them again would cost a quarter more. */
function countThreeWords(
	t: Uint16Array,
	first: Uint32Array,
	second: Uint32Array,
	third: Uint32Array,
	flows: number,
	counts: Float64Array,
): void {
	for (let i = 0; i < flows; i++) {
		const a = first[i] ?? 0;
		const b = second[i] ?? 0;
		const c = third[i] ?? 0;
		const index =
			(t[a >>> 21] ?? 0) ^
			(t[2048 + ((a >>> 10) & 2047)] ?? 0) ^
			(t[4096 + (a & 1023)] ?? 0) ^
			(t[5120 + (b >>> 21)] ?? 0) ^
			(t[7168 + ((b >>> 10) & 2047)] ?? 0) ^
			(t[9216 + (b & 1023)] ?? 0) ^
			(t[10240 + (c >>> 21)] ?? 0) ^
			(t[12288 + ((c >>> 10) & 2047)] ?? 0) ^
			(t[14336 + (c & 1023)] ?? 0);
		counts[index] = (counts[index] ?? 0) + 1;
	}
}

function addThreeWords(
	t: Uint16Array,
	first: Uint32Array,
	second: Uint32Array,
	third: Uint32Array,
	from: number,
	flows: number,
	out: Uint16Array,
): void {
	for (let i = 0; i < flows; i++) {
		const a = first[from + i] ?? 0;
		const b = second[from + i] ?? 0;
		const c = third[from + i] ?? 0;
		out[i] =
			(out[i] ?? 0) ^
			(t[a >>> 21] ?? 0) ^
			(t[2048 + ((a >>> 10) & 2047)] ?? 0) ^
			(t[4096 + (a & 1023)] ?? 0) ^
			(t[5120 + (b >>> 21)] ?? 0) ^
			(t[7168 + ((b >>> 10) & 2047)] ?? 0) ^
			(t[9216 + (b & 1023)] ?? 0) ^
			(t[10240 + (c >>> 21)] ?? 0) ^
			(t[12288 + ((c >>> 10) & 2047)] ?? 0) ^
			(t[14336 + (c & 1023)] ?? 0);
	}
}

function addTwoWords(
	t: Uint16Array,
	first: Uint32Array,
	second: Uint32Array,
	from: number,
	flows: number,
	out: Uint16Array,
): void {
	for (let i = 0; i < flows; i++) {
		const a = first[from + i] ?? 0;
		const b = second[from + i] ?? 0;
		out[i] =
			(out[i] ?? 0) ^
			(t[a >>> 21] ?? 0) ^
			(t[2048 + ((a >>> 10) & 2047)] ?? 0) ^
			(t[4096 + (a & 1023)] ?? 0) ^
			(t[5120 + (b >>> 21)] ?? 0) ^
			(t[7168 + ((b >>> 10) & 2047)] ?? 0) ^
			(t[9216 + (b & 1023)] ?? 0);
	}
}

function countUp(indices: Uint16Array, flows: number, counts: Float64Array): void {
	for (let i = 0; i < flows; i++) {
		const index = indices[i] ?? 0;
		counts[index] = (counts[index] ?? 0) + 1;
	}
}
