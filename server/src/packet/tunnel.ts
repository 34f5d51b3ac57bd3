import { EtherType, LinkType, readLink } from './linkLayer.js';
import { IpProtocol, type PacketFields } from './packetFields.js';
import { u8, u16 } from './read.js';

/** RFC 7348, RFC 8926 (IANA ports) */
const VXLAN_PORT = 4789;
const GENEVE_PORT = 6081;
const UDP_HEADER = 8;
/** VXLAN and the fixed part of GENEVE. */
const TUNNEL_HEADER = 8;
const GRE_HEADER = 4;
/** VXLAN: the network identifier is valid, which a packet must say. */
const VXLAN_HAS_IDENTIFIER = 0x08;

/**
 * Where the IP header inside a tunnel begins: VXLAN, GENEVE, GRE and NVGRE (RFC 2784, 2890, 7637), IP in IP. When a frame
 * lies in between, its destination MAC and VLAN take the place of the outer ones.
 * @returns -1 when the packet is no tunnel, or what it carries is no IP
 */
export function innerIp(packet: PacketFields): number {
	const { payloadOffset, payloadEnd, protocol } = packet;
	if (packet.fragment || payloadOffset < 0) return -1;
	if (protocol === IpProtocol.UDP) {
		if (!packet.hasPorts) return -1;
		const at = payloadOffset + UDP_HEADER;
		if (payloadEnd - at < TUNNEL_HEADER) return -1;
		if (packet.destinationPort === VXLAN_PORT) return insideVxlan(packet, at);
		return packet.destinationPort === GENEVE_PORT ? insideGeneve(packet, at) : -1;
	}
	if (protocol === IpProtocol.GRE) return insideGre(packet, payloadOffset);
	return protocol === IpProtocol.IPV4 || protocol === IpProtocol.IPV6 ? payloadOffset : -1;
}

function insideVxlan(packet: PacketFields, at: number): number {
	const valid = (u8(packet.bytes, at) & VXLAN_HAS_IDENTIFIER) !== 0;
	return valid ? insideFrame(packet, at + TUNNEL_HEADER) : -1;
}

function insideGeneve(packet: PacketFields, at: number): number {
	const versionAndLength = u8(packet.bytes, at);
	if (versionAndLength >> 6 !== 0) return -1;
	const payload = at + TUNNEL_HEADER + (versionAndLength & 0x3f) * 4;
	return insideType(packet, payload, u16(packet.bytes, at + 2));
}

function insideGre(packet: PacketFields, at: number): number {
	if (packet.payloadEnd - at < GRE_HEADER) return -1;
	const flags = u16(packet.bytes, at);
	// A version, or the source routing of RFC 1701, which has no fixed length: not followed.
	if ((flags & 0x4007) !== 0) return -1;
	const checksum = (flags & 0x8000) >> 13;
	const key = (flags & 0x2000) >> 11;
	const sequence = (flags & 0x1000) >> 10;
	return insideType(packet, at + GRE_HEADER + checksum + key + sequence, u16(packet.bytes, at + 2));
}

function insideType(packet: PacketFields, at: number, etherType: number): number {
	if (etherType === EtherType.ETHERNET) return insideFrame(packet, at);
	return etherType === EtherType.IPV4 || etherType === EtherType.IPV6 ? at : -1;
}

function insideFrame(packet: PacketFields, at: number): number {
	const { macDestinationOffset, vlanId, problem } = packet;
	packet.vlanId = -1;
	const inner = readLink(packet, at, packet.payloadEnd, LinkType.ETHERNET);
	if (inner >= 0) return inner;
	packet.macDestinationOffset = macDestinationOffset;
	packet.vlanId = vlanId;
	packet.problem = problem;
	return -1;
}
