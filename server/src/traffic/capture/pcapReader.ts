import { CaptureError } from './captureError.js';
import { PacketHeader, type PacketSink } from './packetHeader.js';
import { MAX_PACKET_BYTES, type RecordReader, viewOf } from './recordReader.js';

const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;

/** The magic number of a pcap file in its own byte order, by the unit of its timestamps. */
export const PCAP_MAGIC = { microseconds: 0xa1b2_c3d4, nanoseconds: 0xa1b2_3c4d } as const;

/**
 * Reads pcap files, version 2.x: microseconds or nanoseconds, both byte orders.
 * Source: pcap-savefile(5); draft-ietf-opsawg-pcap.
 */
export class PcapReader implements RecordReader {
	readonly format: string;
	needed = FILE_HEADER_BYTES;
	readonly #header = new PacketHeader();
	#inRecords = false;

	/** @param littleEndian byte order of the magic number that was found in front */
	constructor(
		private readonly sink: PacketSink,
		private readonly littleEndian: boolean,
		nanoseconds: boolean,
	) {
		this.format = nanoseconds ? 'pcap (ns)' : 'pcap';
		this.#header.unitsPerSecond = nanoseconds ? 1_000_000_000 : 1_000_000;
	}

	consume(bytes: Uint8Array, start: number, end: number, offset: number): number {
		const view = viewOf(bytes);
		let at = start;
		if (!this.#inRecords) {
			if (end - at < FILE_HEADER_BYTES) return at;
			this.#fileHeader(view, at, offset);
			at += FILE_HEADER_BYTES;
		}
		const header = this.#header;
		const littleEndian = this.littleEndian;
		while (end - at >= RECORD_HEADER_BYTES) {
			const captured = view.getUint32(at + 8, littleEndian);
			if (captured > MAX_PACKET_BYTES) {
				throw new CaptureError(
					`a packet of ${captured.toLocaleString('en')} bytes, where at most ${MAX_PACKET_BYTES.toLocaleString('en')} are possible`,
					offset + at - start,
				);
			}
			const data = at + RECORD_HEADER_BYTES;
			if (end - data < captured) {
				this.needed = RECORD_HEADER_BYTES + captured;
				return at;
			}
			const original = view.getUint32(at + 12, littleEndian);
			header.timeHigh = view.getInt32(at, littleEndian);
			header.timeLow = view.getInt32(at + 4, littleEndian);
			header.originalLength = original < captured ? captured : original;
			at = data + captured;
			this.sink.packet(bytes, data, at, header);
		}
		this.needed = RECORD_HEADER_BYTES;
		return at;
	}

	unfinished(rest: number): string | undefined {
		if (!this.#inRecords) return 'the file ends within its header';
		if (rest === 0) return undefined;
		return rest < RECORD_HEADER_BYTES
			? 'the file ends within the header of a packet'
			: `the file ends within a packet: ${rest - RECORD_HEADER_BYTES} of ${this.needed - RECORD_HEADER_BYTES} bytes are there`;
	}

	#fileHeader(view: DataView, at: number, offset: number): void {
		const major = view.getUint16(at + 4, this.littleEndian);
		const minor = view.getUint16(at + 6, this.littleEndian);
		// In older ones the two lengths of a record may stand in the other order.
		if (major !== 2 || minor < 4) {
			throw new CaptureError(`pcap of version ${major}.${minor}, where 2.4 is known`, offset + 4);
		}
		// Above these 16 bits stands the length of a frame check sequence at the end of each packet, if there is one.
		this.#header.linkType = view.getUint32(at + 20, this.littleEndian) & 0xffff;
		this.#inRecords = true;
		this.needed = RECORD_HEADER_BYTES;
	}
}
