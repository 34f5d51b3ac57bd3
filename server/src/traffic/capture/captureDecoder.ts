import { CaptureError } from './captureError.js';
import type { PacketSink } from './packetHeader.js';
import { PcapngReader, SECTION_HEADER } from './pcapngReader.js';
import { PCAP_MAGIC, PcapReader } from './pcapReader.js';
import type { RecordReader } from './recordReader.js';

const MAGIC_BYTES = 4;
const FIRST_CARRY_BYTES = 4096;

/**
 * Takes a capture, pcap or pcapng, in pieces of any size and delivers its packets. Records are read where they lie;
 * only one that a piece ends within is copied, into a buffer that grows with the bytes that are really there.
 */
export class CaptureDecoder {
	readonly #sink: PacketSink;
	#reader: RecordReader | undefined;
	/** The beginning of a record, until the rest of it comes. */
	#carry = new Uint8Array(FIRST_CARRY_BYTES);
	#carried = 0;
	/** Offset in the capture of the first byte that was carried, or of the next piece. */
	#offset = 0;

	constructor(sink: PacketSink) {
		this.#sink = sink;
	}

	/** `pcap`, `pcap (ns)` or `pcapng`; undefined before the first 4 bytes. */
	get format(): string | undefined {
		return this.#reader?.format;
	}

	/**
	 * Delivers the packets that end within this piece. The piece is not kept.
	 * @throws CaptureError when the capture is corrupt: the packets before that place have been delivered
	 */
	push(piece: Uint8Array): void {
		let at = 0;
		while (this.#carried > 0) {
			const missing = this.#needed() - this.#carried;
			const taken = Math.min(missing, piece.length - at);
			this.#append(piece, at, at + taken);
			at += taken;
			if (taken < missing) return;
			const consumed = this.#consume(this.#carry, 0, this.#carried);
			// Nothing is consumed when the record turns out to be longer than its header.
			this.#carry.copyWithin(0, consumed, this.#carried);
			this.#carried -= consumed;
		}
		at = this.#consume(piece, at, piece.length);
		this.#append(piece, at, piece.length);
	}

	/**
	 * There is no more. Not having been given anything is no error.
	 * @throws CaptureError when the capture ends within a record, or before its format is known
	 */
	end(): void {
		const unfinished = this.#reader
			? this.#reader.unfinished(this.#carried)
			: this.#carried > 0
				? 'too short for a capture'
				: undefined;
		if (unfinished) throw new CaptureError(unfinished, this.#offset);
	}

	#needed(): number {
		return this.#reader?.needed ?? MAGIC_BYTES;
	}

	#consume(bytes: Uint8Array, start: number, end: number): number {
		if (!this.#reader) {
			if (end - start < MAGIC_BYTES) return start;
			this.#reader = readerFor(bytes, start, this.#sink);
		}
		const at = this.#reader.consume(bytes, start, end, this.#offset);
		this.#offset += at - start;
		return at;
	}

	#append(piece: Uint8Array, start: number, end: number): void {
		const length = this.#carried + end - start;
		if (length > this.#carry.length) {
			const grown = new Uint8Array(Math.max(length, this.#carry.length * 2));
			grown.set(this.#carry.subarray(0, this.#carried));
			this.#carry = grown;
		}
		this.#carry.set(piece.subarray(start, end), this.#carried);
		this.#carried = length;
	}
}

function readerFor(bytes: Uint8Array, at: number, sink: PacketSink): RecordReader {
	const view = new DataView(bytes.buffer, bytes.byteOffset + at, MAGIC_BYTES);
	for (const littleEndian of [true, false]) {
		const magic = view.getUint32(0, littleEndian);
		if (magic === SECTION_HEADER) return new PcapngReader(sink);
		if (magic === PCAP_MAGIC.microseconds) return new PcapReader(sink, littleEndian, false);
		if (magic === PCAP_MAGIC.nanoseconds) return new PcapReader(sink, littleEndian, true);
	}
	const found = view.getUint32(0).toString(16).padStart(8, '0');
	throw new CaptureError(`neither pcap nor pcapng: it begins with ${found}`, 0);
}
