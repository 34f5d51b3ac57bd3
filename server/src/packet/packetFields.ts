import { PacketProblem } from './packetProblem.js';

/** IP protocol numbers (IANA) that the parser tells apart. */
export const IpProtocol = { IPV4: 4, TCP: 6, UDP: 17, IPV6: 41, GRE: 47 } as const;

/**
 * Where things are in one packet. Every field is a small integer and always present, so that the code that reads
 * millions of packets works on one shape of object and allocates nothing. Offsets count from the start of `bytes`.
 */
export class PacketFields {
	/** The buffer that holds the packet. */
	bytes: Uint8Array = new Uint8Array();
	/** The same bytes, for numbers of more than one byte. */
	view = new DataView(this.bytes.buffer);
	/** 4, 6; 0 when no IP header was read, and then nothing below `macDestinationOffset` and `vlanId` is set. */
	family: 0 | 4 | 6 = 0;
	/** What follows the last header read: 6 TCP, 17 UDP, 58 ICMPv6, …; -1 without IP. */
	protocol = -1;
	/** A fragment of an IP packet, the first one included. */
	fragment = false;
	/** The TCP or UDP header is whole and the packet is no fragment. */
	hasPorts = false;
	/** 4 or 16 bytes; -1 without IP. */
	sourceOffset = -1;
	/** 4 or 16 bytes; -1 without IP. */
	destinationOffset = -1;
	/** The address of the home address option (RFC 6275, type 0xC9), 16 bytes; -1 when there is none. */
	homeAddressOffset = -1;
	/** The home address of a type 2 routing header (RFC 6275), 16 bytes; -1 when there is none. */
	routingOffset = -1;
	/** 0..65535; 0 without `hasPorts`. */
	sourcePort = 0;
	/** 0..65535; 0 without `hasPorts`. */
	destinationPort = 0;
	/** 6 bytes; -1 when the link type has none. */
	macDestinationOffset = -1;
	/** VLAN identifier of the outermost tag, 0..4095 (0: a priority tag, no VLAN); -1 when untagged. */
	vlanId = -1;
	/** Why the ports were not reached; `none` also where the packet has none to reach. */
	problem: PacketProblem = PacketProblem.none;
	/** Where the header of `protocol` begins; -1 when it was not reached. */
	payloadOffset = -1;
	/** Where the IP packet ends, by its own length and the bytes that are there. */
	payloadEnd = 0;
	/** Whether the IP packet is longer than the bytes that are there. */
	cut = false;
}
