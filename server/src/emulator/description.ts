import type { Layout } from '../ndis/layout.js';
import type { Processor } from '../rss/processor.js';

/** How an adapter spreads: the adapter itself (native RSS) or each VPort of its NIC switch (VMQ/VMMQ). */
export type AdapterMode = 'native' | 'vmq';

/** The hash types by their name in a configuration; the NDIS_HASH_* bit of each is in ndis/hash.ts. */
export type HashTypeName =
	| 'ipv4'
	| 'tcpIpv4'
	| 'udpIpv4'
	| 'ipv6'
	| 'tcpIpv6'
	| 'udpIpv6'
	| 'ipv6Ex'
	| 'tcpIpv6Ex'
	| 'udpIpv6Ex';

/**
 * What an adapter advertises: NDIS_NIC_SWITCH_CAPABILITIES and NDIS_RECEIVE_SCALE_CAPABILITIES, each field by its
 * NDIS name in camelCase, each flag of NDIS_NIC_SWITCH_CAPS_* and NDIS_RSS_CAPS_* as a boolean.
 */
export interface AdapterCapabilities {
	/** NIC switch (vmq mode). Counts. */
	readonly maxNumVPorts: number;
	readonly maxNumVFs: number;
	readonly maxNumQueuePairs: number;
	readonly maxNumQueuePairsForDefaultVPort: number;
	readonly maxNumQueuePairsPerNonDefaultVPort: number;
	readonly maxNumRssCapableNonDefaultPFVPorts: number;
	readonly numberOfIndirectionTableEntriesForDefaultVPort: number;
	readonly numberOfIndirectionTableEntriesPerNonDefaultPFVPort: number;
	/** Native RSS: NDIS_RECEIVE_SCALE_CAPABILITIES. Counts. */
	readonly numberOfReceiveQueues: number;
	readonly numberOfIndirectionTableEntries: number;
	readonly numberOfInterruptMessages: number;
	/** NDIS_RSS_CAPS_HASH_TYPE_*: the L4 hash types the adapter computes; plain IP types need no capability. */
	readonly hashTypes: readonly HashTypeName[];
	/** NDIS_RSS_CAPS_SUPPORTS_INDEPENDENT_ENTRY_MOVE: without it the adapter is RSSv1. */
	readonly supportsIndependentEntryMove: boolean;
	/** NDIS_NIC_SWITCH_CAPS_* */
	readonly asymmetricQueuePairsForNonDefaultVPort: boolean;
	readonly vfRss: boolean;
	readonly singleVPortPool: boolean;
	readonly nicSwitchWithoutIov: boolean;
	readonly rssOnPFVPorts: boolean;
	readonly rssPerPFVPortIndirectionTable: boolean;
	readonly rssPerPFVPortHashFunction: boolean;
	readonly rssPerPFVPortHashType: boolean;
	readonly rssPerPFVPortHashKey: boolean;
	readonly rssPerPFVPortIndirectionTableSizeRestricted: boolean;
}

/** The processors an adapter may use for RSS (NDIS_RSS_PROCESSOR_INFO). */
export interface RssProcessorSet {
	readonly base: Processor;
	readonly max: Processor;
	/** The RSS processor array: every processor of the set, each once, within base..max. */
	readonly processors: readonly Processor[];
	readonly preferredNumaNode?: number;
	/** NDIS_RSS_PROFILE, 1..6. */
	readonly profile?: number;
}

/** All that the miniport knows of its adapter before the first request. */
export interface AdapterDescription {
	readonly name: string;
	readonly mode: AdapterMode;
	readonly capabilities: AdapterCapabilities;
	readonly rssProcessors: RssProcessorSet;
	/** NUMA nodes of its machine, where that is known. */
	readonly numaNodes?: readonly { readonly node: number; readonly processors: readonly Processor[] }[];
	/** How the machine of its clients lays structures out; x64 when absent. */
	readonly layout?: Layout;
}
