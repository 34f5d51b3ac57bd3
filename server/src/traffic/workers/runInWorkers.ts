import { Worker } from 'node:worker_threads';
import { flowsOf, mergeTallies, type SpreadJob, type Tally } from '../spreadJob.js';
import type { SpreadWorkerData, SpreadWorkerMessage } from './messages.js';

/** A part takes milliseconds: a worker that says nothing for so long will never. */
const SILENCE_LIMIT_MS = 60_000;

export interface WorkerOptions {
	/** The bundled program of a worker, `spreadWorker.js`. */
	readonly file: string;
	readonly workers: number;
	readonly signal?: AbortSignal | undefined;
	/** Called with a share, 0..1, that never falls. */
	readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * Runs a job in worker threads and adds up what they found. Every thread has ended when it returns, however it returns.
 * @throws the signal's reason when cancelled; Error when a worker cannot start, fails, or says nothing for a minute
 */
export async function runInWorkers(
	job: SpreadJob,
	{ file, workers, signal, onProgress }: WorkerOptions,
): Promise<Tally> {
	signal?.throwIfAborted();
	const data: SpreadWorkerData = { job, nextPart: new Int32Array(new SharedArrayBuffer(4)) };
	const all = flowsOf(job);
	let done = 0;
	const progress = (flows: number) => {
		done += flows;
		onProgress?.(done / all);
	};
	const started = Array.from({ length: workers }, () => new Worker(file, { workerData: data }));
	try {
		const tallies = await Promise.all(started.map((worker) => tallyOf(worker, signal, progress)));
		return mergeTallies(tallies, job.tableSize);
	} finally {
		await Promise.all(started.map((worker) => worker.terminate()));
	}
}

/** What a worker tells at its end. */
function tallyOf(
	worker: Worker,
	signal: AbortSignal | undefined,
	progress: (flows: number) => void,
): Promise<Tally> {
	return new Promise<Tally>((resolve, reject) => {
		const fail = (why: string) => reject(new Error(`A worker thread of the spread ${why}.`));
		const silence = setTimeout(
			() => fail(`said nothing for ${SILENCE_LIMIT_MS / 1000} seconds`),
			SILENCE_LIMIT_MS,
		);
		const abort = () => reject(signal?.reason);
		signal?.addEventListener('abort', abort, { once: true });
		worker.on('message', (message: SpreadWorkerMessage) => {
			silence.refresh();
			if (message.type === 'progress') progress(message.flows);
			else resolve(message.tally);
		});
		worker.on('error', (error) => {
			const what = error instanceof Error ? error.message : String(error);
			reject(new Error(`A worker thread of the spread failed: ${what}`, { cause: error }));
		});
		worker.on('exit', (code) => {
			clearTimeout(silence);
			signal?.removeEventListener('abort', abort);
			// Without effect after an answer or an error.
			fail(`ended with code ${code} and no result`);
		});
	});
}
