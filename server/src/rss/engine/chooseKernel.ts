import { type FlowBatch, sliceFlows } from './flowBatch.js';
import type { HashSpec } from './hashSpec.js';
import type { IndexKernel } from './kernel.js';
import { scriptKernel } from './scriptKernel.js';
import { simdKernel } from './simdKernel.js';

/**
 * Flows from which on a module is worth its making: compiling one takes about as long as the script needs for some
 * hundred thousand flows.
 */
export const SIMD_FROM = 500_000;
/** Flows and rounds of the trial: long enough for both kernels to be compiled for good, a hundredth of a job. */
const TRIAL_FLOWS = 16_384;
const TRIAL_ROUNDS = 3;

/**
 * The kernel for a job of so many flows. Few flows: the script. Many: WebAssembly SIMD where it runs and, if a clock is
 * given to try both on a sample of the job, is the faster one here; the script otherwise. Results are the same.
 * @param clock the time in any unit, for instance `performance.now`
 * @throws RangeError when key or table size are beyond what is hashed here
 */
export function chooseKernel(
	spec: HashSpec,
	flows: number,
	trial?: { readonly sample: FlowBatch; readonly clock: () => number },
): IndexKernel {
	const script = scriptKernel(spec);
	if (flows < SIMD_FROM) return script;
	const simd = simdKernel(spec);
	if (!simd || !trial) return simd ?? script;
	const sample = sliceFlows(trial.sample, 0, Math.min(trial.sample.length, TRIAL_FLOWS));
	const counts = new Float64Array(spec.tableSize);
	const best = (kernel: IndexKernel) => {
		let least = Number.POSITIVE_INFINITY;
		for (let round = 0; round < TRIAL_ROUNDS; round++) {
			const start = trial.clock();
			kernel.count(sample, counts);
			least = Math.min(least, trial.clock() - start);
		}
		return least;
	};
	return best(simd) <= best(script) ? simd : script;
}
