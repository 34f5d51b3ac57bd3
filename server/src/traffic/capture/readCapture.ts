import { CaptureDecoder } from './captureDecoder.js';
import { CaptureError } from './captureError.js';
import type { CaptureSource } from './captureSource.js';
import { gunzip } from './gunzip.js';
import type { PacketSink } from './packetHeader.js';

const GZIP_MAGIC = [0x1f, 0x8b] as const;

export interface ReadCaptureOptions {
	/** Aborting it makes the reading throw its reason. */
	readonly signal?: AbortSignal | undefined;
	/** Told after each piece: bytes read of the source, and how many there are if that is known. */
	readonly onProgress?: ((bytesRead: number, size: number | undefined) => void) | undefined;
}

/** How the reading of a capture ended. */
export interface CaptureEnd {
	/** `pcap`, `pcap (ns)`, `pcapng`; undefined when nothing was found to be one. */
	readonly format: string | undefined;
	readonly gzip: boolean;
	/** Bytes of the source that were read. */
	readonly bytesRead: number;
	/** Why and where it ended early; every packet before that place was delivered. */
	readonly problem: CaptureError | undefined;
}

/**
 * Delivers the packets of a capture, plain or packed with gzip, in memory that does not grow with it. A corrupt or
 * truncated one is no exception: it is read as far as it goes.
 * @throws the reason of the signal, and errors of the source
 */
export async function readCapture(
	source: CaptureSource,
	sink: PacketSink,
	{ signal, onProgress }: ReadCaptureOptions = {},
): Promise<CaptureEnd> {
	const decoder = new CaptureDecoder(sink);
	let bytesRead = 0;
	const counted = (async function* () {
		for await (const piece of source.pieces) {
			signal?.throwIfAborted();
			bytesRead += piece.length;
			yield piece;
			onProgress?.(bytesRead, source.size);
		}
	})();
	const end = (gzip: boolean, problem?: CaptureError): CaptureEnd => ({
		format: decoder.format,
		gzip,
		bytesRead,
		problem,
	});
	let gzip = false;
	try {
		signal?.throwIfAborted();
		const start = await startOf(counted);
		gzip = GZIP_MAGIC.every((byte, i) => start[i] === byte);
		const whole = joined(start, counted);
		for await (const piece of gzip ? gunzip(whole, source.reopen) : whole) {
			signal?.throwIfAborted();
			decoder.push(piece);
		}
		decoder.end();
		return end(gzip);
	} catch (error) {
		if (!(error instanceof CaptureError)) throw error;
		const unpacked = gzip && error.place === 'file';
		return end(gzip, unpacked ? new CaptureError(error.reason, error.offset, 'unpacked capture') : error);
	} finally {
		await counted.return();
	}
}

/** The first pieces, together long enough to tell gzip data by. */
async function startOf(pieces: AsyncGenerator<Uint8Array, void, undefined>): Promise<Uint8Array> {
	let start = new Uint8Array();
	while (start.length < GZIP_MAGIC.length) {
		const { value, done } = await pieces.next();
		if (done) break;
		if (start.length === 0 && value.length >= GZIP_MAGIC.length) return value;
		start = Uint8Array.of(...start, ...value);
	}
	return start;
}

async function* joined(
	start: Uint8Array,
	rest: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
	if (start.length > 0) yield start;
	yield* rest;
}
