import { randomInt } from 'node:crypto';
import type { HashTypeName } from '../../emulator/description.js';
import { hashTypeBits } from '../../ndis/hash.js';
import type { CaptureLoad } from './captureLoad.js';
import type { CaptureSource } from './captureSource.js';
import { LoadMeter } from './loadMeter.js';
import { type CaptureEnd, type ReadCaptureOptions, readCapture } from './readCapture.js';

/** How an entity hashes, and how its capture is to be read. */
export interface CaptureMeasure {
	readonly hashTypes: readonly HashTypeName[];
	/** At least 40 bytes. */
	readonly secretKey: Uint8Array;
	/** Entries of the indirection table, 1..2048. */
	readonly entries: number;
	/** Of tunnelled packets (VXLAN, GENEVE, NVGRE, GRE, IP in IP) the inner header counts. */
	readonly inner?: boolean;
	/** Flows told apart at most; 2^20 by default and at most. */
	readonly maxFlows?: number;
	/** False: flows are not told apart, which is faster; there are none in the load then. */
	readonly flows?: boolean;
}

/**
 * Reads a capture and says what it puts on each entry. Memory is bounded: about 75 MB at most, whatever the size and the
 * number of flows. A capture that is broken somewhere is measured up to there, see {@link CaptureEnd.problem}.
 * @throws the reason of the signal, errors of the source
 */
export async function measureCapture(
	source: CaptureSource,
	{ hashTypes, ...measure }: CaptureMeasure,
	options: ReadCaptureOptions = {},
): Promise<{ readonly load: CaptureLoad; readonly end: CaptureEnd }> {
	const meter = new LoadMeter({ ...measure, hashTypes: hashTypeBits(hashTypes), seed: randomInt(2 ** 32) });
	const end = await readCapture(source, meter, options);
	return { load: meter.load(), end };
}
