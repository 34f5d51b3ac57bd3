import { IpProtocol, type PacketFields } from './packetFields.js';
import { PacketProblem } from './packetProblem.js';
import { u16 } from './read.js';

const TCP_HEADER = 20;
const UDP_HEADER = 8;
const PORTS = 4;

/**
 * Reads the ports, if the packet is no fragment and its TCP or UDP header is whole. A header is whole when the IP packet
 * is long enough for it; with `beginnings` it may be cut short of that behind its ports, which a capture's snap length
 * often does, since the adapter had all of it.
 */
export function readPorts(packet: PacketFields, beginnings: boolean): void {
	packet.hasPorts = false;
	packet.sourcePort = 0;
	packet.destinationPort = 0;
	const { protocol, payloadOffset } = packet;
	if (packet.fragment || payloadOffset < 0) return;
	if (protocol !== IpProtocol.TCP && protocol !== IpProtocol.UDP) return;
	const needed = beginnings && packet.cut ? PORTS : protocol === IpProtocol.TCP ? TCP_HEADER : UDP_HEADER;
	if (packet.payloadEnd - payloadOffset < needed) {
		packet.problem = packet.cut ? PacketProblem.truncated : PacketProblem.malformed;
		return;
	}
	packet.hasPorts = true;
	packet.sourcePort = u16(packet.bytes, payloadOffset);
	packet.destinationPort = u16(packet.bytes, payloadOffset + 2);
}
