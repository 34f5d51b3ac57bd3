import type { AdapterCapabilities, AdapterMode, HashTypeName } from '../emulator/description.js';
import type { AddressFamily } from '../rss/engine/flowBatch.js';
import type { Processor } from '../rss/processor.js';
import type { FlowSetParameters } from '../traffic/flowSets/flowSet.js';
import type { FlowSetId } from '../traffic/flowSets/index.js';
import type { Span } from './tree.js';

/** A value and where it stands in the text. An assumed value (a default) stands where it would be written: its parent. */
export interface Located<T> {
	readonly value: T;
	readonly span: Span;
	/** True when the text does not spell it out. */
	readonly assumed?: boolean;
}

/** A configuration file, read and typed. Whatever is here is well-formed; whether an adapter takes it, the emulator says. */
export interface Configuration {
	/** The machine that the adapter sits in, where it has a name. */
	readonly hostName: Located<string> | undefined;
	/** Its processors, where they are described. */
	readonly host: Host | undefined;
	readonly adapter: Adapter;
	readonly entities: readonly ScalingEntity[];
	/** Made-up traffic to look at the spread with; undefined when the file has none. */
	readonly traffic: Traffic | undefined;
}

export interface Host {
	readonly numaNodes: readonly NumaNode[];
}

export interface NumaNode {
	readonly node: Located<number>;
	readonly processors: readonly Processor[];
	/** Hyper-threads of one core have consecutive processor numbers, `threadsPerCore` of them. 1 when not said. */
	readonly threadsPerCore: number;
	readonly span: Span;
}

export interface Adapter {
	readonly name: Located<string>;
	readonly mode: Located<AdapterMode>;
	/** The preset with everything spelled out laid over it. */
	readonly capabilities: Located<AdapterCapabilities>;
	readonly preset: Located<string> | undefined;
	readonly rssProcessors: RssProcessors;
	readonly hash: Hash;
	readonly span: Span;
}

export interface RssProcessors {
	readonly base: Located<Processor>;
	readonly max: Located<Processor>;
	readonly maxProcessors: Located<number> | undefined;
	readonly profile: Located<string> | undefined;
	readonly preferredNumaNode: Located<number> | undefined;
	/** The set itself: base..max of the host's processors, capped by count, profile and NUMA node. Ascending. */
	readonly processors: readonly Processor[];
	readonly span: Span;
}

export interface Hash {
	readonly types: Located<readonly HashTypeName[]>;
	/** As many bytes as written; the emulator says whether 40 are wanted. */
	readonly secretKey: Located<Uint8Array>;
}

/** A VPort, or the adapter itself in native mode (vportId 0). */
export interface ScalingEntity {
	readonly vportId: Located<number>;
	readonly name: Located<string> | undefined;
	readonly attachedTo: Located<'pf' | { readonly vf: number }>;
	readonly scheduling: Located<'dynamic' | 'staticVrss' | 'staticVmq'>;
	readonly active: Located<boolean>;
	readonly rss: Located<boolean>;
	readonly numberOfQueues: Located<number>;
	readonly primaryProcessor: Located<Processor>;
	readonly defaultProcessor: Located<Processor>;
	readonly indirectionTable: IndirectionTable;
	readonly hash: Hash;
	readonly linux: { readonly interface: Located<string> } | undefined;
	readonly windows: { readonly vm?: Located<string>; readonly networkAdapter?: Located<string> } | undefined;
	readonly span: Span;
}

export interface IndirectionTable {
	/** ITE[i], in order. */
	readonly entries: readonly Processor[];
	/** Where entry i comes from: its own cell when spelled out, the processor's place in the generator otherwise. */
	readonly cells: readonly Span[];
	/** Where the number of entries is said: `numberOfEntries`, or the list itself. */
	readonly size: Span;
	readonly generated: boolean;
	/** Generated from weights: whatever is uneven is meant. */
	readonly weighted: boolean;
	readonly span: Span;
}

/** `traffic:`: flow sets to show the spread with. */
export interface Traffic {
	/** Flows of all sets together. */
	readonly flows: Located<number>;
	readonly seed: Located<number>;
	/** One or more. */
	readonly flowSets: readonly TrafficFlowSet[];
	readonly span: Span;
}

export interface TrafficFlowSet {
	readonly kind: Located<FlowSetId>;
	readonly name: Located<string> | undefined;
	/** Weight among the sets, 0 or more. */
	readonly share: Located<number>;
	/** Undefined: the first that the hash types of an entity cover. */
	readonly family: Located<AddressFamily> | undefined;
	readonly protocol: Located<'tcp' | 'udp'> | undefined;
	/** Those that the file spells out. */
	readonly parameters: Partial<FlowSetParameters>;
	readonly span: Span;
}
