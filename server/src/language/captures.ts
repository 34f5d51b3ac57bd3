import type { CaptureLoad } from '../traffic/capture/captureLoad.js';
import { type CaptureMeasure, measureCapture } from '../traffic/capture/measureCapture.js';
import type { CaptureEnd, ReadCaptureOptions } from '../traffic/capture/readCapture.js';
import type { Environment } from './environment.js';

/** What was measured of a capture. */
export interface MeasuredCapture {
	readonly load: CaptureLoad;
	readonly end: CaptureEnd;
}

/** Measurements that are kept; each has the loads of a table and the names of its largest flows. */
const KEPT = 4;

/**
 * Captures as they were last measured. While file, key, hash types and table size stay the same, another table needs no
 * other reading.
 */
export class Captures {
	readonly #known = new Map<string, MeasuredCapture>();

	constructor(readonly environment: Pick<Environment, 'openCapture'>) {}

	/**
	 * Measures a capture, or remembers it.
	 * @throws the reason of the signal, errors of the file system
	 */
	async measure(
		path: string,
		measure: CaptureMeasure,
		options: ReadCaptureOptions,
	): Promise<MeasuredCapture> {
		const { source, stamp } = await this.environment.openCapture(path);
		const { hashTypes, secretKey, entries, inner } = measure;
		const key = JSON.stringify([path, stamp, [...hashTypes].sort(), [...secretKey], entries, inner]);
		const measured = this.#known.get(key) ?? (await measureCapture(source, measure, options));
		// Last used is last forgotten.
		this.#known.delete(key);
		this.#known.set(key, measured);
		for (const oldest of this.#known.keys()) if (this.#known.size > KEPT) this.#known.delete(oldest);
		return measured;
	}
}
