import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkType } from '../../../server/src/packet/linkLayer.js';
import { PacketParser } from '../../../server/src/packet/packetParser.js';
import { PacketProblem, packetProblemWords } from '../../../server/src/packet/packetProblem.js';
import {
	address,
	authentication,
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

const V4 = ['66.9.149.187', '161.142.100.80'] as const;
const V6 = ['3ffe:2501:200:1fff::7', '3ffe:2501:200:3::1'] as const;

/** What was found, the offsets replaced by what is there. The packet lies in the middle of a buffer of other bytes. */
function found(packet: Bytes, linkType: number = LinkType.ETHERNET, parser = new PacketParser()) {
	const around = [0xde, 0xad, 0xbe];
	const bytes = Uint8Array.of(...around, ...packet, ...around);
	parser.parse(bytes, around.length, around.length + packet.length, linkType);
	const at = (offset: number, length: number) =>
		offset < 0 ? undefined : [...bytes.subarray(offset, offset + length)];
	const addressBytes = parser.family === 4 ? 4 : 16;
	return {
		family: parser.family,
		protocol: parser.protocol,
		fragment: parser.fragment,
		ports: parser.hasPorts ? [parser.sourcePort, parser.destinationPort] : undefined,
		source: at(parser.sourceOffset, addressBytes),
		destination: at(parser.destinationOffset, addressBytes),
		homeAddress: at(parser.homeAddressOffset, 16),
		routing: at(parser.routingOffset, 16),
		mac: at(parser.macDestinationOffset, 6),
		vlanId: parser.vlanId,
		problem: packetProblemWords[parser.problem],
	};
}
const flow4 = {
	family: 4,
	source: address(V4[0]),
	destination: address(V4[1]),
	fragment: false,
	problem: packetProblemWords[PacketProblem.none],
};
const flow6 = { ...flow4, family: 6, source: address(V6[0]), destination: address(V6[1]) };
const tcp4 = ipv4(...V4, 6, tcp(2794, 1766));

describe('PacketParser: link layer', () => {
	it('reads a frame byte by byte as captured: IPv4, TCP', () => {
		const frame = Buffer.from(
			'00155d01020302000000000908004500002800014000400600004209' +
				'95bba18e64500aea06e600000000000000005010000000000000',
			'hex',
		);
		expect(found([...frame])).toEqual({
			...flow4,
			protocol: 6,
			ports: [2794, 1766],
			homeAddress: undefined,
			routing: undefined,
			mac: [...MAC],
			vlanId: -1,
		});
	});

	it.each<[string, number, Bytes]>([
		['raw', 101, []],
		['raw of some BSDs', 12, []],
		['raw of OpenBSD', 14, []],
		['IPv4', 228, []],
		['BSD loopback', 0, [2, 0, 0, 0]],
		['OpenBSD loopback', 108, [0, 0, 0, 2]],
		['Linux cooked', 113, [...zeros(14), 0x08, 0x00]],
		['Linux cooked 2', 276, [0x08, 0x00, ...zeros(18)]],
	])('reads link type %s', (_, linkType, header) => {
		const result = found([...header, ...tcp4], linkType);
		expect(result).toMatchObject({ ...flow4, ports: [2794, 1766], mac: undefined, vlanId: -1 });
	});

	it.each<[string, number, Bytes]>([
		['Ethernet', 1, [...MAC, ...zeros(6), 0x86, 0xdd]],
		['tagged Ethernet', 1, [...MAC, ...zeros(6), 0x81, 0x00, 0, 1, 0x86, 0xdd]],
		['IPv6', 229, []],
		['Linux cooked', 113, [...zeros(14), 0x86, 0xdd]],
		['Linux cooked 2', 276, [0x86, 0xdd, ...zeros(18)]],
	])('reads IPv6 in link type %s', (_, linkType, header) => {
		const packet = [...header, ...ipv6(...V6, 17, udp(1, 2))];
		expect(found(packet, linkType)).toMatchObject({ ...flow6, ports: [1, 2] });
	});

	it.each<[string, [number, number][], number]>([
		['one tag', [[0x8100, 0x6065]], 0x065],
		['a priority tag', [[0x8100, 0xe000]], 0],
		[
			'the outermost of two',
			[
				[0x88a8, 100],
				[0x8100, 200],
			],
			100,
		],
		[
			'three of the old kind',
			[
				[0x9100, 7],
				[0x9100, 8],
				[0x8100, 9],
			],
			7,
		],
	])('reads the VLAN of %s', (_, tags, vlanId) => {
		expect(found(ethernet(0x0800, tcp4, tags))).toMatchObject({ ...flow4, vlanId, ports: [2794, 1766] });
	});

	it('reads a tag in Linux cooked captures, and SNAP', () => {
		const tagged = [...zeros(14), 0x81, 0x00, 0, 5, 0x08, 0x00, ...tcp4];
		expect(found(tagged, LinkType.LINUX_SLL)).toMatchObject({ ...flow4, vlanId: 5 });
		const tagged2 = [0x81, 0x00, ...zeros(18), 0, 6, 0x08, 0x00, ...tcp4];
		expect(found(tagged2, LinkType.LINUX_SLL2)).toMatchObject({ ...flow4, vlanId: 6 });
		const snap = [0xaa, 0xaa, 3, 0, 0, 0, 0x08, 0x00, ...tcp4];
		expect(found(ethernet(snap.length, snap))).toMatchObject({ ...flow4, ports: [2794, 1766] });
	});

	it.each<[string, Bytes, number, PacketProblem]>([
		['ARP', ethernet(0x0806, zeros(28)), LinkType.ETHERNET, PacketProblem.notIp],
		['802.3 without SNAP', ethernet(38, zeros(38)), LinkType.ETHERNET, PacketProblem.notIp],
		['half an Ethernet header', [...MAC, 1], LinkType.ETHERNET, PacketProblem.truncated],
		['half a tag', ethernet(0x8100, [0, 5]), LinkType.ETHERNET, PacketProblem.truncated],
		['nothing', [], LinkType.RAW, PacketProblem.truncated],
		['IP of version 5', [0x55, ...zeros(40)], LinkType.RAW, PacketProblem.malformed],
		['802.11', zeros(60), 105, PacketProblem.unknownLink],
		[
			'nine tags',
			ethernet(0x0800, tcp4, Array(9).fill([0x8100, 1])),
			LinkType.ETHERNET,
			PacketProblem.tooManyHeaders,
		],
	])('has a word for %s', (_, packet, linkType, problem) => {
		expect(found(packet, linkType)).toMatchObject({
			family: 0,
			protocol: -1,
			fragment: false,
			ports: undefined,
			problem: packetProblemWords[problem],
		});
	});
});

describe('PacketParser: IPv4', () => {
	const raw = (packet: Bytes) => found(packet, LinkType.RAW);

	it('passes over options, and reads UDP', () => {
		const packet = ipv4(...V4, 17, udp(53, 5353), { options: [1, 1, 1, 1, 7, 7, 4, 0, 0, 0, 0, 0] });
		expect(raw(packet)).toMatchObject({ ...flow4, protocol: 17, ports: [53, 5353] });
	});

	it.each<[string, number, boolean]>([
		['nothing said', 0x0000, false],
		['the don’t-fragment bit', 0x4000, false],
		['the first fragment', 0x2000, true],
		['a later one', 0x2010, true],
		['the last one', 0x0010, true],
	])('tells fragments: %s', (_, bits, isFragment) => {
		const result = raw(ipv4(...V4, 6, tcp(1, 2), { fragment: bits }));
		expect(result).toMatchObject({ ...flow4, fragment: isFragment, protocol: 6 });
		expect(result.ports).toEqual(isFragment ? undefined : [1, 2]);
	});

	it('takes no padding behind the packet for its header', () => {
		const packet = ipv4(...V4, 17, [0, 1, 0, 2], {});
		expect(raw([...packet, ...zeros(20)])).toMatchObject({
			family: 4,
			ports: undefined,
			problem: packetProblemWords[PacketProblem.malformed],
		});
	});

	it('takes a length of 0 as that of the bytes', () => {
		expect(raw(ipv4(...V4, 6, tcp(1, 2), { totalLength: 0 }))).toMatchObject({ ...flow4, ports: [1, 2] });
	});

	it('keeps the addresses where the transport header is cut; a capture’s beginnings need the ports alone', () => {
		const truncated = packetProblemWords[PacketProblem.truncated];
		for (let length = 20; length < 40; length++) {
			const strict = raw(tcp4.slice(0, length));
			expect(strict).toMatchObject({ ...flow4, ports: undefined, problem: truncated });
			const begun = found(tcp4.slice(0, length), LinkType.RAW, new PacketParser({ beginnings: true }));
			expect(begun.ports).toEqual(length >= 24 ? [2794, 1766] : undefined);
			expect(begun.source).toEqual(address(V4[0]));
		}
		const short = ipv4(...V4, 6, tcp(1, 2).slice(0, 19));
		expect(found(short, LinkType.RAW, new PacketParser({ beginnings: true })).ports).toBeUndefined();
	});

	it.each([
		['a header of 16 bytes', [0x44, ...tcp4.slice(1)]],
		['shorter than its header', ipv4(...V4, 6, tcp(1, 2), { totalLength: 19 })],
	])('refuses %s', (_, packet) => {
		expect(raw(packet)).toMatchObject({ family: 0, problem: packetProblemWords[PacketProblem.malformed] });
	});
});

describe('PacketParser: IPv6', () => {
	const raw = (packet: Bytes) => found(packet, LinkType.RAW);
	const home = '2001:db8::aa';
	const care = '2001:db8::bb';

	it('reads TCP and UDP, and the protocol of what is neither', () => {
		expect(raw(ipv6(...V6, 6, tcp(2794, 1766)))).toMatchObject({ ...flow6, ports: [2794, 1766] });
		expect(raw(ipv6(...V6, 17, udp(1, 2)))).toMatchObject({ ...flow6, ports: [1, 2] });
		expect(raw(ipv6(...V6, 58, zeros(8)))).toMatchObject({ ...flow6, protocol: 58, ports: undefined });
		expect(raw(ipv6(...V6, 59, []))).toMatchObject({ ...flow6, protocol: 59, ports: undefined });
	});

	it('passes over extension headers: home address, type 2 routing, in any order', () => {
		const kinds = [hopByHop, homeAddress(home), routing(care), authentication];
		fc.assert(
			fc.property(fc.shuffledSubarray(kinds), (extensions) => {
				expect(raw(ipv6(...V6, 6, tcp(7, 8), extensions))).toMatchObject({
					...flow6,
					protocol: 6,
					ports: [7, 8],
					homeAddress: extensions.includes(kinds[1]!) ? address(home) : undefined,
					routing: extensions.includes(kinds[2]!) ? address(care) : undefined,
				});
			}),
		);
	});

	it('takes no routing header of another type', () => {
		expect(raw(ipv6(...V6, 17, udp(1, 2), [routing(care, 0)]))).toMatchObject({
			...flow6,
			routing: undefined,
		});
	});

	it('tells fragments, and that a whole packet with a fragment header is none', () => {
		const packet = (offset: number, more: boolean) =>
			raw(ipv6(...V6, 17, udp(1, 2), [homeAddress(home), fragment(offset, more)]));
		const common = { ...flow6, protocol: 17, homeAddress: address(home) };
		expect(packet(0, false)).toMatchObject({ ...common, ports: [1, 2] });
		for (const [offset, more] of [
			[0, true],
			[1, true],
			[185, false],
		] as const) {
			expect(packet(offset, more)).toMatchObject({ ...common, fragment: true, ports: undefined });
		}
	});

	it('follows 16 extension headers and no more', () => {
		const headers = (count: number) => raw(ipv6(...V6, 6, tcp(1, 2), Array(count).fill(hopByHop)));
		expect(headers(16)).toMatchObject({ ...flow6, ports: [1, 2] });
		for (const count of [17, 40]) {
			expect(headers(count)).toMatchObject({
				...flow6,
				ports: undefined,
				problem: packetProblemWords[PacketProblem.tooManyHeaders],
			});
		}
	});

	it('tells a cut header from a wrong one', () => {
		const packet = ipv6(...V6, 6, tcp(1, 2), [homeAddress(home)]);
		for (let length = 40; length < packet.length; length++) {
			const { ports, problem, source } = raw(packet.slice(0, length));
			expect([ports, problem]).toEqual([undefined, packetProblemWords[PacketProblem.truncated]]);
			expect(source).toEqual(address(V6[0]));
		}
		const short = ipv6(...V6, 6, tcp(1, 2), [homeAddress(home)], 20);
		expect(raw(short).problem).toBe(packetProblemWords[PacketProblem.malformed]);
		const beyond = ipv6(...V6, 6, tcp(1, 2), [{ kind: 60, rest: [0, 0xc9, 16, 0, 0, 0, 0] }]);
		expect(raw(beyond).problem).toBe(packetProblemWords[PacketProblem.malformed]);
	});
});

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
