import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { WireAdapter } from '../daemon/protocol.js';
import { toWireAdapter, toWireState } from '../daemon/wire.js';
import { DeviceError } from '../devices/deviceError.js';
import { readState } from '../devices/emulator/wire.js';
import type { MiniportAdapter } from '../emulator/miniport.js';
import { CliError, usageError } from './exit.js';
import { fileError } from './files.js';

const FORMAT = 'rssv2-emulator-state';
const VERSION = 1;

/** Where an emulator keeps its state between runs: one JSON file, only its owner's, replaced whole on every change. */
export class StateFile {
	constructor(readonly path: string) {}

	/**
	 * Brings a fresh adapter to the state that was kept, if any was.
	 * @throws CliError when the file holds no state, or that of another adapter
	 */
	async load(adapter: MiniportAdapter): Promise<void> {
		const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return undefined;
			throw fileError(this.path, 'read', error);
		});
		if (text === undefined) return;
		const kept = this.#parse(text);
		if (kept.format !== FORMAT || kept.version !== VERSION) {
			throw usageError(`${this.path}: is no emulator state of version ${VERSION}; it is left as it is.`);
		}
		if (!isDeepStrictEqual(kept.adapter, plain(toWireAdapter(adapter.description)))) {
			throw usageError(
				`${this.path}: is the state of another adapter (${kept.adapter?.name}); name another file, or remove it.`,
			);
		}
		try {
			adapter.restore(readState(kept.state));
		} catch (error) {
			if (error instanceof DeviceError) throw usageError(`${this.path}: its state cannot be read.`);
			throw error;
		}
	}

	/**
	 * Keeps the adapter's state. Synchronous: it is kept before the request that changed it is answered.
	 * @throws CliError when it cannot be written
	 */
	save(adapter: MiniportAdapter): void {
		const content = {
			format: FORMAT,
			version: VERSION,
			adapter: toWireAdapter(adapter.description),
			state: toWireState(adapter.state()),
		};
		const temporary = `${this.path}.${process.pid}.tmp`;
		try {
			writeFileSync(temporary, `${JSON.stringify(content, undefined, '\t')}\n`, { mode: 0o600 });
			renameSync(temporary, this.path);
		} catch (error) {
			rmSync(temporary, { force: true });
			const told = fileError(this.path, 'write', error);
			throw told instanceof Error ? told : new CliError(String(told));
		}
	}

	#parse(text: string): { format?: unknown; version?: unknown; adapter?: WireAdapter; state?: unknown } {
		try {
			const parsed: unknown = JSON.parse(text);
			return parsed !== null && typeof parsed === 'object' ? parsed : {};
		} catch {
			throw usageError(`${this.path}: is no emulator state (not JSON); it is left as it is.`);
		}
	}
}

/** As JSON carries it: without members that are undefined. */
function plain(value: unknown): unknown {
	return JSON.parse(JSON.stringify(value));
}
