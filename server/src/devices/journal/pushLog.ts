import { closeSync } from 'node:fs';
import { appendDurably } from '../../files/durable.js';
import type { DeviceState } from '../device.js';
import { messageOf } from '../deviceError.js';
import { JournalError } from './journalError.js';
import { encodeLine } from './line.js';
import { type JournalEnd, type JournalRecord, toJson } from './record.js';
import { thisWriter } from './writer.js';

/** A journal that is being written. Every call returns once its line is on the disk, and throws JournalError `unwritable`. */
export class PushLog {
	readonly #file: number;
	readonly #onClose: () => void;
	#open = true;

	/** @param onClose called once, when nothing more is written */
	constructor(file: number, onClose: () => void) {
		this.#file = file;
		this.#onClose = onClose;
	}

	/** The step of this number, counted from 0, is about to be asked for. */
	step(step: number): void {
		this.#write({ kind: 'step', step });
	}

	/** From here on the steps lead back from this state to the first one. */
	back(from: DeviceState, steps: readonly string[]): void {
		this.#write({ kind: 'back', writer: thisWriter(), from, steps });
	}

	/** How it ended. Nothing can be written after it. */
	end(end: JournalEnd): void {
		try {
			this.#write({ kind: 'end', end });
		} finally {
			this.close();
		}
	}

	/** Stops writing; without an end before, the push counts as interrupted. A second call does nothing. */
	close(): void {
		if (!this.#open) return;
		this.#open = false;
		this.#onClose();
		closeSync(this.#file);
	}

	#write(record: JournalRecord): void {
		try {
			appendDurably(this.#file, encodeLine(toJson(record)));
		} catch (error) {
			throw new JournalError('unwritable', `The journal of the push cannot be kept: ${messageOf(error)}.`, {
				cause: error,
			});
		}
	}
}
