import { IpProtocol, type PacketFields } from './packetFields.js';
import { PacketProblem } from './packetProblem.js';

/** Ethernet, IPv4 without options, and the shorter of the two transport headers. */
const SHORTEST = 14 + 20 + 8;
/** EtherType 0x0800, then version 4 and a header of five words. */
const IPV4_WITHOUT_OPTIONS = 0x080045;

/** Where the IPv4 header of an ordinary packet lies behind the start of its frame; the ports follow its 20 bytes. */
export const ORDINARY_IP = 14;

/**
 * Whether a packet is what nearly every packet is: an untagged Ethernet frame with IPv4 without options, no fragment, and
 * TCP or UDP whose header is whole. Such packets need none of the readers of each layer, which makes captures of millions
 * of packets twice as fast to read.
 * @param view of the buffer that the packet lies in, from `start` to before `end`
 * @returns the protocol, TCP or UDP; 0 for any other packet
 */
export function ordinaryProtocol(view: DataView, start: number, end: number): number {
	if (end - start < SHORTEST || view.getInt32(start + 12) >>> 8 !== IPV4_WITHOUT_OPTIONS) return 0;
	const ip = start + ORDINARY_IP;
	const length = view.getUint16(ip + 2);
	const protocol = view.getUint8(ip + 9);
	const needed = protocol === IpProtocol.TCP ? 40 : protocol === IpProtocol.UDP ? 28 : 0x10000;
	if (length < needed || ip + length > end || (view.getUint16(ip + 6) & 0x3fff) !== 0) return 0;
	return protocol;
}

/**
 * Sets the fields of an ordinary packet, as the readers of each layer would.
 * @returns false for any other packet, and then no field was touched
 */
export function readOrdinary(packet: PacketFields, start: number, end: number): boolean {
	const { view } = packet;
	const protocol = ordinaryProtocol(view, start, end);
	if (protocol === 0) return false;
	const ip = start + ORDINARY_IP;
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
	packet.payloadEnd = ip + view.getUint16(ip + 2);
	packet.cut = false;
	return true;
}
