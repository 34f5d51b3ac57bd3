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
	udp,
	zeros,
} from '../../support/packets.js';

import { flow4, flow6, found, tcp4, V4, V6 } from './foundPacket.js';

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
