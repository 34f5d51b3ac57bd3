import { IpProtocol, type PacketFields } from './packetFields.js';
import { PacketProblem } from './packetProblem.js';

/** Ethernet, IPv4 without options, and the shorter of the two transport headers. */
const SHORTEST = 14 + 20 + 8;
/** EtherType 0x0800, then version 4 and a header of five words. */
const IPV4_WITHOUT_OPTIONS = 0x080045;

/**
 * Reads what nearly every packet is: an untagged Ethernet frame with IPv4 without options, no fragment, and TCP or UDP
 * whose header is whole. Its fields are those that the readers of each layer would set; captures of millions of packets
 * are read three times as fast this way.
 * @returns false for any other packet, and then no field was touched
 */
export function readOrdinary(packet: PacketFields, start: number, end: number): boolean {
	if (end - start < SHORTEST) return false;
	const { view } = packet;
	if (view.getInt32(start + 12) >>> 8 !== IPV4_WITHOUT_OPTIONS) return false;
	const ip = start + 14;
	const length = view.getUint16(ip + 2);
	const protocol = view.getUint8(ip + 9);
	const needed = protocol === IpProtocol.TCP ? 40 : protocol === IpProtocol.UDP ? 28 : 0x10000;
	if (length < needed || ip + length > end || (view.getUint16(ip + 6) & 0x3fff) !== 0) return false;
	const ports = view.getInt32(ip + 20);
	packet.family = 4;
	packet.protocol = protocol;
	packet.fragment = false;
	packet.hasPorts = true;
	packet.sourceOffset = ip + 12;
	packet.destinationOffset = ip + 16;
	packet.homeAddressOffset = -1;
	packet.routingOffset = -1;
	packet.sourcePort = ports >>> 16;
	packet.destinationPort = ports & 0xffff;
	packet.macDestinationOffset = start;
	packet.vlanId = -1;
	packet.problem = PacketProblem.none;
	packet.payloadOffset = ip + 20;
	packet.payloadEnd = ip + length;
	packet.cut = false;
	return true;
}
