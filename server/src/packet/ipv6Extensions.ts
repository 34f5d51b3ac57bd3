import type { PacketFields } from './packetFields.js';
import { PacketProblem } from './packetProblem.js';
import { u8, u16 } from './read.js';

/** Extension headers (IANA "IPv6 Extension Header Types") that are passed over. */
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION_OPTIONS = 60;
/** RFC 8200 has each kind once, destination options twice: more than twice of all that is no packet to follow. */
const MOST_HEADERS = 16;
/** RFC 6275 §6.4, §6.3 */
const ROUTING_TYPE_2 = 2;
const HOME_ADDRESS = 0xc9;
const ADDRESS_BYTES = 16;

/**
 * Follows the extension headers from `at` to `packet.payloadEnd`, starting with `packet.protocol` as the kind of the
 * first: home address, type 2 routing address, whether it is a fragment.
 * @returns where the first header that is none of them begins, its kind in `packet.protocol`; -1 when that is not reached
 */
export function readExtensions(packet: PacketFields, at: number): number {
	const { bytes, payloadEnd } = packet;
	let header = at;
	let kind = packet.protocol;
	for (let count = 0; isExtension(kind); count++) {
		packet.protocol = kind;
		if (count === MOST_HEADERS) return stopped(packet, PacketProblem.tooManyHeaders);
		if (payloadEnd - header < 8) return ended(packet);
		const next = u8(bytes, header);
		if (kind === FRAGMENT) {
			const offsetAndMore = u16(bytes, header + 2) & 0xfff9;
			// Offset 0 and nothing more is a whole packet with a fragment header (RFC 6946).
			if (offsetAndMore !== 0) packet.fragment = true;
			if (offsetAndMore >> 3 !== 0) {
				// What follows is the middle of something.
				packet.protocol = next;
				return -1;
			}
			header += 8;
		} else {
			const length = u8(bytes, header + 1);
			const bytesOfHeader = kind === AUTHENTICATION ? (length + 2) * 4 : (length + 1) * 8;
			if (payloadEnd - header < bytesOfHeader) return ended(packet);
			if (kind === ROUTING) {
				// 8 bytes and the one address: its length is always 2.
				if (u8(bytes, header + 2) === ROUTING_TYPE_2 && length === 2) packet.routingOffset = header + 8;
			} else if (kind === DESTINATION_OPTIONS && !readOptions(packet, header + 2, header + bytesOfHeader)) {
				return stopped(packet, PacketProblem.malformed);
			}
			header += bytesOfHeader;
		}
		kind = next;
	}
	packet.protocol = kind;
	return header;
}

/** Looks for the home address among the options; false when one reaches beyond its header. */
function readOptions(packet: PacketFields, at: number, end: number): boolean {
	const { bytes } = packet;
	let option = at;
	while (option < end) {
		const type = u8(bytes, option);
		if (type === 0) {
			// Pad1 alone has no length.
			option++;
			continue;
		}
		if (end - option < 2) return false;
		const length = u8(bytes, option + 1);
		if (end - option - 2 < length) return false;
		if (type === HOME_ADDRESS && length === ADDRESS_BYTES) packet.homeAddressOffset = option + 2;
		option += 2 + length;
	}
	return true;
}

function isExtension(kind: number): boolean {
	return (
		kind === HOP_BY_HOP ||
		kind === ROUTING ||
		kind === FRAGMENT ||
		kind === AUTHENTICATION ||
		kind === DESTINATION_OPTIONS
	);
}

/** The bytes end within a header: either they were cut, or the packet's own length is wrong. */
function ended(packet: PacketFields): -1 {
	return stopped(packet, packet.cut ? PacketProblem.truncated : PacketProblem.malformed);
}

function stopped(packet: PacketFields, problem: PacketProblem): -1 {
	packet.problem = problem;
	return -1;
}
