/**
 * Every custom request and notification between client and server, and nothing else. The client imports these types,
 * never code: method names are string literals that the compiler checks on both sides.
 */
import type { Range } from 'vscode-languageserver-types';

/** Requests of the client, by method name. */
export interface Requests {
	/** What the preview shows of a document; null when the document is not open in the server. */
	'rssv2/preview': { params: { uri: string }; result: PreviewModel | null };
	/** Devices to choose from: running embedded emulators and those in the settings. */
	'rssv2/devices': { params: Record<string, never>; result: DeviceItem[] };
	/** Starts an emulator of the document's adapter inside the server; answers its device URI. */
	'rssv2/emulator/start': { params: { uri: string }; result: DeviceItem };
	'rssv2/emulator/stop': { params: { device: string }; result: null };
	/** Reads the device and plans the way from its state to the document's. */
	'rssv2/push/plan': {
		params: { uri: string; device: string; workDoneToken?: string | number };
		result: PushPlan;
	};
	/** Applies a plan; cancelling it rolls back. A plan can be applied once. */
	'rssv2/push/apply': { params: { planId: string; workDoneToken?: string | number }; result: PushResult };
	/** Reads a device's state as the text of a configuration. */
	'rssv2/pull': { params: { device: string }; result: ImportedFile };
	/** The OID requests of a push as a C header: from a fresh adapter of the document, or from a device's state. */
	'rssv2/exportOidRequests': { params: { uri: string; device?: string }; result: ImportedFile };
	/** Turns the text of Get-NetAdapterRss or `ethtool -x` into configurations, one an adapter. */
	'rssv2/import': { params: { text: string }; result: ImportResult };
}

/** Notifications of the server, by method name. */
export interface Notifications {
	/** A document was checked anew: ask for its preview if you show it. */
	'rssv2/previewChanged': { uri: string; version: number };
	/** The list of running embedded emulators changed. */
	'rssv2/devicesChanged': Record<string, never>;
}

export interface DeviceItem {
	/** domain.md §5: `emulator:///path.sock` … */
	uri: string;
	label: string;
	kind: 'emulator' | 'linux' | 'windows';
	/** Where it comes from: an emulator of this window, or the setting `rssv2.devices`. */
	origin: 'embedded' | 'settings';
}

export interface PushPlan {
	/** Names the plan for `rssv2/push/apply`; absent when there is nothing to do or it cannot be pushed. */
	planId?: string;
	device: DeviceItem;
	/** Set when the file cannot be pushed: it has errors, is not open, … */
	refused?: string;
	/** What changes, an entity a row; empty when the device is already as the file says. */
	changes: EntityChange[];
	/** What will be asked of the device, in order, in words. */
	steps: string[];
}

export interface EntityChange {
	/** `VPort 1 (sql01)` */
	entity: string;
	/** create: not on the device yet; delete: on the device, not in the file. */
	action: 'create' | 'change' | 'delete';
	/** `numberOfQueues: 1 → 4`, `indirectionTable: 12 of 16 entries` */
	details: string[];
}

export interface PushResult {
	outcome: 'applied' | 'rolledBack' | 'failed' | 'cancelled';
	/** One sentence for the user. */
	message: string;
	/** How many steps of the plan the device took. */
	stepsDone: number;
	stepsPlanned: number;
	/** After anything but `applied`: what differs from the state first read; empty when all was put back. */
	differences: string[];
}

export interface ImportResult {
	files: ImportedFile[];
	/** Lines that could not be understood, told by line. */
	warnings: string[];
}

export interface ImportedFile {
	/** Suggested file name, `slot-3-port-1.rssv2.yaml`. */
	fileName: string;
	text: string;
}

// ---- Preview -----------------------------------------------------------------------------------------------------

export interface PreviewModel {
	uri: string;
	version: number;
	/** `slot3-port1.rssv2.yaml` */
	fileName: string;
	/** The text cannot be read just now: this is the last state that could. */
	stale: boolean;
	/** Absent while nothing could be read yet; findings may say why. */
	adapter?: AdapterView;
	entities: EntityView[];
	findings: FindingView[];
}

export interface AdapterView {
	name: string;
	mode: 'native' | 'vmq';
	/** `0:2–0:14 · 7 processors` */
	rssProcessorsText: string;
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
	/** `sql01`, or `VPort 1` when it has no name. */
	title: string;
	/** `VPort 1`, `VPort 1 · RSS off` */
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
	errors: number;
	warnings: number;
	range: Range;
}

export interface CellView {
	processor: string;
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

/** Messages of the webview to its host (the extension, or a fake one in a plain browser). */
export type PreviewToHost =
	| { type: 'ready' }
	/** Selects a range in the text; `focus`: the keyboard goes there too. */
	| { type: 'reveal'; range: Range; focus?: boolean }
	| { type: 'openLink'; url: string }
	| { type: 'push' };

/** Messages of the host to the webview. */
export type HostToPreview = { type: 'show'; model: PreviewModel } | { type: 'unavailable'; message: string };
