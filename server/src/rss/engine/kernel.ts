import type { FlowBatch } from './flowBatch.js';

/** Flows that a kernel works on at a time: their indices stay in the first cache. */
export const BLOCK = 4096;

/** Finds the table index of flows: one kernel for one key, family, tuple and table size. */
export interface IndexKernel {
	readonly name: 'JavaScript' | 'WebAssembly SIMD';
	/**
	 * Adds 1 to `counts[index]` for every flow.
	 * @param counts as long as the table, at least
	 */
	count(batch: FlowBatch, counts: Float64Array): void;
	/**
	 * Writes the index of flow i to `out[i]`.
	 * @param out as long as the batch, at least
	 */
	indices(batch: FlowBatch, out: Uint16Array): void;
}
