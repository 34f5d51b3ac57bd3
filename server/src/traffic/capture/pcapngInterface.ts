import { CaptureError } from './captureError.js';

/** What an interface description block says that reading packets needs. */
export interface CaptureInterface {
	/** LINKTYPE_* */
	readonly linkType: number;
	/** Bytes kept of a packet; 0: all. */
	readonly snapLength: number;
	readonly unitsPerSecond: number;
	readonly offsetSeconds: number;
}

const END_OF_OPTIONS = 0;
const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;
const DEFAULT_UNITS_PER_SECOND = 1_000_000;

/**
 * Reads the body of an interface description block, `view[at, end)`.
 * @param offset of the body in the file
 * @throws CaptureError when the body is too short, or an option reaches beyond it
 */
export function readInterface(
	view: DataView,
	at: number,
	end: number,
	littleEndian: boolean,
	offset: number,
): CaptureInterface {
	let unitsPerSecond = DEFAULT_UNITS_PER_SECOND;
	let offsetSeconds = 0;
	// Options follow the link type, two reserved bytes and the snap length.
	let option = at + 8;
	while (end - option >= 4) {
		const code = view.getUint16(option, littleEndian);
		const length = view.getUint16(option + 2, littleEndian);
		if (code === END_OF_OPTIONS) break;
		const value = option + 4;
		if (end - value < length) {
			throw new CaptureError(
				`option ${code} of an interface is ${length} bytes long, beyond its block`,
				offset + option - at,
			);
		}
		if (code === IF_TSRESOL && length >= 1) unitsPerSecond = resolution(view.getUint8(value));
		// Seconds of two's complement; a number holds those of any date exactly.
		if (code === IF_TSOFFSET && length >= 8) offsetSeconds = Number(view.getBigInt64(value, littleEndian));
		option = value + length + (-length & 3);
	}
	return {
		linkType: view.getUint16(at, littleEndian),
		snapLength: view.getUint32(at + 4, littleEndian),
		unitsPerSecond,
		offsetSeconds,
	};
}

/** Units in a second: a negative power of 2 when the top bit is set, of 10 otherwise. */
function resolution(value: number): number {
	return (value & 0x80 ? 2 : 10) ** (value & 0x7f);
}
