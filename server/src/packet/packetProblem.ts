/**
 * What kept a packet from being read to its ports. A number, so that a reader of millions of packets counts by index;
 * `packetProblemWords` says it in words.
 */
export const PacketProblem = {
	none: 0,
	/** A link type that is not read: no header was looked at. */
	unknownLink: 1,
	/** Read, and no IP: ARP, LLDP, … */
	notIp: 2,
	/** The bytes end within a header. */
	truncated: 3,
	/** A header contradicts itself: a version, a length. */
	malformed: 4,
	/** More VLAN tags or IPv6 extension headers than are followed. */
	tooManyHeaders: 5,
} as const;

export type PacketProblem = (typeof PacketProblem)[keyof typeof PacketProblem];

/** A PacketProblem in words, by its number. */
export const packetProblemWords: Readonly<Record<PacketProblem, string>> = {
	[PacketProblem.none]: 'read',
	[PacketProblem.unknownLink]: 'a link type that is not read',
	[PacketProblem.notIp]: 'no IP packet',
	[PacketProblem.truncated]: 'ends within a header',
	[PacketProblem.malformed]: 'a malformed header',
	[PacketProblem.tooManyHeaders]: 'too many VLAN tags or extension headers',
};
