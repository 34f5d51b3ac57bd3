import { isPowerOfTwo } from '../indirectionTable.js';
import { batchOf, type FlowBatch, wordsPerInput } from './flowBatch.js';
import { type HashSpec, hashedWords, requireHashSpec } from './hashSpec.js';
import type { IndexKernel } from './kernel.js';
import { scriptKernel } from './scriptKernel.js';
import { fillNibbleTables, type Layout, layoutOf, MAX_SIMD_ENTRIES, SIMD_BLOCK } from './wasm/layout.js';
import { COUNT_COPIES, COUNT_STRIDE, indexProgram } from './wasm/program.js';
import type { Runtime } from './wasm/webAssembly.js';

/**
 * The kernel in WebAssembly SIMD. The hash is an affine map over GF(2), so each nibble of the input adds a byte of the
 * index that a 16-byte table tells, and one swizzle looks that up for 16 flows at once. Only the bytes of the index are
 * computed, hence powers of two alone.
 *
 * Undefined where it cannot run: no WebAssembly, no SIMD, a table size that is no power of two or above 2048, or (a machine of the
 * other byte order) results that differ from those of {@link scriptKernel} on a first sample.
 */
export function simdKernel(
	spec: HashSpec,
	{ WebAssembly: api }: Runtime = globalThis as Runtime,
): IndexKernel | undefined {
	requireHashSpec(spec);
	if (!isPowerOfTwo(spec.tableSize) || spec.tableSize > MAX_SIMD_ENTRIES || !api) return undefined;
	const layout = layoutOf(wordsPerInput(spec.family, spec.ports), spec.tableSize);
	const program = indexProgram(layout);
	if (!api.validate(program)) return undefined;
	const { exports } = new api.Instance(new api.Module(program));
	const kernel = new SimdKernel(spec, layout, exports as unknown as Exports);
	return agrees(spec, kernel) ? kernel : undefined;
}

/** What the module exports. */
interface Exports {
	readonly memory: { readonly buffer: ArrayBuffer };
	readonly index: (flows: number) => void;
	readonly count: (flows: number) => void;
}

class SimdKernel implements IndexKernel {
	readonly name = 'WebAssembly SIMD';
	readonly #spec: HashSpec;
	readonly #exports: Exports;
	readonly #columns: readonly Uint32Array[];
	readonly #output: Uint8Array | Uint16Array;
	readonly #counts: readonly Uint32Array[];

	constructor(spec: HashSpec, layout: Layout, exports: Exports) {
		const { buffer } = exports.memory;
		const { words, input, columnBytes, output, outputBytes, counts, countBytes } = layout;
		this.#spec = spec;
		this.#exports = exports;
		this.#columns = Array.from(
			{ length: words },
			(_, w) => new Uint32Array(buffer, input + w * columnBytes, SIMD_BLOCK),
		);
		this.#output = new (outputBytes === 1 ? Uint8Array : Uint16Array)(buffer, output, SIMD_BLOCK);
		this.#counts = Array.from(
			{ length: COUNT_COPIES },
			(_, copy) => new Uint32Array(buffer, counts + copy * countBytes, spec.tableSize),
		);
		fillNibbleTables(new Uint8Array(buffer), layout, spec.secretKey, spec.tableSize);
	}

	count(batch: FlowBatch, counts: Float64Array): void {
		for (const copy of this.#counts) copy.fill(0);
		this.#blocks(batch, (_, flows) => {
			const whole = flows - (flows % COUNT_STRIDE);
			if (whole > 0) this.#exports.count(whole);
			for (let i = whole; i < flows; i++) {
				const index = this.#output[i] ?? 0;
				counts[index] = (counts[index] ?? 0) + 1;
			}
		});
		for (const copy of this.#counts) {
			for (const [index, n] of copy.entries()) counts[index] = (counts[index] ?? 0) + n;
		}
	}

	indices(batch: FlowBatch, out: Uint16Array): void {
		this.#blocks(batch, (from, flows) => out.set(this.#output.subarray(0, flows), from));
	}

	/** Leaves the indices of one block after the other in the output, and calls `done` for each. */
	#blocks(batch: FlowBatch, done: (from: number, flows: number) => void): void {
		const words = hashedWords(this.#spec, batch);
		for (let from = 0; from < batch.length; from += SIMD_BLOCK) {
			const flows = Math.min(SIMD_BLOCK, batch.length - from);
			for (const [w, column] of words.entries()) {
				this.#columns[w]?.set(column.subarray(from, from + flows));
			}
			this.#exports.index(flows);
			done(from, flows);
		}
	}
}

/** Whether the kernel finds the same indices as the script for inputs with one bit set and with all. */
function agrees(spec: HashSpec, kernel: IndexKernel): boolean {
	const bytes = spec.family === 'ipv4' ? 4 : 16;
	const sample = batchOf(
		Array.from({ length: bytes * 8 + 1 }, (_, bit) => {
			const source = new Uint8Array(bytes).fill(bit === bytes * 8 ? 0xff : 0);
			source[bit >> 3] = 0x80 >> (bit & 7);
			return { source, destination: source.toReversed(), sourcePort: bit, destinationPort: 0x8001 };
		}),
	);
	const [ours, theirs] = [new Uint16Array(sample.length), new Uint16Array(sample.length)];
	kernel.indices(sample, ours);
	scriptKernel(spec).indices(sample, theirs);
	return ours.every((index, i) => index === theirs[i]);
}
