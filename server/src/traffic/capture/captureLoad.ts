import type { HashTypeName } from '../../emulator/description.js';
import type { NoEntry } from './places.js';

/** Packets, bytes on the wire, and flows (a flow is one direction). */
export interface Load {
	readonly packets: number;
	readonly bytes: number;
	/** Counted, or estimated when {@link CaptureLoad.approximate} is set. */
	readonly flows: number;
}

/** One flow of a capture. */
export interface CapturedFlow {
	/** `192.0.2.1` */
	readonly source: string;
	readonly destination: string;
	/** Absent for protocols without ports and for fragments. */
	readonly sourcePort?: number;
	readonly destinationPort?: number;
	/** IP protocol number. */
	readonly protocol: number;
	readonly fragment: boolean;
	/** The capture kept too little of its packets to know their hash. */
	readonly cut: boolean;
	readonly packets: number;
	readonly bytes: number;
	/** Entry it is hashed to; absent when it is under none. */
	readonly entry?: number;
}

/** The load of one entry. */
export interface EntryLoad extends Load {
	/** Its largest flows by bytes, largest first. */
	readonly largest: readonly CapturedFlow[];
}

/** The load of one hash type. */
export interface HashTypeLoad {
	readonly type: HashTypeName;
	readonly packets: number;
	readonly bytes: number;
}

/** What is counted under no entry, and why. */
export interface NoEntryLoad extends Load {
	readonly reason: NoEntry;
	readonly words: string;
	/** They go to the default processor; else nobody knows where. */
	readonly toDefault: boolean;
}

/** Set when there were more flows than are told apart, so that small ones were dropped. */
export interface Approximation {
	/** Flows told apart at most. */
	readonly maxFlows: number;
	/** Standard error of all numbers of flows, as a part of them. */
	readonly flowsError: number;
	/** At most so many bytes may be missing from a flow's count; packets and bytes of entries are exact. */
	readonly missingBytes: number;
}

/**
 * What a capture puts on the entries of an indirection table of some size, under some key and hash types: all that is
 * needed to say where it goes with any table of that size, or of a smaller power of two.
 */
export interface CaptureLoad {
	readonly total: Load;
	/** By index. */
	readonly entries: readonly EntryLoad[];
	/** Types that hashed anything, by their NDIS_HASH_* bit. */
	readonly hashTypes: readonly HashTypeLoad[];
	/** Those that occurred, in a fixed order. */
	readonly noEntry: readonly NoEntryLoad[];
	/** The largest flows by bytes, largest first. */
	readonly topFlows: readonly CapturedFlow[];
	/** Packets that have an IP header. */
	readonly ipPackets: number;
	/** IP fragments, first ones included: hashed without ports. */
	readonly fragments: number;
	/** LINKTYPE_* by how many packets have it, most first. */
	readonly linkTypes: readonly { readonly linkType: number; readonly packets: number }[];
	/** From the first packet of the file to its last, by their times; undefined when none has a time. */
	readonly seconds: number | undefined;
	readonly approximate: Approximation | undefined;
}
