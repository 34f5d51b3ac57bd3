import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HashTypeName } from '../../../server/src/emulator/description.js';
import { HashType, hashTypeBits, hashTypesOf } from '../../../server/src/ndis/hash.js';
import { LinkType } from '../../../server/src/packet/linkLayer.js';
import { PacketParser } from '../../../server/src/packet/packetParser.js';
import { LONGEST_HASH_INPUT, selectHashType } from '../../../server/src/rss/hashSelection.js';
import { PacketHash } from '../../../server/src/rss/packetHash.js';
import { hashInput, ToeplitzTable, toeplitzHash } from '../../../server/src/rss/toeplitz.js';
import { publishedFlows, publishedKey, symmetricKey } from '../../support/hashVectors.js';
import {
	address,
	authentication,
	type Bytes,
	type Extension,
	fragment,
	homeAddress,
	hopByHop,
	ipv4,
	ipv6,
	routing,
	tcp,
	udp,
	zeros,
} from '../../support/packets.js';

const parser = new PacketParser();
const parsed = (packet: Bytes) => {
	parser.parse(Uint8Array.from(packet), 0, packet.length, LinkType.RAW);
	return parser;
};
const selected = (packet: Bytes, ...types: HashTypeName[]) =>
	hashTypesOf(selectHashType(hashTypeBits(types), parsed(packet)))[0];
const names = Object.keys(HashType) as HashTypeName[];

describe('the published vectors, from packets', () => {
	const hashed = (packet: Bytes, key: Uint8Array, ...types: HashTypeName[]) => {
		const hash = new PacketHash();
		hash.of(parsed(packet), hashTypeBits(types), new ToeplitzTable(key, LONGEST_HASH_INPUT));
		return hash.value;
	};
	const make = (source: string, destination: string, protocol: number, payload: Bytes) =>
		(source.includes(':') ? ipv6 : ipv4)(source, destination, protocol, payload);

	it.each(publishedFlows)('%s:%i > %s:%i', (source, sport, destination, dport, ...hashes) => {
		const tcpPacket = make(source, destination, 6, tcp(sport, dport));
		const udpPacket = make(source, destination, 17, udp(sport, dport));
		const all = [publishedKey, symmetricKey].flatMap((key) => [
			hashed(tcpPacket, key, 'ipv4', 'ipv6'),
			hashed(tcpPacket, key, 'tcpIpv4', 'tcpIpv6'),
		]);
		expect(all).toEqual(hashes);
		expect(hashed(udpPacket, publishedKey, 'udpIpv4', 'udpIpv6Ex')).toBe(hashes[1]);
	});

	it('hash the home address and the type 2 routing address in place of the others, under the _EX types only', () => {
		const [source, sport, destination, dport, l3, l4] = publishedFlows[5]!;
		const care = ['2001:db8::1', '2001:db8::2'] as const;
		const payload = tcp(sport, dport);
		const both = ipv6(...care, 6, payload, [hopByHop, homeAddress(source), routing(destination)]);
		expect(hashed(both, publishedKey, 'tcpIpv6Ex')).toBe(l4);
		expect(hashed(both, publishedKey, 'ipv6Ex')).toBe(l3);
		expect(hashed(both, publishedKey, 'tcpIpv6')).toBe(
			hashed(ipv6(...care, 6, payload), publishedKey, 'tcpIpv6'),
		);
		const home = ipv6(care[0], destination, 6, payload, [homeAddress(source)]);
		expect(hashed(home, publishedKey, 'tcpIpv6Ex')).toBe(l4);
		const route = ipv6(source, care[1], 6, payload, [routing(destination)]);
		expect(hashed(route, publishedKey, 'tcpIpv6Ex')).toBe(l4);
	});
});

describe('selectHashType', () => {
	const v4 = ['10.0.0.1', '10.0.0.2'] as const;
	const v6 = ['::1', '::2'] as const;

	it.each<[string, Bytes, HashTypeName[], HashTypeName | undefined]>([
		['TCP', ipv4(...v4, 6, tcp(1, 2)), names, 'tcpIpv4'],
		['TCP, only UDP enabled', ipv4(...v4, 6, tcp(1, 2)), ['udpIpv4'], undefined],
		['TCP, UDP and IP enabled', ipv4(...v4, 6, tcp(1, 2)), ['udpIpv4', 'ipv4'], 'ipv4'],
		['TCP, only IPv6 enabled', ipv4(...v4, 6, tcp(1, 2)), ['tcpIpv6', 'ipv6', 'tcpIpv6Ex'], undefined],
		['UDP', ipv4(...v4, 17, udp(1, 2)), names, 'udpIpv4'],
		['UDP, only TCP enabled', ipv4(...v4, 17, udp(1, 2)), ['tcpIpv4'], undefined],
		['ICMP', ipv4(...v4, 1, zeros(8)), names, 'ipv4'],
		['half a TCP header', ipv4(...v4, 6, tcp(1, 2).slice(0, 19)), names, 'ipv4'],
		['half a TCP header, no IP type', ipv4(...v4, 6, tcp(1, 2).slice(0, 19)), ['tcpIpv4'], undefined],
		['a first fragment', ipv4(...v4, 6, tcp(1, 2), { fragment: 0x2000 }), names, 'ipv4'],
		['a fragment, no IP type', ipv4(...v4, 6, tcp(1, 2), { fragment: 1 }), ['tcpIpv4'], undefined],
		['TCP over IPv6', ipv6(...v6, 6, tcp(1, 2)), ['tcpIpv6', 'ipv6'], 'tcpIpv6'],
		['TCP over IPv6, both kinds enabled', ipv6(...v6, 6, tcp(1, 2)), names, 'tcpIpv6Ex'],
		['UDP over IPv6, both kinds enabled', ipv6(...v6, 17, udp(1, 2)), names, 'udpIpv6Ex'],
		['ICMPv6, both kinds enabled', ipv6(...v6, 58, zeros(8)), names, 'ipv6Ex'],
		['TCP over IPv6, IP of the other kind', ipv6(...v6, 6, tcp(1, 2)), ['tcpIpv6', 'ipv6Ex'], 'tcpIpv6'],
		['an IPv6 fragment', ipv6(...v6, 6, tcp(1, 2), [fragment(0, true)]), ['tcpIpv6', 'ipv6'], 'ipv6'],
		['TCP over IPv6, IPv4 enabled', ipv6(...v6, 6, tcp(1, 2)), ['ipv4', 'tcpIpv4', 'udpIpv4'], undefined],
		['no IP', [0x55], names, undefined],
	])('%s', (_, packet, types, expected) => {
		expect(selected(packet, ...types)).toBe(expected);
	});

	const extensions = fc.subarray<Extension>([
		hopByHop,
		homeAddress('2001:db8::8'),
		routing('2001:db8::9'),
		authentication,
		fragment(0, false),
	]);
	const anyPacket = fc
		.record({ six: fc.boolean(), protocol: fc.constantFrom(6, 17, 1), fragments: fc.boolean(), extensions })
		.map(({ six, protocol, fragments, extensions: chosen }) => {
			const payload = protocol === 6 ? tcp(11, 22) : protocol === 17 ? udp(11, 22) : zeros(8);
			return {
				six,
				whole: protocol !== 1 && !fragments,
				protocol,
				chosen: six ? chosen : [],
				packet: six
					? ipv6('2001:db8::1', '2001:db8::2', protocol, payload, [
							...chosen,
							...(fragments ? [fragment(0, true)] : []),
						])
					: ipv4('10.0.0.1', '10.0.0.2', protocol, payload, { fragment: fragments ? 0x2000 : 0 }),
			};
		});

	it('is what the page says, and the hash is the plain Toeplitz of what the page lists', () => {
		const hash = new PacketHash();
		const table = new ToeplitzTable(publishedKey, LONGEST_HASH_INPUT);
		fc.assert(
			fc.property(anyPacket, fc.subarray(names), ({ six, whole, protocol, chosen, packet }, types) => {
				// The page as a list of preferences.
				const transport = protocol === 6 ? 'tcp' : 'udp';
				const ofPorts = six ? [`${transport}Ipv6Ex`, `${transport}Ipv6`] : [`${transport}Ipv4`];
				const ofAddresses = six ? ['ipv6Ex', 'ipv6'] : ['ipv4'];
				const wanted = [...(whole ? ofPorts : []), ...ofAddresses].find((name) =>
					(types as string[]).includes(name),
				);
				const hashType = hash.of(parsed(packet), hashTypeBits(types), table);
				expect(hashTypesOf(hashType)[0]).toBe(wanted);
				if (!wanted) return;
				const extended = wanted.endsWith('Ex');
				const has = (kind: number) => extended && chosen.some((extension) => extension.kind === kind);
				const source = six ? (has(60) ? '2001:db8::8' : '2001:db8::1') : '10.0.0.1';
				const destination = six ? (has(43) ? '2001:db8::9' : '2001:db8::2') : '10.0.0.2';
				const input = hashInput({
					source: Uint8Array.from(address(source)),
					destination: Uint8Array.from(address(destination)),
					...(ofPorts.includes(wanted) && { sourcePort: 11, destinationPort: 22 }),
				});
				expect(hash.value).toBe(toeplitzHash(publishedKey, input));
			}),
			{ numRuns: 2_000 },
		);
	});
});
