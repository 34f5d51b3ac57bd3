import type { PacketFields } from './packetFields.js';
import { PacketProblem } from './packetProblem.js';
import { u8, u16 } from './read.js';

/** Link types (tcpdump.org "Link-layer header types") that are read. */
export const LinkType = {
	/** BSD loopback: the address family in 4 bytes of the capturing machine's order. */
	NULL: 0,
	ETHERNET: 1,
	/** Raw IP as some BSDs number it. */
	RAW_BSD: 12,
	RAW_OPENBSD: 14,
	RAW: 101,
	/** OpenBSD loopback: as NULL, in network order. */
	LOOP: 108,
	LINUX_SLL: 113,
	IPV4: 228,
	IPV6: 229,
	LINUX_SLL2: 276,
} as const;

/** EtherTypes (IANA) that are told apart. */
export const EtherType = {
	IPV4: 0x0800,
	/** 802.1Q */
	VLAN: 0x8100,
	/** 802.1ad: the outer tag of two */
	QINQ: 0x88a8,
	/** The outer tag before 802.1ad */
	QINQ_OLD: 0x9100,
	IPV6: 0x86dd,
	/** Transparent Ethernet bridging: a whole frame, in GRE and GENEVE */
	ETHERNET: 0x6558,
} as const;

/** A type field below this is an 802.3 length: what follows is LLC. */
const LOWEST_ETHERTYPE = 0x0600;
const MOST_VLAN_TAGS = 8;

/**
 * Reads the link header from `at`: destination MAC, VLAN of the outermost tag.
 * @returns where the IP header begins; -1 when there is none, and then `problem` says why
 */
export function readLink(packet: PacketFields, at: number, end: number, linkType: number): number {
	switch (linkType) {
		case LinkType.ETHERNET:
			if (end - at < 14) return failed(packet, PacketProblem.truncated);
			packet.macDestinationOffset = at;
			return afterEtherType(packet, at + 12, end);
		case LinkType.RAW:
		case LinkType.RAW_BSD:
		case LinkType.RAW_OPENBSD:
		case LinkType.IPV4:
		case LinkType.IPV6:
			return at;
		case LinkType.LINUX_SLL:
			if (end - at < 16) return failed(packet, PacketProblem.truncated);
			return afterEtherType(packet, at + 14, end);
		case LinkType.LINUX_SLL2: {
			if (end - at < 20) return failed(packet, PacketProblem.truncated);
			const etherType = u16(packet.bytes, at);
			if (isIp(etherType)) return at + 20;
			return isVlan(etherType) ? afterTags(packet, at + 20, end) : failed(packet, PacketProblem.notIp);
		}
		case LinkType.NULL:
		case LinkType.LOOP:
			return end - at < 4 ? failed(packet, PacketProblem.truncated) : at + 4;
		default:
			return failed(packet, PacketProblem.unknownLink);
	}
}

/** Whether packets of a link type are read. */
export function isLinkType(linkType: number): boolean {
	return (Object.values(LinkType) as number[]).includes(linkType);
}

/** `at` is where the type field is; two bytes are there. */
function afterEtherType(packet: PacketFields, at: number, end: number): number {
	const etherType = u16(packet.bytes, at);
	if (isIp(etherType)) return at + 2;
	if (isVlan(etherType)) return afterTags(packet, at + 2, end);
	if (etherType < LOWEST_ETHERTYPE) return afterSnap(packet, at + 2, end);
	return failed(packet, PacketProblem.notIp);
}

/** `at` is where the two bytes of the first tag's priority and VLAN are; the type field follows them. */
function afterTags(packet: PacketFields, at: number, end: number): number {
	const { bytes } = packet;
	let tag = at;
	for (let count = 0; count < MOST_VLAN_TAGS; count++, tag += 4) {
		if (end - tag < 4) return failed(packet, PacketProblem.truncated);
		if (count === 0) packet.vlanId = u16(bytes, tag) & 0x0fff;
		const etherType = u16(bytes, tag + 2);
		if (isIp(etherType)) return tag + 4;
		if (!isVlan(etherType)) {
			if (etherType < LOWEST_ETHERTYPE) return afterSnap(packet, tag + 4, end);
			return failed(packet, PacketProblem.notIp);
		}
	}
	return failed(packet, PacketProblem.tooManyHeaders);
}

/** 802.2 LLC with SNAP and no organisation (RFC 1042): aa aa 03 00 00 00, then a type field. */
function afterSnap(packet: PacketFields, at: number, end: number): number {
	const { bytes } = packet;
	if (end - at < 8) return failed(packet, PacketProblem.notIp);
	const snap = u16(bytes, at) === 0xaaaa && u16(bytes, at + 2) === 0x0300 && u16(bytes, at + 4) === 0;
	return snap && isIp(u16(bytes, at + 6)) ? at + 8 : failed(packet, PacketProblem.notIp);
}

function isIp(etherType: number): boolean {
	return etherType === EtherType.IPV4 || etherType === EtherType.IPV6;
}

function isVlan(etherType: number): boolean {
	return etherType === EtherType.VLAN || etherType === EtherType.QINQ || etherType === EtherType.QINQ_OLD;
}

function failed(packet: PacketFields, problem: PacketProblem): -1 {
	packet.problem = problem;
	return -1;
}

/** The version of the IP header at `at`, 0 when no byte is there. */
export function ipVersion(bytes: Uint8Array, at: number, end: number): number {
	return at < end ? u8(bytes, at) >> 4 : 0;
}
