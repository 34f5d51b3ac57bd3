import type { SpreadJob, Tally } from '../spreadJob.js';

/** What a worker starts with. */
export interface SpreadWorkerData {
	readonly job: SpreadJob;
	/** Shared by all workers of a job: cell 0 is the next part that nobody has taken yet. */
	readonly nextPart: Int32Array<SharedArrayBuffer>;
}

/** What a worker tells: after each part how many flows it had, at last what it tallied. */
export type SpreadWorkerMessage =
	| { readonly type: 'progress'; readonly flows: number }
	| { readonly type: 'done'; readonly tally: Tally };
