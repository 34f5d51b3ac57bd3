import { CaptureError } from './captureError.js';
import { PacketHeader, type PacketSink } from './packetHeader.js';
import { type CaptureInterface, readInterface } from './pcapngInterface.js';
import { MAX_PACKET_BYTES, type RecordReader, viewOf } from './recordReader.js';

/** The type of a section header block, the same in both byte orders. */
export const SECTION_HEADER = 0x0a0d_0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
const INTERFACE_DESCRIPTION = 1;
/** The packet block, obsolete since 2012 but written by old programs. */
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
/** Type, total length, and the total length again. */
const FRAME_BYTES = 12;
const HEADER_BYTES = 8;
/** Longest block of a known kind that is believed, in bytes; blocks of other kinds are passed over whatever their length. */
const MAX_BLOCK_BYTES = 16 * 1024 * 1024;
/** Interfaces that are kept of a section. */
const MAX_INTERFACES = 65_536;

/**
 * Reads pcapng files: any number of sections, each in its byte order, with interfaces of any link type and time
 * resolution; enhanced, simple and old packet blocks. Other blocks are passed over.
 * Source: draft-ietf-opsawg-pcapng.
 */
export class PcapngReader implements RecordReader {
	readonly format = 'pcapng';
	needed = FRAME_BYTES;
	readonly #header = new PacketHeader();
	#interfaces: CaptureInterface[] = [];
	/** Whose link type and time are in the header now. */
	#current: CaptureInterface | undefined;
	#littleEndian = false;
	/** Total length of the block that is being passed over; 0 when none is. */
	#passing = 0;
	/** Bytes of it still to be passed over, before its second length. */
	#toPass = 0;

	constructor(private readonly sink: PacketSink) {
		this.#header.isCount = true;
	}

	consume(bytes: Uint8Array, start: number, end: number, offset: number): number {
		const view = viewOf(bytes);
		const fileOffset = offset - start;
		let at = start;
		for (;;) {
			if (this.#passing > 0) {
				at = this.#passOver(view, at, end, fileOffset);
				if (this.#passing > 0) return at;
			}
			if (end - at < FRAME_BYTES) {
				this.needed = FRAME_BYTES;
				return at;
			}
			const type = view.getUint32(at, this.#littleEndian);
			if (type === SECTION_HEADER) this.#littleEndian = byteOrder(view, at + 8, fileOffset);
			const total = view.getUint32(at + 4, this.#littleEndian);
			if (this.#isPassedOver(type, total, fileOffset + at)) {
				this.#passing = total;
				this.#toPass = total - 4;
				continue;
			}
			if (end - at < total) {
				this.needed = total;
				return at;
			}
			checkSecondLength(view.getUint32(at + total - 4, this.#littleEndian), total, fileOffset + at);
			this.#block(type, bytes, view, at, at + total - 4, fileOffset);
			at += total;
		}
	}

	unfinished(rest: number): string | undefined {
		if (rest === 0 && this.#passing === 0) return undefined;
		return rest < HEADER_BYTES && this.#passing === 0
			? 'the file ends within the header of a block'
			: 'the file ends within a block';
	}

	/** Whether a block is of a kind that is not read. @throws CaptureError when its length is impossible */
	#isPassedOver(type: number, total: number, offset: number): boolean {
		const shortest = shortestBlock(type);
		if (total % 4 !== 0 || total < shortest || (shortest > FRAME_BYTES && total > MAX_BLOCK_BYTES)) {
			throw new CaptureError(
				`a block of type 0x${type.toString(16)} cannot be ${total.toLocaleString('en')} bytes long`,
				offset,
			);
		}
		return shortest === FRAME_BYTES;
	}

	#passOver(view: DataView, at: number, end: number, fileOffset: number): number {
		const passed = Math.min(this.#toPass, end - at);
		this.#toPass -= passed;
		const trailer = at + passed;
		this.needed = 4;
		if (this.#toPass > 0 || end - trailer < 4) return trailer;
		const total = this.#passing;
		checkSecondLength(view.getUint32(trailer, this.#littleEndian), total, fileOffset + trailer + 4 - total);
		this.#passing = 0;
		return trailer + 4;
	}

	/** A whole block of a kind that is read; its body ends before `end`. */
	#block(type: number, bytes: Uint8Array, view: DataView, at: number, end: number, fileOffset: number): void {
		const littleEndian = this.#littleEndian;
		const body = at + HEADER_BYTES;
		if (type === ENHANCED_PACKET) {
			this.#select(view.getUint32(body, littleEndian), fileOffset + at);
			this.#packet(bytes, view, body + 4, end, fileOffset + at);
		} else if (type === OLD_PACKET) {
			// 16 bits of interface and 16 of packets lost, where the enhanced block has 32 of interface.
			this.#select(view.getUint16(body, littleEndian), fileOffset + at);
			this.#packet(bytes, view, body + 4, end, fileOffset + at);
		} else if (type === SIMPLE_PACKET) {
			this.#simplePacket(bytes, view, body, end, fileOffset + at);
		} else if (type === INTERFACE_DESCRIPTION) {
			if (this.#interfaces.length === MAX_INTERFACES) {
				throw new CaptureError(`more than ${MAX_INTERFACES} interfaces in a section`, fileOffset + at);
			}
			this.#interfaces.push(readInterface(view, body, end, littleEndian, fileOffset + body));
		} else {
			this.#section(view, body, fileOffset);
		}
	}

	/** Both packet blocks from the time on: two halves of a count, captured length, original length, the bytes. */
	#packet(bytes: Uint8Array, view: DataView, at: number, end: number, blockOffset: number): void {
		const header = this.#header;
		const captured = view.getUint32(at + 8, this.#littleEndian);
		const original = view.getUint32(at + 12, this.#littleEndian);
		const data = at + 16;
		if (captured > end - data || captured > MAX_PACKET_BYTES)
			throw beyondBlock(captured, end - data, blockOffset);
		header.timeHigh = view.getInt32(at, this.#littleEndian);
		header.timeLow = view.getInt32(at + 4, this.#littleEndian);
		header.hasTime = true;
		header.originalLength = original < captured ? captured : original;
		this.sink.packet(bytes, data, data + captured, header);
	}

	/** Belongs to the first interface, has no time, and is as long as its snap length lets it be. */
	#simplePacket(bytes: Uint8Array, view: DataView, at: number, end: number, blockOffset: number): void {
		this.#select(0, blockOffset);
		const header = this.#header;
		const original = view.getUint32(at, this.#littleEndian);
		const { snapLength } = this.#current ?? { snapLength: 0 };
		const captured = snapLength > 0 ? Math.min(original, snapLength) : original;
		const data = at + 4;
		if (captured > end - data || captured > MAX_PACKET_BYTES)
			throw beyondBlock(captured, end - data, blockOffset);
		header.hasTime = false;
		header.originalLength = original;
		this.sink.packet(bytes, data, data + captured, header);
	}

	/** Puts an interface into the header of the packets that follow. @throws CaptureError when it was not described */
	#select(id: number, blockOffset: number): void {
		const header = this.#header;
		if (this.#current !== undefined && header.interfaceId === id) return;
		const selected = this.#interfaces[id];
		if (!selected) {
			throw new CaptureError(
				`a packet of interface ${id}, but the section describes ${this.#interfaces.length}`,
				blockOffset,
			);
		}
		this.#current = selected;
		header.interfaceId = id;
		header.linkType = selected.linkType;
		header.unitsPerSecond = selected.unitsPerSecond;
		header.offsetSeconds = selected.offsetSeconds;
	}

	#section(view: DataView, body: number, fileOffset: number): void {
		const major = view.getUint16(body + 4, this.#littleEndian);
		if (major !== 1) {
			const minor = view.getUint16(body + 6, this.#littleEndian);
			throw new CaptureError(
				`pcapng of version ${major}.${minor}, where 1.0 is known`,
				fileOffset + body + 4,
			);
		}
		this.#interfaces = [];
		this.#current = undefined;
	}
}

/** Whether a section is little endian. @throws CaptureError when its byte-order magic is none */
function byteOrder(view: DataView, at: number, fileOffset: number): boolean {
	const magic = view.getUint32(at, true);
	if (magic === BYTE_ORDER_MAGIC) return true;
	if (view.getUint32(at) === BYTE_ORDER_MAGIC) return false;
	throw new CaptureError(`a section whose byte-order magic is 0x${magic.toString(16)}`, fileOffset + at);
}

/** Shortest total length in bytes of a block that is read; that of the frame alone for others. */
function shortestBlock(type: number): number {
	switch (type) {
		case ENHANCED_PACKET:
		case OLD_PACKET:
			return 32;
		case SIMPLE_PACKET:
			return 16;
		case INTERFACE_DESCRIPTION:
			return 20;
		case SECTION_HEADER:
			return 28;
		default:
			return FRAME_BYTES;
	}
}

function checkSecondLength(second: number, first: number, blockOffset: number): void {
	if (second !== first) {
		throw new CaptureError(
			`a block that begins with a length of ${first.toLocaleString('en')} bytes and ends with ${second.toLocaleString('en')}`,
			blockOffset,
		);
	}
}

function beyondBlock(captured: number, room: number, blockOffset: number): CaptureError {
	return new CaptureError(
		`a packet of ${captured.toLocaleString('en')} bytes, where its block has room for ${room.toLocaleString('en')}${room > MAX_PACKET_BYTES ? ` and ${MAX_PACKET_BYTES.toLocaleString('en')} are possible` : ''}`,
		blockOffset,
	);
}
