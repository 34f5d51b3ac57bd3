/** Writes capture files the plain way: every field spelled out, so that the readers are tested against another hand. */

export interface WrittenPacket {
	readonly data: Uint8Array;
	/** Bytes on the wire; those of `data` by default. */
	readonly originalLength?: number;
	/** Nanoseconds since 1970. */
	readonly time?: bigint;
	/** Interface (pcapng). */
	readonly interface?: number;
}

class Writer {
	readonly #bytes: number[] = [];
	constructor(readonly littleEndian: boolean) {}

	uint(value: number, size: number): this {
		const bytes = Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) % 256);
		this.#bytes.push(...(this.littleEndian ? bytes : bytes.reverse()));
		return this;
	}

	u16(...values: number[]): this {
		for (const value of values) this.uint(value, 2);
		return this;
	}

	u32(...values: number[]): this {
		for (const value of values) this.uint(value, 4);
		return this;
	}

	/** Bytes, then zeros to a multiple of 4. */
	padded(bytes: Iterable<number>): this {
		for (const byte of bytes) this.#bytes.push(byte);
		while (this.#bytes.length % 4 !== 0) this.#bytes.push(0);
		return this;
	}

	raw(bytes: Iterable<number>): this {
		for (const byte of bytes) this.#bytes.push(byte);
		return this;
	}

	done(): Uint8Array {
		return Uint8Array.from(this.#bytes);
	}
}

export interface PcapOptions {
	readonly littleEndian?: boolean;
	readonly nanoseconds?: boolean;
	readonly linkType?: number;
	readonly snapLength?: number;
}

/** A pcap file, in parts: its header, then one part for each packet. */
export function pcapParts(packets: readonly WrittenPacket[], options: PcapOptions = {}): Uint8Array[] {
	const { littleEndian = true, nanoseconds = false, linkType = 1, snapLength = 262_144 } = options;
	const header = new Writer(littleEndian)
		.u32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4)
		.u16(2, 4)
		.u32(0, 0, snapLength, linkType);
	const records = packets.map(({ data, originalLength = data.length, time = 0n }) => {
		const fraction = Number(time % 1_000_000_000n);
		return new Writer(littleEndian)
			.u32(Number(time / 1_000_000_000n), nanoseconds ? fraction : Math.floor(fraction / 1000))
			.u32(data.length, originalLength)
			.raw(data)
			.done();
	});
	return [header.done(), ...records];
}

export interface WrittenOption {
	readonly code: number;
	readonly value: Iterable<number>;
}

export interface WrittenInterface {
	readonly linkType: number;
	readonly snapLength?: number;
	/** if_tsresol, as it stands in the file; 6 (microseconds) is what its absence means. */
	readonly resolution?: number;
	/** if_tsoffset, seconds. */
	readonly offset?: number;
	readonly options?: readonly WrittenOption[];
}

export type PacketBlock = 'enhanced' | 'old' | 'simple';

/** Blocks of pcapng, each a part of the file. */
export class PcapngWriter {
	readonly parts: Uint8Array[] = [];
	#interfaces: WrittenInterface[] = [];

	constructor(readonly littleEndian = true) {}

	section(options: readonly WrittenOption[] = []): this {
		const body = new Writer(this.littleEndian).u32(0x1a2b3c4d).u16(1, 0).u32(0xffffffff, 0xffffffff);
		this.#interfaces = [];
		return this.block(0x0a0d0d0a, body.raw(this.#options(options)).done());
	}

	interface(described: WrittenInterface): this {
		const { linkType, snapLength = 0, resolution, offset, options = [] } = described;
		const seconds = new Writer(this.littleEndian);
		if (offset !== undefined) {
			const words = [offset >>> 0, offset < 0 ? 0xffffffff : 0];
			seconds.u32(...(this.littleEndian ? words : words.reverse()));
		}
		const all = [
			...options,
			...(resolution === undefined ? [] : [{ code: 9, value: [resolution] }]),
			...(offset === undefined ? [] : [{ code: 14, value: seconds.done() }]),
		];
		this.#interfaces.push(described);
		const body = new Writer(this.littleEndian).u16(linkType, 0).u32(snapLength);
		return this.block(1, body.raw(this.#options(all)).done());
	}

	packet(kind: PacketBlock, packet: WrittenPacket, options: readonly WrittenOption[] = []): this {
		const { data, originalLength = data.length, interface: id = 0 } = packet;
		const body = new Writer(this.littleEndian);
		if (kind === 'simple') return this.block(3, body.u32(originalLength).padded(data).done());
		const count = this.#count(packet);
		if (kind === 'enhanced') body.u32(id);
		else body.u16(id, 7);
		body.u32(Number(count >> 32n), Number(count & 0xffffffffn), data.length, originalLength).padded(data);
		return this.block(kind === 'enhanced' ? 6 : 2, body.raw(this.#options(options)).done());
	}

	/** Any block; the body is padded. */
	block(type: number, body: Iterable<number>): this {
		const padded = new Writer(this.littleEndian).padded(body).done();
		const total = padded.length + 12;
		this.parts.push(new Writer(this.littleEndian).u32(type, total).raw(padded).u32(total).done());
		return this;
	}

	#count({ time = 0n, interface: id = 0 }: WrittenPacket): bigint {
		const { resolution = 6, offset = 0 } = this.#interfaces[id] ?? {};
		const units = resolution & 0x80 ? 2n ** BigInt(resolution & 0x7f) : 10n ** BigInt(resolution);
		return ((time - BigInt(offset) * 1_000_000_000n) * units) / 1_000_000_000n;
	}

	#options(options: readonly WrittenOption[]): Uint8Array {
		const writer = new Writer(this.littleEndian);
		if (options.length === 0) return writer.done();
		for (const { code, value } of options) {
			const bytes = [...value];
			writer.u16(code, bytes.length).padded(bytes);
		}
		return writer.u16(0, 0).done();
	}
}

/** All parts as one file. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
