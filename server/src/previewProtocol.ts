/** What the preview shows, and what it and its host say to each other. Types alone: the page imports no code. */
import type { Range } from 'vscode-languageserver-types';

export interface PreviewModel {
	uri: string;
	version: number;
	/** `slot3-port1.rssv2.yaml` */
	fileName: string;
	/** The text cannot be read just now: this is the last state that could. */
	stale: boolean;
	/** How many changes of a what-if are in this picture and not in the text; absent outside a what-if. */
	whatIf?: number;
	/** Absent while nothing could be read yet; findings may say why. */
	adapter?: AdapterView;
	entities: EntityView[];
	findings: FindingView[];
	traffic: TrafficOffer;
}

export interface AdapterView {
	name: string;
	mode: 'native' | 'vmq';
	/** The RSS set: from base to max (`0:2–0:14`), and how many processors of these. */
	rssProcessors: { range: string; count: number };
	vports?: { used: number; limit: number };
	queues: { used: number; limit: number };
	/** The host's NUMA nodes, then one without a number for processors of the file that no node has, if any. */
	topology: NumaNodeView[];
}

export interface NumaNodeView {
	/** Absent when the file does not say. */
	node?: number;
	preferred: boolean;
	/** Threads of one core side by side. */
	cores: ProcessorView[][];
}

export interface ProcessorView {
	/** `0:2` */
	id: string;
	inRssSet: boolean;
	/** Index of its colour, the same everywhere; absent when nothing points at it. */
	colour?: number;
}

export interface EntityView {
	/** Stable while the document lives: `vport:1`, `adapter`. */
	key: string;
	/** 0 in native mode. */
	vportId: number;
	/** `sql01`, or `VPort 1` when it has no name. */
	title: string;
	/** `VPort 1`, or `Adapter` */
	subtitle: string;
	rss: boolean;
	/** Distinct processors of the active parameters against numberOfQueues. */
	queues: { used: number; limit: number };
	table: CellView[];
	defaultProcessor: SteeringView;
	primaryProcessor: SteeringView;
	/** Share of entries (0..1) per processor that gets any, busiest first; with RSS off all on the primary. */
	shares: { processor: string; entries: number; share: number }[];
	/** Share of entries (0..1) per NUMA node, ascending; absent node = not in the file's host. */
	numa: { node?: number; share: number }[];
	/** 1 / processors in use. */
	evenShare: number;
	/** What the hash key makes of the table; absent while RSS is off, and for a table of one entry. */
	hashKey?: KeyView;
	errors: number;
	warnings: number;
	range: Range;
}

/** How many entries of a table a hash key reaches, by linear algebra over GF(2). */
export interface KeyView {
	/** Rank of the hash bits that choose an entry, the least over the hash types: 2^rank entries are reached. */
	rank: number;
	/** log2(N): the most it can be. */
	of: number;
	/** Sentences: what that means, and what else is to be known of the key. */
	words: string[];
}

export interface CellView {
	processor: string;
	/** In a what-if: what the text says, where that is something else. */
	was?: string;
	/** Its place in the text: the cell, or what generated it. */
	range: Range;
	/** A finding stands on this very cell. */
	severity?: 'error' | 'warning' | 'information' | 'hint';
}

export interface SteeringView {
	processor: string;
	/** Primary counts while RSS is off, default while it is on. */
	active: boolean;
	range: Range;
}

export interface FindingView {
	code: string;
	severity: 'error' | 'warning' | 'information' | 'hint';
	kind: 'syntax' | 'schema' | 'value' | 'refusal' | 'lint';
	message: string;
	range: Range;
	/** Key of the entity it is about. */
	entity?: string;
	documentation?: string;
}

/** One cell of an indirection table that is to point elsewhere. */
export interface TableChange {
	vportId: number;
	/** Index of the entry, 0..N-1. */
	entry: number;
	/** `0:2` */
	processor: string;
}

/** A state to compare the file with: of a device, or of an older text. */
export interface Baseline {
	/** `emulator nic.sock`, `git HEAD` */
	label: string;
	entities: BaselineEntity[];
}

export interface BaselineEntity {
	vportId: number;
	rss: boolean;
	numberOfQueues: number;
	primaryProcessor: string;
	defaultProcessor: string;
	/** ITE[0..N-1] as `0:2`. */
	table: string[];
}

/** Where packets come from: flows made up, or a capture file. */
export type TrafficSource =
	| { kind: 'flows'; flowSet: string; flows: number; seed: number }
	/** `inner`: of tunnelled packets the inner header counts, not the outer. */
	| { kind: 'capture'; path: string; inner: boolean };

/** A kind of made-up flows to choose. */
export interface FlowSetItem {
	id: string;
	/** `Many clients → one server` */
	label: string;
	description: string;
}

/** What made-up traffic can be chosen, the file's own first, and how much of which seed unless the user says otherwise. */
export interface TrafficOffer {
	flowSets: FlowSetItem[];
	flows: number;
	seed: number;
}

/** Packets, bytes and flows that arrived somewhere. Of made-up flows without sizes each has one packet and no bytes. */
export interface Load {
	packets: number;
	bytes: number;
	flows: number;
}

/** Where the packets of a source arrive in one entity. */
export interface TrafficResult {
	/** `10,000 flows: uniform random, seed 1`, `lan.pcapng` */
	title: string;
	/** What the hash saw: `TCP over IPv4, addresses and ports hashed`; empty while RSS is off. */
	hashed: string;
	total: Load;
	/** Every processor that got any, most packets first. */
	processors: (Load & { processor: string })[];
	/** ITE by index: what its entry got; empty while RSS is off. */
	entries: EntryLoadView[];
	/** The largest flows, most packets first. */
	topFlows: FlowView[];
	/** Packets without a hash, by cause; they go to the default processor. */
	notHashable: { reason: string; packets: number }[];
	/** How even it is, by each measure that is known; empty where there is one processor alone. */
	evenness: EvennessView[];
	/** Sentences on what else is to be thought of it, with figures. */
	judgement: string[];
	/** What the user must know to read this: the capture is truncated, RSS is off. */
	notes: string[];
}

/** What one entry got, with its largest flows by bytes where packets have a size. */
export interface EntryLoadView extends Load {
	largest?: { flow: string; packets: number }[];
}

/** How even a load is, by one measure. */
export interface EvennessView {
	measure: 'packets' | 'bytes' | 'flows';
	/** The busiest processor, and its share (0..1). */
	busiest: string;
	share: number;
	/** Busiest over mean: 1 is even. */
	maxOverMean: number;
	/** Jain's fairness index: 1 is even. */
	jain: number;
}

export interface FlowView extends Load {
	/** `192.0.2.1:40000 → 198.51.100.2:443 TCP` */
	flow: string;
	/** Absent when it was not hashed. */
	entry?: number;
	/** Absent where nobody knows it: the capture kept too little of its packets. */
	processor?: string;
}

/** Messages of the webview to its host (the extension, or a fake one in a plain browser). */
export type PreviewToHost =
	| { type: 'ready' }
	/** Selects a range in the text; `focus`: the keyboard goes there too. */
	| { type: 'reveal'; range: Range; focus?: boolean }
	| { type: 'openLink'; url: string }
	| { type: 'push' }
	/** Changes cells in the text, if that is still at this version; undone in one step. */
	| { type: 'edit'; version: number; changes: TableChange[] }
	/** Takes back the last change of the text. */
	| { type: 'undo' }
	/** From now on the picture is that of the text with these changes; with none, that of the text. */
	| { type: 'whatIf'; changes: TableChange[] }
	/** Asks for a baseline; `again`: the same device or commit, read anew. */
	| { type: 'compare'; with: 'device' | 'head' | 'again' | 'nothing' }
	/** `id` numbers the questions of a page: an answer to an older one is of no use. */
	| { type: 'traffic'; id: number; vportId: number; source: TrafficSource }
	| { type: 'cancelTraffic' }
	/** Asks for the table that evens a source's load, as a what-if. */
	| { type: 'balance'; vportId: number; source: TrafficSource; by: 'packets' | 'bytes' | 'flows' }
	| { type: 'chooseCapture' }
	/** Saves a picture or table; `data` is text, or base64 of a PNG. */
	| { type: 'export'; fileName: string; format: 'svg' | 'csv' | 'png'; data: string }
	/** Whether the panel shows whichever configuration is being edited. */
	| { type: 'follow'; follows: boolean };

/** Messages of the host to the webview. */
export type HostToPreview =
	| { type: 'show'; model: PreviewModel }
	| { type: 'unavailable'; message: string }
	/** An entity to show, by its key. */
	| { type: 'select'; entity: string }
	/** Something that was asked for did not happen, or did: one sentence. */
	| { type: 'notice'; message: string }
	/** What to compare with from now on; absent: with nothing. */
	| { type: 'baseline'; baseline?: Baseline }
	| { type: 'traffic'; id: number; result: TrafficResult }
	| { type: 'trafficProgress'; id: number; message: string; percentage?: number }
	| { type: 'trafficFailed'; id: number; message: string; cancelled?: true }
	/** A table of an entity that is more even, as changes of the one in the text, and what it is worth. */
	| { type: 'balanced'; vportId: number; changes: TableChange[]; words: string[] }
	| { type: 'capture'; path: string; name: string };
