import { HashType } from '../ndis/hash.js';
import { IpProtocol, type PacketFields } from '../packet/packetFields.js';

/** Bytes of the longest input: two IPv6 addresses and two ports. */
export const LONGEST_HASH_INPUT = 36;

const TCP_BITS = HashType.tcpIpv4 | HashType.tcpIpv6 | HashType.tcpIpv6Ex;
const UDP_BITS = HashType.udpIpv4 | HashType.udpIpv6 | HashType.udpIpv6Ex;
const IPV4_BITS = HashType.ipv4 | HashType.tcpIpv4 | HashType.udpIpv4;
const EX_BITS = HashType.ipv6Ex | HashType.tcpIpv6Ex | HashType.udpIpv6Ex;
const PORT_BITS = TCP_BITS | UDP_BITS;

/**
 * The hash type that applies to a packet, one NDIS_HASH_* bit of `hashTypes`; 0 when none does, and then the packet has
 * no hash. TCP and UDP need their whole header and no fragment; else the plain IP type counts. Where a type and its _EX
 * are both enabled, the _EX type counts, since it covers packets without extension headers too.
 * Source: windows-driver-docs rss-hashing-types.
 */
export function selectHashType(hashTypes: number, packet: Readonly<PacketFields>): number {
	const { family, hasPorts } = packet;
	if (family === 0) return 0;
	const ofFamily = family === 4 ? hashTypes & IPV4_BITS : hashTypes & ~IPV4_BITS;
	const ofTransport = !hasPorts ? 0 : packet.protocol === IpProtocol.TCP ? TCP_BITS : UDP_BITS;
	const candidates = ofFamily & ofTransport || ofFamily & ~PORT_BITS;
	return candidates & EX_BITS || candidates & (HashType.ipv4 | HashType.ipv6 | PORT_BITS);
}

/** Whether ports are hashed under a type, one NDIS_HASH_* bit. */
export function hashesPorts(hashType: number): boolean {
	return (hashType & PORT_BITS) !== 0;
}

/**
 * Writes what is hashed of a packet under a type that applies to it: source address, destination address, source port,
 * destination port. The _EX types take the home address and the address of a type 2 routing header where there are any.
 * @returns bytes written to `input`, which has room for LONGEST_HASH_INPUT: 8, 12, 32 or 36
 */
export function writeHashInput(packet: Readonly<PacketFields>, hashType: number, input: Uint8Array): number {
	const { bytes, sourceOffset, destinationOffset, homeAddressOffset, routingOffset } = packet;
	const extended = (hashType & EX_BITS) !== 0;
	const source = extended && homeAddressOffset >= 0 ? homeAddressOffset : sourceOffset;
	const destination = extended && routingOffset >= 0 ? routingOffset : destinationOffset;
	const length = packet.family === 4 ? 4 : 16;
	for (let i = 0; i < length; i++) {
		input[i] = bytes[source + i] ?? 0;
		input[length + i] = bytes[destination + i] ?? 0;
	}
	const ports = 2 * length;
	if (!hashesPorts(hashType)) return ports;
	const { sourcePort, destinationPort } = packet;
	input[ports] = sourcePort >> 8;
	input[ports + 1] = sourcePort & 0xff;
	input[ports + 2] = destinationPort >> 8;
	input[ports + 3] = destinationPort & 0xff;
	return ports + 4;
}
