import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { flowsOf, partsOf, type SpreadJob, type Tally } from './spreadJob.js';
import { SpreadRun } from './spreadRun.js';
import { runInWorkers } from './workers/runInWorkers.js';

/** Flows below which a job is done here: it takes less time than to start a thread and compile its program. */
const WORKERS_FROM = 2_000_000;
/** Flows that are worth one more thread. */
const FLOWS_A_WORKER = 1_000_000;
const MAX_WORKERS = 8;

export interface SpreadOptions {
	readonly signal?: AbortSignal;
	/** Called with a share, 0..1, that never falls. */
	readonly onProgress?: (share: number) => void;
	/** Worker threads; 0: none. Not given: none for a small job or a single core, else as many as there are cores and work for. */
	readonly workers?: number;
	/** The bundled program of a worker. Not given: `spreadWorker.js` beside the running program. */
	readonly workerFile?: string;
}

/**
 * Makes the flows of a job and counts where they go. The result depends on the job alone, not on where it ran.
 * @throws the signal's reason when cancelled; RangeError for a key or table that cannot be hashed with; Error when a
 *   worker thread fails
 */
export async function spreadFlows(
	job: SpreadJob,
	{ signal, onProgress, workers = workersFor(flowsOf(job)), workerFile }: SpreadOptions = {},
): Promise<Tally> {
	if (workers > 0) {
		const file = workerFile ?? join(__dirname, 'spreadWorker.js');
		return runInWorkers(job, { file, workers, signal, onProgress });
	}
	const run = new SpreadRun(job, () => performance.now());
	const all = flowsOf(job);
	let done = 0;
	for (const part of partsOf(job)) {
		signal?.throwIfAborted();
		run.add(part);
		done += part.length;
		onProgress?.(done / all);
		await setImmediate(); // so that a cancellation can come in, and nobody else waits for long
	}
	return run.tally();
}

function workersFor(flows: number): number {
	if (flows < WORKERS_FROM) return 0;
	const cores = availableParallelism();
	return cores === 1 ? 0 : Math.min(cores, MAX_WORKERS, Math.ceil(flows / FLOWS_A_WORKER));
}
