/** The part of the emulator's wire protocol that is about received packets, types only. */
import type { HashTypeName } from '../emulator/description.js';
import type { DropReason } from '../emulator/receiveLanding.js';

export interface TrafficParams {
	/** At most 10,000. */
	readonly packets: readonly TrafficPacket[];
	/**
	 * Of that many packets after a move of their steering parameter each may still land on the move's source, 0..1000; 0
	 * when not said.
	 */
	readonly inFlight?: number;
	/** Starts the choice of those packets anew: the same seed and requests choose the same ones. */
	readonly seed?: number;
}

/** A packet: its bytes, or what of it matters to RSS. */
export type TrafficPacket = (PacketBytes | PacketContent) & {
	/** Past the filters, to this VPort. */
	readonly vportId?: number;
	/** That many such packets, 1..1,000,000,000; 1 when not said. */
	readonly count?: number;
};

export interface PacketBytes {
	/** Base64: from the link header on. */
	readonly data: string;
	/** As in a capture file; 1, Ethernet, when not said. */
	readonly linkType?: number;
}

export interface PacketContent {
	/** IPv4 or IPv6 address, both of one family. */
	readonly source: string;
	readonly destination: string;
	/** Both or none. */
	readonly sourcePort?: number;
	readonly destinationPort?: number;
	/** IANA number 0..255 or its name; tcp when there are ports, else none (59). */
	readonly protocol?: 'tcp' | 'udp' | number;
	/** Whether it is the first fragment of a larger packet. */
	readonly fragment?: boolean;
	/** `00-15-5D-01-02-03`; an address that no filter has when not said. */
	readonly macDestination?: string;
	/** 0..4095; untagged when not said. */
	readonly vlanId?: number;
}

export interface TrafficResult {
	/**
	 * In the order of the packets. One each, but two for packets with a `count` of which some were in flight during a move:
	 * those that landed on its source come second.
	 */
	readonly landings: readonly WireLanding[];
}

export interface WireLanding {
	/** Which of the request's packets, from 0. */
	readonly packet: number;
	/** How many of it landed here. */
	readonly count: number;
	/** Null when there is no such VPort. */
	readonly vportId: number | null;
	/** Null when dropped. */
	readonly processor: string | null;
	/** What steered it there; null when dropped. */
	readonly steeredBy: 'primary' | 'default' | 'entry' | null;
	/** Index into the indirection table; null when no entry was asked. */
	readonly entry: number | null;
	/** Null without a hash. */
	readonly hashType: HashTypeName | null;
	/** 32 bits, unsigned; null without a hash. */
	readonly hash: number | null;
	/** Why it was dropped; absent when it was not. */
	readonly reason?: DropReason;
	/** What kept the packet from being read to its ports, in words; absent when nothing did. */
	readonly problem?: string;
}

export interface CountersParams {
	/** Only this VPort. */
	readonly vportId?: number;
	/** Only VPorts from this id on: the `next` of the answer before. */
	readonly from?: number;
}

/** Packets since the last `counters/reset` or the daemon's start. */
export interface WireCounters {
	/** Of the whole adapter, dropped ones included, and those of VPorts that are gone. */
	readonly packets: number;
	readonly dropped: Readonly<Record<DropReason, number>>;
	/** By ascending id, at most 1,000: those for which packets came. */
	readonly vports: readonly WireVPortCounters[];
	/** Ask `from` this id for the rest; absent when that is all. */
	readonly next?: number;
}

export interface WireVPortCounters {
	readonly vportId: number;
	/** Dropped ones not included. */
	readonly packets: number;
	readonly dropped: number;
	/** Taken by the primary processor, RSS being off. */
	readonly primary: number;
	/** Taken by the default processor, having no hash. */
	readonly default: number;
	/** By index; those that took none are left out. */
	readonly entries: readonly { readonly entry: number; readonly packets: number }[];
	/** By group, then number; those that took none are left out. */
	readonly processors: readonly { readonly processor: string; readonly packets: number }[];
	/** Null: without a hash. Those that did not occur are left out. */
	readonly hashTypes: readonly { readonly hashType: HashTypeName | null; readonly packets: number }[];
}

export interface CountersReset {
	readonly reset: true;
}

export interface WatchParams {
	/** Time between two notifications at least, 50..60,000; 250 when not said. */
	readonly milliseconds?: number;
}

export interface Watching {
	readonly watching: boolean;
}

/** Totals as in `counters/get`. */
export interface CountersChanged {
	readonly packets: number;
	readonly dropped: number;
}

export interface FilterParams {
	/** These and no others; at most 65,536. None: every packet goes to the default VPort. */
	readonly filters: readonly FilterSpec[];
}

/** Which packets a VPort gets. A filter whose VPort does not exist filters nothing. */
export interface FilterSpec {
	/** Destination: `00-15-5D-01-02-03`, or with colons. */
	readonly macAddress: string;
	/** 1..4094; packets that are untagged or of VLAN 0 when absent or 0. */
	readonly vlanId?: number;
	readonly vportId: number;
}

export interface FilterState {
	/** How many are in force. */
	readonly filters: number;
}
