import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkType } from '../../../server/src/packet/linkLayer.js';
import { PacketParser } from '../../../server/src/packet/packetParser.js';
import { packetProblemWords } from '../../../server/src/packet/packetProblem.js';
import {
	address,
	type Bytes,
	ethernet,
	fragment,
	homeAddress,
	hopByHop,
	ipv4,
	ipv6,
	MAC,
	routing,
	tcp,
	u16,
	udp,
	zeros,
} from '../../support/packets.js';

import { flow4, flow6, found, tcp4, V4, V6 } from './foundPacket.js';

describe('PacketParser: inside tunnels', () => {
	const inside = ipv4(...V4, 6, tcp(2794, 1766));
	const frame = [9, 9, 9, 9, 9, 9, ...zeros(6), 0x81, 0, 0, 33, 0x08, 0, ...inside];
	const outer = ['10.0.0.1', '10.0.0.2'] as const;
	const vxlan = (flags: number) => udp(4444, 4789, [flags, 0, 0, 0, 0, 0, 5, 0, ...frame]);
	const geneve = (type: number, payload: Bytes) =>
		udp(4444, 6081, [2, 0, ...u16(type), 0, 0, 5, 0, ...zeros(8), ...payload]);
	const gre = (flags: number, type: number, options: Bytes, payload: Bytes) => [
		...u16(flags),
		...u16(type),
		...options,
		...payload,
	];
	const inner = () => new PacketParser({ inner: true });

	it.each<[string, number, Bytes, boolean]>([
		['VXLAN', 17, vxlan(8), true],
		['GENEVE with a frame', 17, geneve(0x6558, frame), true],
		['GENEVE with IP', 17, geneve(0x0800, inside), false],
		['GRE', 47, gre(0, 0x0800, [], inside), false],
		['GRE with checksum, key and sequence number', 47, gre(0xb000, 0x0800, zeros(12), inside), false],
		['NVGRE', 47, gre(0x2000, 0x6558, zeros(4), frame), true],
		['IP in IP', 4, inside, false],
	])('finds the packet in %s when asked, else the tunnel', (_, protocol, payload, hasFrame) => {
		const packet = ethernet(0x0800, ipv4(...outer, protocol, payload));
		expect(found(packet, 1, inner())).toMatchObject({
			...flow4,
			protocol: 6,
			ports: [2794, 1766],
			mac: hasFrame ? [9, 9, 9, 9, 9, 9] : [...MAC],
			vlanId: hasFrame ? 33 : -1,
		});
		expect(found(packet)).toMatchObject({
			source: address(outer[0]),
			protocol,
			ports: protocol === 17 ? [4444, (payload[2]! << 8) | payload[3]!] : undefined,
			mac: [...MAC],
		});
	});

	it('finds IPv6 in IPv6, and an inner fragment', () => {
		const six = ipv6('::1', '::2', 41, ipv6(...V6, 17, udp(1, 2)));
		expect(found(six, LinkType.RAW, inner())).toMatchObject({ ...flow6, ports: [1, 2] });
		const pieces = ipv6('::1', '::2', 4, ipv4(...V4, 17, udp(1, 2), { fragment: 0x2000 }));
		expect(found(pieces, LinkType.RAW, inner())).toMatchObject({
			...flow4,
			fragment: true,
			ports: undefined,
		});
	});

	it.each<[string, number, Bytes]>([
		['VXLAN without an identifier', 17, vxlan(0)],
		['VXLAN with half a frame', 17, udp(4444, 4789, [8, 0, 0, 0, 0, 0, 5, 0, ...frame.slice(0, 13)])],
		['VXLAN with ARP', 17, udp(4444, 4789, [8, 0, 0, 0, 0, 0, 5, 0, ...ethernet(0x0806, zeros(28))])],
		['VXLAN with broken IP', 17, udp(4444, 4789, [8, 0, 0, 0, 0, 0, 5, 0, ...ethernet(0x0800, [0x77])])],
		['GRE of version 1', 47, gre(1, 0x0800, [], inside)],
		['GRE cut in its key', 47, gre(0x2000, 0x0800, [], [])],
	])('stays outside of %s', (_, protocol, payload) => {
		const packet = ethernet(0x0800, ipv4(...outer, protocol, payload));
		expect(found(packet, 1, inner())).toEqual(found(packet));
		expect(found(packet).source).toEqual(address(outer[0]));
	});

	it('does not look inside a fragment, and goes 4 deep at most', () => {
		const piece = ethernet(0x0800, ipv4(...outer, 17, vxlan(8), { fragment: 0x2000 }));
		expect(found(piece, 1, inner())).toEqual(found(piece));
		let nested = inside;
		for (let depth = 0; depth < 6; depth++) nested = ipv4(`10.0.0.${depth}`, '10.1.0.0', 4, nested);
		expect(found(nested, LinkType.RAW, inner()).source).toEqual(address('10.0.0.1'));
	});
});

describe('PacketParser: any bytes', () => {
	/** Bytes that reach deep more often than chance: a packet with some bytes changed and its end cut. */
	const spoiled = fc
		.tuple(
			fc.constantFrom(
				ethernet(0x0800, tcp4, [[0x8100, 5]]),
				ethernet(
					0x86dd,
					ipv6(...V6, 6, tcp(1, 2), [hopByHop, routing('::9'), homeAddress('::8'), fragment(0, false)]),
				),
				ethernet(0x0800, ipv4(...V4, 17, udp(1, 4789, [8, ...zeros(7), ...ethernet(0x0800, tcp4)]))),
				ethernet(0x0800, ipv4(...V4, 47, [0x20, 0, 0x65, 0x58, ...zeros(4), ...ethernet(0x0800, tcp4)])),
			),
			fc.array(fc.tuple(fc.nat({ max: 120 }), fc.nat({ max: 255 })), { maxLength: 4 }),
			fc.nat({ max: 160 }),
		)
		.map(([packet, changes, length]) => {
			const bytes = Uint8Array.from(packet);
			for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
			return bytes.subarray(0, length);
		});
	const linkTypes = fc.oneof(fc.constant(1), fc.constantFrom(...Object.values(LinkType)), fc.nat(300));

	it('never throws, and every offset lies within the packet', () => {
		for (const inner of [false, true]) {
			const parser = new PacketParser({ inner });
			fc.assert(
				fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), spoiled), linkTypes, (packet, linkType) => {
					const bytes = new Uint8Array(packet.length + 8).fill(0xff);
					bytes.set(packet, 4);
					const end = packet.length + 4;
					parser.parse(bytes, 4, end, linkType);
					const size = parser.family === 4 ? 4 : 16;
					const within = (offset: number, length: number) => offset >= 4 && offset + length <= end;
					if (parser.family !== 0) {
						expect(within(parser.sourceOffset, size) && within(parser.destinationOffset, size)).toBe(true);
					}
					for (const offset of [parser.homeAddressOffset, parser.routingOffset]) {
						expect(offset === -1 || (parser.family === 6 && within(offset, 16))).toBe(true);
					}
					expect(parser.macDestinationOffset === -1 || within(parser.macDestinationOffset, 6)).toBe(true);
					if (!parser.hasPorts) expect([parser.sourcePort, parser.destinationPort]).toEqual([0, 0]);
					if (parser.hasPorts) {
						expect(parser.fragment).toBe(false);
						expect(within(parser.payloadOffset, parser.protocol === 6 ? 20 : 8)).toBe(true);
					}
					expect(packetProblemWords[parser.problem]).toBeDefined();
				}),
				{ numRuns: 3_000 },
			);
		}
	});

	it('says of a packet what it says of it alone, whatever was parsed before', () => {
		const parser = new PacketParser({ inner: true });
		fc.assert(
			fc.property(spoiled, spoiled, (before, packet) => {
				parser.parse(before, 0, before.length, 1);
				const alone = found([...packet], 1, new PacketParser({ inner: true }));
				expect(found([...packet], 1, parser)).toEqual(alone);
			}),
			{ numRuns: 1_000 },
		);
	});
});
