import type { HashTypeName } from '../../emulator/description.js';
import { hashTypeBits } from '../../ndis/hash.js';
import { IpProtocol, type PacketFields } from '../../packet/packetFields.js';
import { PacketProblem } from '../../packet/packetProblem.js';

/** Why a packet is counted under no entry. */
export type NoEntry = 'noIp' | 'malformed' | 'ipv4NotHashed' | 'ipv6NotHashed' | 'cut' | 'unknownLinkType';

/** What is said of the packets under no entry, in the order of their places behind the entries. */
export const noEntries: readonly {
	readonly reason: NoEntry;
	readonly words: string;
	/** The adapter has no hash for them either, so that they go to the default processor; else nobody knows. */
	readonly toDefault: boolean;
}[] = [
	{ reason: 'noIp', words: 'no IP packet (ARP, LLDP, …)', toDefault: true },
	{ reason: 'malformed', words: 'a malformed IP header', toDefault: true },
	{ reason: 'ipv4NotHashed', words: 'IPv4 that no hash type covers', toDefault: true },
	{ reason: 'ipv6NotHashed', words: 'IPv6 that no hash type covers', toDefault: true },
	{ reason: 'cut', words: 'cut by the capture before what is hashed', toDefault: false },
	{ reason: 'unknownLinkType', words: 'of a link type that is not read', toDefault: false },
];

const placeOf = Object.fromEntries(noEntries.map(({ reason }, i) => [reason, i])) as Readonly<
	Record<NoEntry, number>
>;

/** Place, behind the entries, of a packet without IP that is read. */
export function placeWithoutIp(problem: PacketProblem): number {
	switch (problem) {
		case PacketProblem.unknownLink:
			return placeOf.unknownLinkType;
		case PacketProblem.truncated:
			return placeOf.cut;
		case PacketProblem.malformed:
		case PacketProblem.tooManyHeaders:
			return placeOf.malformed;
		default:
			return placeOf.noIp;
	}
}

/** Place, behind the entries, of an IP packet that no hash type covers. */
export function placeWithoutHash({ family }: Readonly<PacketFields>): number {
	return family === 4 ? placeOf.ipv4NotHashed : placeOf.ipv6NotHashed;
}

/** Place, behind the entries, of a packet that {@link CutJudge} says is cut. */
export const placeCut = placeOf.cut;

/**
 * Tells packets whose hash nobody knows: the capture kept so little of them that the ports are missing, which the
 * adapter had and, by its hash types, hashed.
 */
export class CutJudge {
	readonly #tcp: readonly [number, number];
	readonly #udp: readonly [number, number];

	constructor(private readonly hashTypes: number) {
		const bits = (...names: HashTypeName[]) => hashTypeBits(names);
		this.#tcp = [bits('tcpIpv4'), bits('tcpIpv6', 'tcpIpv6Ex')];
		this.#udp = [bits('udpIpv4'), bits('udpIpv6', 'udpIpv6Ex')];
	}

	isCut(packet: Readonly<PacketFields>): boolean {
		if (packet.problem !== PacketProblem.truncated) return false;
		const { cut, hasPorts, fragment, protocol } = packet;
		if (!cut || hasPorts || fragment) return false;
		const family = packet.family === 4 ? 0 : 1;
		// Before the end of the extension headers the protocol is not known: it may be either.
		const tcp = protocol === IpProtocol.UDP ? 0 : this.#tcp[family];
		const udp = protocol === IpProtocol.TCP ? 0 : this.#udp[family];
		return (this.hashTypes & (tcp | udp)) !== 0;
	}
}
