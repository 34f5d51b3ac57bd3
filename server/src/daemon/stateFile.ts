import { readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AdapterDescription } from '../emulator/description.js';
import { judgeState } from '../emulator/judgeState.js';
import type { MiniportAdapter } from '../emulator/miniport.js';
import type { AdapterState } from '../emulator/state.js';
import { removeQuietly, syncDirectory, writeDurably } from '../files/durable.js';
import { readWireState, StateShapeError } from './readState.js';
import { toWireState } from './wire.js';

/** A state file cannot be used; the message is a sentence for the user. */
export class StateFileError extends Error {
	override readonly name = 'StateFileError';
}

const VERSION = 1;

/**
 * Where an adapter's state outlives its process. A save is complete or has not happened, whenever the process ends: a new
 * file is written beside the old one, brought to disk, and takes its place. It blocks, so that nothing is acknowledged that
 * is not kept. The file holds the hash key: only its owner can read it.
 */
export class StateFile {
	readonly #path: string;

	constructor(path: string) {
		this.#path = path;
	}

	/**
	 * Puts the kept state into the adapter; nothing happens when none was kept yet.
	 * @throws StateFileError when the file cannot be read, is no state, or does not fit the adapter
	 */
	load(adapter: MiniportAdapter): void {
		const state = this.#read(adapter.description);
		if (state) adapter.restore(state);
	}

	/**
	 * Keeps the adapter's state.
	 * @throws StateFileError when it cannot be kept; what was kept before still is
	 */
	save(adapter: MiniportAdapter): void {
		const { mode } = adapter.description;
		const text = `${JSON.stringify({ version: VERSION, mode, ...toWireState(adapter.state()) }, undefined, '\t')}\n`;
		const beside = `${this.#path}.${process.pid}.tmp`;
		try {
			writeDurably(beside, text);
			renameSync(beside, this.#path);
			syncDirectory(dirname(this.#path));
		} catch (error) {
			removeQuietly(beside);
			throw this.#failed('written', error);
		}
	}

	#read(description: AdapterDescription): AdapterState | undefined {
		let text: string;
		try {
			text = readFileSync(this.#path, 'utf8');
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
			throw this.#failed('read', error);
		}
		const state = this.#parse(text, description);
		const wrong = judgeState(description, state);
		if (!wrong) return state;
		throw new StateFileError(
			`The state in ${this.#path} does not fit the adapter: ${wrong.message} Remove the file to start anew.`,
		);
	}

	#parse(text: string, { mode }: AdapterDescription): AdapterState {
		try {
			const value = JSON.parse(text) as { readonly version?: unknown; readonly mode?: unknown } | null;
			if (value?.version !== VERSION) throw new StateShapeError(`version must be ${VERSION}.`);
			if (value.mode !== mode) throw new StateShapeError(`mode must be ${mode}, as the adapter's.`);
			return readWireState(value);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			throw new StateFileError(
				`${this.#path} is no state of an emulator: ${reason} Remove it to start anew.`,
				{
					cause: error,
				},
			);
		}
	}

	#failed(what: 'read' | 'written', error: unknown): StateFileError {
		const reason = error instanceof Error ? error.message : String(error);
		return new StateFileError(`The state file ${this.#path} cannot be ${what}: ${reason}.`, { cause: error });
	}
}
