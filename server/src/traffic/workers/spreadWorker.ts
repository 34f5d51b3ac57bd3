import { parentPort, workerData } from 'node:worker_threads';
import { partsOf } from '../spreadJob.js';
import { SpreadRun } from '../spreadRun.js';
import type { SpreadWorkerData, SpreadWorkerMessage } from './messages.js';

// The program of a worker thread: takes parts of the job until there are none left. An error ends the thread, and its
// starter is told.
const { job, nextPart } = workerData as SpreadWorkerData;
const tell = (message: SpreadWorkerMessage) => parentPort?.postMessage(message);
const run = new SpreadRun(job, () => performance.now());
const parts = partsOf(job);
for (
	let part = parts[Atomics.add(nextPart, 0, 1)];
	part !== undefined;
	part = parts[Atomics.add(nextPart, 0, 1)]
) {
	run.add(part);
	tell({ type: 'progress', flows: part.length });
}
tell({ type: 'done', tally: run.tally() });
