import { CaptureError } from './captureError.js';
import { Inflation } from './inflation.js';

/** Packed bytes a write: what one unpacks to is in memory at once, and gzip packs at most 1032 to 1. */
const WRITE_BYTES = 16 * 1024;

/** A way to read the same bytes once more, from their start. */
export type Reopen = () => AsyncIterable<Uint8Array>;

/**
 * Unpacks gzip data of one or several members, in constant memory. Zeros may follow it.
 * @param reopen gives the packed bytes again. When they are corrupt, they are read a second time to unpack everything
 *   before that place; without it, up to 16 KiB of packed data before the place may be lost.
 * @throws CaptureError when the data is corrupt or not whole
 */
export async function* gunzip(
	packed: AsyncIterable<Uint8Array>,
	reopen?: Reopen,
): AsyncGenerator<Uint8Array, void, undefined> {
	const unpacked = { bytes: 0 };
	try {
		yield* unpack(packed, { count: unpacked, skip: 0, fineFrom: Number.POSITIVE_INFINITY });
	} catch (error) {
		if (!(error instanceof CaptureError) || !reopen) throw error;
		// zlib does not say how far an output that failed had got: the write that failed is made again byte by byte.
		yield* unpack(reopen(), { count: { bytes: 0 }, skip: unpacked.bytes, fineFrom: error.offset });
	}
}

interface Unpacking {
	/** Counts the bytes handed out. */
	readonly count: { bytes: number };
	/** Bytes of output that are not handed out. */
	readonly skip: number;
	/** Packed bytes from which on each is written by itself. */
	readonly fineFrom: number;
}

async function* unpack(
	packed: AsyncIterable<Uint8Array>,
	{ count, skip, fineFrom }: Unpacking,
): AsyncGenerator<Uint8Array, void, undefined> {
	const inflation = new Inflation();
	let offset = 0;
	let toSkip = skip;
	try {
		for await (const piece of packed) {
			for (let at = 0; at < piece.length; ) {
				const length = offset < fineFrom ? Math.min(WRITE_BYTES, fineFrom - offset) : 1;
				const part = piece.subarray(at, at + length);
				await inflation.write(part).catch((error: unknown) => {
					throw new CaptureError(words(error), offset, 'gzip data');
				});
				at += part.length;
				offset += part.length;
				for (const output of inflation.take()) {
					const wanted = output.subarray(Math.min(toSkip, output.length));
					toSkip -= output.length - wanted.length;
					count.bytes += wanted.length;
					if (wanted.length > 0) yield wanted;
				}
				if (inflation.ended) return;
			}
		}
		await inflation.end().catch(() => {
			throw new CaptureError('the gzip data is not whole', offset, 'gzip data');
		});
	} finally {
		inflation.close();
	}
}

function words(error: unknown): string {
	return `the gzip data is corrupt (${error instanceof Error ? error.message : String(error)})`;
}
