import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { StateShapeError } from '../../daemon/readState.js';
import { removeQuietly, syncDirectory, writeDurably } from '../../files/durable.js';
import type { DeviceState } from '../device.js';
import { messageOf } from '../deviceError.js';
import { entryOf, isOpen, type JournalEntry } from './entry.js';
import { guarded } from './guard.js';
import { JournalError } from './journalError.js';
import { decodeLines, encodeLine } from './line.js';
import { PushLog } from './pushLog.js';
import { fromJson, type JournalRecord, toJson } from './record.js';
import { runsElsewhere, thisWriter } from './writer.js';

/** What a push says of itself before it begins. */
export interface JournaledPush {
	/** Of the adapter's description. */
	readonly fingerprint: string;
	readonly first: DeviceState;
	readonly wanted: DeviceState;
	/** In words, in order. */
	readonly steps: readonly string[];
}

/** The last push to a device, and how it stands. */
export interface JournalStatus {
	readonly entry: JournalEntry;
	/**
	 * `under-way`: its process works on it; `interrupted`: nobody does, and the device may stand between two states;
	 * `finished`: the device was read back after it.
	 */
	readonly state: 'under-way' | 'interrupted' | 'finished';
}

/**
 * What is kept of the last push to one device: a file of lines, each brought to the disk before what it announces is begun.
 * It holds hash keys: only its owner can read it. Calls block, for nothing may be asked of the device meanwhile.
 */
export class DeviceJournal {
	/** @param active paths of the journals that this process writes just now */
	constructor(
		readonly path: string,
		readonly device: string,
		readonly active: Set<string>,
		readonly now: () => Date,
	) {}

	/**
	 * The last push; undefined when none is known.
	 * @throws JournalError `unreadable`
	 */
	read(): JournalStatus | undefined {
		const entry = this.#read()?.entry;
		if (!entry) return undefined;
		if (!isOpen(entry)) return { entry, state: 'finished' };
		const runs = this.active.has(this.path) || runsElsewhere(entry.writer);
		return { entry, state: runs ? 'under-way' : 'interrupted' };
	}

	/**
	 * Begins the journal of a push, in place of that of the last one.
	 * @throws JournalError `interrupted`, `under-way`, `unreadable`, `unwritable`
	 */
	begin(push: JournaledPush): PushLog {
		return this.#exclusively(() => {
			const last = this.read();
			if (last && last.state !== 'finished') throw this.#occupied(last.state);
			const record: JournalRecord = {
				kind: 'push',
				version: 1,
				device: this.device,
				begun: this.now().toISOString(),
				writer: thisWriter(),
				...push,
			};
			const beside = `${this.path}.next`;
			writeDurably(beside, encodeLine(toJson(record)));
			renameSync(beside, this.path);
			syncDirectory(dirname(this.path));
			return this.#open();
		});
	}

	/**
	 * Goes on with the journal of the last push, interrupted or finished, on the way back from it.
	 * @throws JournalError `under-way`, `unreadable`, `unwritable`
	 */
	resume(): PushLog {
		return this.#exclusively(() => {
			const last = this.#read();
			if (!last) throw new JournalError('unreadable', 'There is no journal of a push to this device.');
			if (this.read()?.state === 'under-way') throw this.#occupied('under-way');
			return this.#open(last.length);
		});
	}

	/**
	 * Removes it, whatever it holds; the device stays as it is.
	 * @throws JournalError `under-way`, `unwritable`
	 */
	forget(): void {
		this.#exclusively(() => {
			let state: JournalStatus['state'] | undefined;
			try {
				state = this.read()?.state;
			} catch {
				// What cannot be read is what one wants to be rid of.
			}
			if (state === 'under-way') throw this.#occupied(state);
			removeQuietly(this.path);
		});
	}

	/** @param length bytes of the file that are whole lines; what is behind them goes */
	#open(length?: number): PushLog {
		const file = openSync(this.path, 'a');
		try {
			if (length !== undefined) ftruncateSync(file, length);
		} catch (error) {
			closeSync(file);
			throw error;
		}
		this.active.add(this.path);
		return new PushLog(file, () => this.active.delete(this.path));
	}

	#read(): { readonly entry: JournalEntry; readonly length: number } | undefined {
		let text: string;
		try {
			text = readFileSync(this.path, 'utf8');
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
			throw this.#unreadable(messageOf(error), error);
		}
		const lines = decodeLines(text);
		if (!lines) throw this.#unreadable('a line is not as it was written.');
		if (lines.values.length === 0) throw this.#unreadable('its first line is cut off.');
		try {
			const records = lines.values.map(fromJson);
			return { entry: entryOf(records), length: lines.length };
		} catch (error) {
			if (error instanceof StateShapeError) throw this.#unreadable(error.message, error);
			throw error;
		}
	}

	#exclusively<T>(work: () => T): T {
		try {
			mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
			return guarded(`${this.path}.lock`, this.now, work);
		} catch (error) {
			// Anything but a refusal of the file system is this program's own fault and must look like it.
			if (!(error instanceof Error && 'code' in error) || error instanceof JournalError) throw error;
			throw new JournalError(
				'unwritable',
				`The journal of pushes in ${dirname(this.path)} cannot be kept: ${messageOf(error)}.`,
				{ cause: error },
			);
		}
	}

	#occupied(state: 'under-way' | 'interrupted'): JournalError {
		return state === 'under-way'
			? new JournalError('under-way', 'Another push to this device is under way.')
			: new JournalError(
					'interrupted',
					'An earlier push to this device was interrupted and is not rolled back.',
				);
	}

	#unreadable(reason: string, cause?: unknown): JournalError {
		return new JournalError(
			'unreadable',
			`The journal of the last push, ${this.path}, cannot be read: ${reason}`,
			{
				cause,
			},
		);
	}
}
