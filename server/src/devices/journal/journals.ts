import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DeviceUri, formatDeviceUri } from '../uri.js';
import { DeviceJournal } from './deviceJournal.js';
import type { JournalEntry } from './entry.js';
import { JournalError } from './journalError.js';

const ENDING = '.journal';

/** The journals of a user: one file a device, in one directory. */
export class Journals {
	readonly #active = new Set<string>();

	/**
	 * @param directory made, for its owner only, when the first push begins
	 * @param now the clock
	 */
	constructor(
		readonly directory: string,
		readonly now: () => Date = () => new Date(),
	) {}

	/** The journal of a device. Nothing is read or written yet. */
	of(uri: DeviceUri): DeviceJournal {
		const device = formatDeviceUri(uri);
		const name = createHash('sha256').update(device).digest('hex').slice(0, 32);
		return this.#at(`${uri.kind}-${name}${ENDING}`, device);
	}

	/** The pushes, to whatever device, that their processes did not bring to an end. What cannot be read is left out. */
	interrupted(): JournalEntry[] {
		return this.#files().flatMap((file) => {
			try {
				const status = this.#at(file, '').read();
				return status?.state === 'interrupted' ? [status.entry] : [];
			} catch (error) {
				// Told when a push to its device is planned.
				if (error instanceof JournalError) return [];
				throw error;
			}
		});
	}

	#at(file: string, device: string): DeviceJournal {
		return new DeviceJournal(join(this.directory, file), device, this.#active, this.now);
	}

	#files(): string[] {
		try {
			return readdirSync(this.directory).filter((file) => file.endsWith(ENDING));
		} catch {
			// No push was ever begun here.
			return [];
		}
	}
}
