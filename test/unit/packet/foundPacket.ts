import { LinkType } from '../../../server/src/packet/linkLayer.js';
import { PacketParser } from '../../../server/src/packet/packetParser.js';
import { PacketProblem, packetProblemWords } from '../../../server/src/packet/packetProblem.js';
import { address, type Bytes, ipv4, tcp } from '../../support/packets.js';

export const V4 = ['66.9.149.187', '161.142.100.80'] as const;
export const V6 = ['3ffe:2501:200:1fff::7', '3ffe:2501:200:3::1'] as const;

/** What was found, the offsets replaced by what is there. The packet lies in the middle of a buffer of other bytes. */
export function found(packet: Bytes, linkType: number = LinkType.ETHERNET, parser = new PacketParser()) {
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
export const flow4 = {
	family: 4,
	source: address(V4[0]),
	destination: address(V4[1]),
	fragment: false,
	problem: packetProblemWords[PacketProblem.none],
};
export const flow6 = { ...flow4, family: 6, source: address(V6[0]), destination: address(V6[1]) };
export const tcp4 = ipv4(...V4, 6, tcp(2794, 1766));
