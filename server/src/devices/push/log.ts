import type { DeviceState, DeviceStep } from '../device.js';
import { messageOf } from '../deviceError.js';
import type { JournalEnd } from '../journal/record.js';

/** Where a push writes what it is about to do; every call returns once that is on the disk. */
export interface StepLog {
	/** The step of this number, counted from 0, is about to be asked for. */
	step(step: number): void;
	/** From here on the steps lead back from this state to the first one. */
	back(from: DeviceState, steps: readonly string[]): void;
	/** How it ended; nothing is written after it. */
	end(end: JournalEnd): void;
}

/** Of a push that nobody keeps a journal of. */
export const NO_LOG: StepLog = { step: () => {}, back: () => {}, end: () => {} };

/** The same log on the way back, which a full disk must not bar: what cannot be written is told at the end. */
export class ForgivingLog implements StepLog {
	readonly #log: StepLog;
	#trouble: string | undefined;

	constructor(log: StepLog) {
		this.#log = log;
	}

	/** Why the journal is not complete, a sentence; undefined when it is. */
	get trouble(): string | undefined {
		return this.#trouble;
	}

	step(step: number): void {
		this.#try(() => this.#log.step(step));
	}

	back(from: DeviceState, steps: readonly string[]): void {
		this.#try(() => this.#log.back(from, steps));
	}

	end(end: JournalEnd): void {
		this.#try(() => this.#log.end(end));
	}

	#try(write: () => void): void {
		try {
			write();
		} catch (error) {
			this.#trouble ??= messageOf(error);
		}
	}
}

/** Steps in words, as a journal keeps them. */
export function inWords(steps: readonly DeviceStep[]): string[] {
	return steps.map(({ description }) => description);
}
