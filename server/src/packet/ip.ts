import { readExtensions } from './ipv6Extensions.js';
import { ipVersion } from './linkLayer.js';
import type { PacketFields } from './packetFields.js';
import { PacketProblem } from './packetProblem.js';
import { u8, u16 } from './read.js';

const IPV4_HEADER = 20;
const IPV6_HEADER = 40;

/**
 * Reads the IP header at `at` with its options or extension headers. Unless it returns true nothing but `problem` was
 * touched, so that what an outer header left stays.
 */
export function readIp(packet: PacketFields, at: number, end: number): boolean {
	const version = ipVersion(packet.bytes, at, end);
	if (version === 4) return readIpv4(packet, at, end);
	if (version === 6) return readIpv6(packet, at, end);
	packet.problem = at < end ? PacketProblem.malformed : PacketProblem.truncated;
	return false;
}

/** RFC 791 */
function readIpv4(packet: PacketFields, at: number, end: number): boolean {
	const { bytes } = packet;
	if (end - at < IPV4_HEADER) return failed(packet, PacketProblem.truncated);
	const headerLength = (u8(bytes, at) & 0x0f) * 4;
	// A length of 0 is what a sender's segmentation offload leaves in a capture: the packet is as long as the bytes.
	const totalLength = u16(bytes, at + 2);
	if (headerLength < IPV4_HEADER || (totalLength !== 0 && totalLength < headerLength)) {
		return failed(packet, PacketProblem.malformed);
	}
	packet.family = 4;
	packet.protocol = u8(bytes, at + 9);
	// More fragments, or an offset: the reserved and the don't-fragment bits say nothing.
	packet.fragment = (u16(bytes, at + 6) & 0x3fff) !== 0;
	packet.sourceOffset = at + 12;
	packet.destinationOffset = at + 16;
	packet.homeAddressOffset = -1;
	packet.routingOffset = -1;
	setEnd(packet, totalLength === 0 ? end : at + totalLength, end);
	if (at + headerLength > end) {
		packet.problem = PacketProblem.truncated;
		packet.payloadOffset = -1;
	} else {
		packet.problem = PacketProblem.none;
		packet.payloadOffset = at + headerLength;
	}
	return true;
}

/** RFC 8200 */
function readIpv6(packet: PacketFields, at: number, end: number): boolean {
	const { bytes } = packet;
	if (end - at < IPV6_HEADER) return failed(packet, PacketProblem.truncated);
	packet.family = 6;
	packet.protocol = u8(bytes, at + 6);
	packet.fragment = false;
	packet.sourceOffset = at + 8;
	packet.destinationOffset = at + 24;
	packet.homeAddressOffset = -1;
	packet.routingOffset = -1;
	packet.problem = PacketProblem.none;
	// A length of 0 is a jumbogram's (RFC 2675), or segmentation offload's.
	const payloadLength = u16(bytes, at + 4);
	setEnd(packet, payloadLength === 0 ? end : at + IPV6_HEADER + payloadLength, end);
	packet.payloadOffset = readExtensions(packet, at + IPV6_HEADER);
	return true;
}

function setEnd(packet: PacketFields, ipEnd: number, end: number): void {
	packet.cut = ipEnd > end;
	packet.payloadEnd = packet.cut ? end : ipEnd;
}

function failed(packet: PacketFields, problem: PacketProblem): false {
	packet.problem = problem;
	return false;
}
