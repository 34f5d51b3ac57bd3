import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaptureDecoder } from '../../../server/src/traffic/capture/captureDecoder.js';
import { CaptureError } from '../../../server/src/traffic/capture/captureError.js';
import type { PacketHeader } from '../../../server/src/traffic/capture/packetHeader.js';
import { concat, type PacketBlock, PcapngWriter, pcapParts } from '../../support/captureWriter.js';

interface Seen {
	data: number[];
	originalLength: number;
	time: bigint | undefined;
	linkType: number;
}

/** Decodes pieces; gives the packets, and the error that ended it if one did. */
function decode(pieces: Iterable<Uint8Array>): { packets: Seen[]; error?: CaptureError; format?: string } {
	const packets: Seen[] = [];
	const decoder = new CaptureDecoder({
		packet(bytes: Uint8Array, start: number, end: number, header: PacketHeader) {
			packets.push({
				data: [...bytes.subarray(start, end)],
				originalLength: header.originalLength,
				time: header.hasTime ? header.nanoseconds() : undefined,
				linkType: header.linkType,
			});
		},
	});
	try {
		for (const piece of pieces) {
			const lent = piece.slice();
			decoder.push(lent);
			lent.fill(0xee); // the decoder must not come back to it
		}
		decoder.end();
	} catch (error) {
		if (!(error instanceof CaptureError)) throw error;
		return { packets, error };
	}
	return { packets, ...(decoder.format && { format: decoder.format }) };
}

function* cut(file: Uint8Array, size: number): Generator<Uint8Array> {
	for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

const packetArb = fc.record({
	data: fc.uint8Array({ maxLength: 80 }),
	more: fc.nat(2000),
	time: fc.bigInt({ min: 0n, max: 4_000_000_000n * 1_000_000_000n }),
	interface: fc.nat(2),
	block: fc.constantFrom<PacketBlock>('enhanced', 'old', 'simple'),
	/** Written before the packet: a block that no reader knows. */
	stranger: fc.option(fc.uint8Array({ maxLength: 300 }), { freq: 4 }),
	newSection: fc.boolean(),
});
type Packet = typeof packetArb extends fc.Arbitrary<infer T> ? T : never;
const packetsArb = fc.array(packetArb, { maxLength: 12 });
const pieceArb = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(1 << 20));

const interfaces = [
	{ linkType: 1 },
	{ linkType: 101, resolution: 9, options: [{ code: 2, value: [...Buffer.from('eth0')] }] },
	{ linkType: 276, resolution: 0x80 | 20, offset: -3600, snapLength: 65535 },
] as const;
const unitOf = [1_000_000n, 1_000_000_000n, 1n << 20n] as const;

interface PcapngFile {
	readonly parts: Uint8Array[];
	/** How many packets are in the parts up to and with this one. */
	readonly packetsThrough: number[];
	readonly expected: Seen[];
}

function pcapngOf(packets: readonly Packet[], littleEndian: boolean): PcapngFile {
	const writer = new PcapngWriter(littleEndian);
	const packetsThrough: number[] = [];
	const expected: Seen[] = [];
	const section = () => {
		writer.section([{ code: 4, value: [1, 2, 3, 4, 5] }]);
		for (const one of interfaces) writer.interface(one);
	};
	section();
	for (const packet of packets) {
		const id = packet.block === 'simple' ? 0 : packet.interface;
		const described = interfaces[id]!;
		// A simple packet block has no captured length: it holds all of its packet.
		const originalLength = packet.data.length + (packet.block === 'simple' ? 0 : packet.more);
		const offset = 'offset' in described ? BigInt(described.offset) * 1_000_000_000n : 0n;
		const units = unitOf[id]!;
		const written = { ...packet, originalLength, interface: id };
		if (packet.stranger) writer.block(0x0bad, packet.stranger);
		if (packet.newSection) section();
		writer.packet(packet.block, written, packet.more % 2 ? [{ code: 2, value: [0, 0, 0, 1] }] : []);
		while (packetsThrough.length < writer.parts.length - 1) packetsThrough.push(expected.length);
		const count = ((packet.time - offset) * units) / 1_000_000_000n;
		expected.push({
			data: [...packet.data],
			originalLength,
			time: packet.block === 'simple' ? undefined : (count * 1_000_000_000n) / units + offset,
			linkType: described.linkType,
		});
		packetsThrough.push(expected.length);
	}
	while (packetsThrough.length < writer.parts.length) packetsThrough.push(expected.length);
	return { parts: writer.parts, packetsThrough, expected };
}

describe('what was written is read', () => {
	it('pcap, in both byte orders and both units, in pieces of any size', () => {
		fc.assert(
			fc.property(packetsArb, pieceArb, fc.boolean(), fc.boolean(), (packets, size, littleEndian, ns) => {
				const written = packets.map(({ data, more, time }) => ({
					data,
					originalLength: data.length + more,
					time,
				}));
				const file = concat(pcapParts(written, { littleEndian, nanoseconds: ns, linkType: 113 }));
				expect(decode(cut(file, size))).toEqual({
					format: ns ? 'pcap (ns)' : 'pcap',
					packets: written.map(({ data, originalLength, time }) => ({
						data: [...data],
						originalLength,
						time: ns ? time : (time / 1000n) * 1000n,
						linkType: 113,
					})),
				});
			}),
		);
	});

	it('pcapng: sections, interfaces with their units, three kinds of packet blocks, unknown blocks', () => {
		fc.assert(
			fc.property(packetsArb, pieceArb, fc.boolean(), (packets, size, littleEndian) => {
				const { parts, expected } = pcapngOf(packets, littleEndian);
				expect(decode(cut(concat(parts), size))).toEqual({ format: 'pcapng', packets: expected });
			}),
		);
	});

	it('pcapng: sections of both byte orders in one file', () => {
		const data = Uint8Array.of(1, 2, 3);
		const parts = [true, false, true].flatMap(
			(littleEndian) =>
				new PcapngWriter(littleEndian)
					.section()
					.interface({ linkType: 1 })
					.packet('enhanced', { data, time: 5_000n }).parts,
		);
		const { packets } = decode(cut(concat(parts), 7));
		expect(packets).toHaveLength(3);
		expect(new Set(packets.map(({ time }) => time))).toEqual(new Set([5_000n]));
	});

	it('pcapng: a simple packet is as long as the snap length lets it be', () => {
		const writer = new PcapngWriter().section().interface({ linkType: 1, snapLength: 10 });
		writer.packet('simple', { data: new Uint8Array(10).fill(7), originalLength: 900 });
		expect(decode(writer.parts).packets).toEqual([
			{ data: Array(10).fill(7), originalLength: 900, time: undefined, linkType: 1 },
		]);
	});

	it('the link type of a pcap is its low 16 bits: above them stands the length of a check sequence', () => {
		const [header, ...rest] = pcapParts([{ data: Uint8Array.of(1) }], { linkType: 0x5400_0001 });
		expect(decode([header!, ...rest]).packets[0]?.linkType).toBe(1);
	});

	it('nothing at all is no error, and no format', () => {
		expect(decode([])).toEqual({ packets: [] });
		expect(decode([new Uint8Array()])).toEqual({ packets: [] });
	});
});

describe('a file that ends early', () => {
	it('pcap: everything before is delivered, the error names the offset of the packet', () => {
		fc.assert(
			fc.property(packetsArb, fc.boolean(), fc.nat(), pieceArb, (packets, littleEndian, n, size) => {
				const parts = pcapParts(packets, { littleEndian });
				const file = concat(parts);
				const length = n % (file.length + 1);
				const { packets: seen, error } = decode(cut(file.subarray(0, length), size));
				const starts = startsOf(parts);
				const whole = starts.filter((start) => start <= length).length - 1; // parts that are whole
				expect(seen).toHaveLength(Math.max(whole - 1, 0));
				if (length === 0 || starts.includes(length)) expect(error).toBeUndefined();
				else expect(error?.offset).toBe(starts[whole]);
			}),
		);
	});

	it('pcapng: the same', () => {
		fc.assert(
			fc.property(packetsArb, fc.boolean(), fc.nat(), pieceArb, (packets, littleEndian, n, size) => {
				const { parts, packetsThrough } = pcapngOf(packets, littleEndian);
				const file = concat(parts);
				const length = n % (file.length + 1);
				const { packets: seen, error } = decode(cut(file.subarray(0, length), size));
				const starts = startsOf(parts);
				const whole = starts.filter((start) => start <= length).length - 1;
				expect(seen).toHaveLength(packetsThrough[whole - 1] ?? 0);
				if (starts.includes(length)) expect(error).toBeUndefined();
				else expect(error).toBeInstanceOf(CaptureError);
				if (error) {
					expect(error.offset).toBeGreaterThanOrEqual(starts[whole]!);
					expect(error.offset).toBeLessThanOrEqual(length);
				}
			}),
		);
	});
});

/** Where each part begins, and where the last one ends. */
function startsOf(parts: readonly Uint8Array[]): number[] {
	const starts = [0];
	for (const part of parts) starts.push(starts.at(-1)! + part.length);
	return starts;
}

describe('a corrupt file', () => {
	it('never throws anything else, and delivers all before the corruption', () => {
		const corruption = fc.record({ at: fc.nat(), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) });
		fc.assert(
			fc.property(
				packetsArb,
				corruption,
				fc.constantFrom('pcap', 'pcapng'),
				pieceArb,
				(packets, { at, bytes }, kind, size) => {
					const { parts, expected, packetsThrough } = pcapngOf(packets, at % 2 === 0);
					const written = kind === 'pcap' ? pcapParts(packets) : parts;
					const file = concat(written);
					const where = at % file.length;
					file.set(bytes.subarray(0, file.length - where), where);
					const { packets: seen } = decode(cut(file, size));
					const whole = startsOf(written).filter((start) => start <= where).length - 1;
					const before = kind === 'pcap' ? Math.max(whole - 1, 0) : (packetsThrough[whole - 1] ?? 0);
					expect(seen.length).toBeGreaterThanOrEqual(before);
					const datas =
						kind === 'pcap' ? packets.map(({ data }) => [...data]) : expected.map(({ data }) => data);
					expect(seen.slice(0, before).map(({ data }) => data)).toEqual(datas.slice(0, before));
				},
			),
			{ numRuns: 500 },
		);
	});

	it('random bytes behind any magic number end in a CaptureError or not at all', () => {
		const magics = ['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '0a0d0d0a', '00000000'];
		fc.assert(
			fc.property(
				fc.constantFrom(...magics),
				fc.uint8Array({ maxLength: 400 }),
				pieceArb,
				(magic, rest, size) => {
					expect(() => decode(cut(concat([Buffer.from(magic, 'hex'), rest]), size))).not.toThrow();
				},
			),
			{ numRuns: 500 },
		);
	});

	const section = () => new PcapngWriter().section();
	const u32 = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer);
	it.each([
		['no capture', [Buffer.from('GET / HTTP/1.1')], 0, /neither pcap nor pcapng: it begins with 47455420/],
		['three bytes', [Uint8Array.of(0xd4, 0xc3, 0xb2)], 0, /too short/],
		[
			'pcap of another version',
			[concat(pcapParts([])).with(4, 3)],
			4,
			/pcap of version 3\.4, where 2\.4 is known/,
		],
		['a packet of 4 GB', [...pcapParts([]), u32(0, 0, 0xffff_fff0, 0xffff_fff0)], 24, /4,294,967,280 bytes/],
		['a block of 4 GB', [...section().parts, u32(6, 0xffff_fffc, 0)], 28, /type 0x6 cannot be 4,294,967,292/],
		['a block of 5 bytes', [...section().parts, u32(0x77, 5, 0)], 28, /cannot be 5 bytes/],
		['a block of 0 bytes', [...section().parts, u32(0x77, 0, 0)], 28, /cannot be 0 bytes/],
		[
			'lengths that differ',
			[...section().parts, u32(0x77, 16, 0, 20)],
			28,
			/length of 16 bytes and ends with 20/,
		],
		['no byte order', [u32(0x0a0d0d0a, 28, 5, 1, 0, 0, 28)], 8, /byte-order magic is 0x5/],
		['another pcapng', [u32(0x0a0d0d0a, 28, 0x1a2b3c4d, 2, 0, 0, 28)], 12, /pcapng of version 2\.0/],
		[
			'an unknown interface',
			section()
				.interface({ linkType: 1 })
				.packet('enhanced', { data: u32(1), interface: 3 }).parts,
			48,
			/interface 3, but the section describes 1/,
		],
		[
			'a packet larger than its block',
			[...section().interface({ linkType: 1 }).parts, u32(6, 36, 0, 0, 0, 9, 9, 0, 36)],
			48,
			/a packet of 9 bytes, where its block has room for 4/,
		],
		[
			'an option beyond its block',
			[...section().parts, u32(1, 24, 1, 0, 9 | (40 << 16), 24)],
			44,
			/option 9 of an interface is 40 bytes long/,
		],
	])('%s', (_name, pieces, offset, message) => {
		const { error } = decode(pieces);
		expect(error?.message).toMatch(message);
		expect(error?.offset).toBe(offset);
	});

	it('an unknown block of 4 GB is passed over without being kept', () => {
		const decoder = new CaptureDecoder({ packet: () => expect.unreachable() });
		for (const part of section().parts) decoder.push(part);
		decoder.push(u32(0x0bad, 0xffff_fff0));
		const piece = new Uint8Array(1 << 20);
		const before = process.memoryUsage().arrayBuffers;
		for (let i = 0; i < 64; i++) decoder.push(piece);
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20);
		expect(() => decoder.end()).toThrow(/ends within a block/);
	});
});
