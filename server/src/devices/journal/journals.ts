import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type DeviceUri, formatDeviceUri } from '../uri.js';
import { DeviceJournal } from './deviceJournal.js';

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
		const path = join(this.directory, `${uri.kind}-${name}.journal`);
		return new DeviceJournal(path, device, this.#active, this.now);
	}
}
