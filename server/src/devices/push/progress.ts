import type { DeviceJournal } from '../journal/deviceJournal.js';

/** Where a push stands, before each step. */
export interface PushProgress {
	readonly phase: 'check' | 'apply' | 'verify' | 'rollback';
	/** Steps of this phase that are done, of how many. */
	readonly done: number;
	readonly total: number;
	/** What is done now, a sentence. */
	readonly description: string;
}

export interface PushOptions {
	/** Aborting it stops before the next step and puts the device back. */
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: PushProgress) => void;
	/** Where every step is written down before it is asked for; a push without one cannot be rolled back later. */
	readonly journal?: DeviceJournal;
	/** Who pushes, as others who want to are told; user, machine and process when not said. */
	readonly owner?: string;
}

/** Why a push did not go through. */
export type PushFailureReason =
	/** The device is no longer in the state that was planned against: nothing was asked of it. */
	| 'changed-meanwhile'
	/** Another has the device's lock: nothing was asked of it. */
	| 'locked'
	/** The journal stands in the way: an earlier push is not finished, or it cannot be kept. Nothing was asked of the device. */
	| 'journal'
	/** The rehearsal was refused already: nothing was asked of the device. */
	| 'rehearsal-refused'
	| 'step-refused'
	/** No answer, no connection, or an answer that is none. */
	| 'device-error'
	/** All steps were accepted, but the device is not as wanted. */
	| 'verification-failed'
	| 'cancelled';
