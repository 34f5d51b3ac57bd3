/**
 * Every custom request and notification between client and server, and nothing else. The client imports these types,
 * never code: method names are string literals that the compiler checks on both sides.
 */
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import type { Baseline, PreviewModel, TableChange, TrafficResult, TrafficSource } from './previewProtocol.js';

export type * from './previewProtocol.js';

/** Requests of the client, by method name. */
export interface Requests {
	/** What the preview shows of a document; null when the document is not open in the server. */
	'rssv2/preview': {
		/** `whatIf`: as if these cells said something else; changes of cells that are not there, or to no processor, are left out. */
		params: { uri: string; whatIf?: TableChange[] };
		result: PreviewModel | null;
	};
	/** The colours of the processors that lines of a document name (from 0, the last included), as its preview has them. */
	'rssv2/swatches': {
		params: { uri: string; lines: { first: number; last: number } };
		/** Null when the document is not open in the server. */
		result: { version: number; swatches: Swatch[] } | null;
	};
	/** What limits keep from being done for a document, a sentence each; empty when nothing is. */
	'rssv2/limits': { params: { uri: string }; result: string[] };
	/** The edit of the text that makes cells point elsewhere; refused when the text is no longer at `version`. */
	'rssv2/editTable': {
		params: { uri: string; version: number; changes: TableChange[] };
		result: WorkspaceEdit;
	};
	/** The state of a device, or of another text of the document, to compare the document with. */
	'rssv2/baseline': {
		params: { uri: string; device: string } | { uri: string; text: string; label: string };
		result: Baseline;
	};
	/** Where the packets of a source would arrive in an entity of the document. */
	'rssv2/traffic': {
		params: {
			uri: string;
			vportId: number;
			source: TrafficSource;
			whatIf?: TableChange[];
			workDoneToken?: string | number;
		};
		result: TrafficResult;
	};
	/** The table of an entity that evens the load of a source with the fewest moved entries; changes no text. */
	'rssv2/balance': {
		params: BalanceWish & { uri: string; source: TrafficSource; workDoneToken?: string | number };
		result: BalanceResult;
	};
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
	/** Plans the way back to the state before the last push to a device, interrupted or not. */
	'rssv2/rollback/plan': {
		params: { device: string; workDoneToken?: string | number };
		result: RollbackPlan;
	};
	/** Applies it; what is not brought back, or cancelled, can be rolled back again. A plan can be applied once. */
	'rssv2/rollback/apply': {
		params: { planId: string; workDoneToken?: string | number };
		result: PushResult;
	};
	/**
	 * Pushes that were interrupted and not rolled back, by whatever process. Emulators are asked whether it left them between
	 * two states; of other devices that is not known, because nothing connects to them without being asked.
	 */
	'rssv2/interruptedPushes': { params: Record<string, never>; result: InterruptedPush[] };
	/** Reads a device's state as the text of a configuration. */
	'rssv2/pull': { params: { device: string }; result: ImportedFile };
	/** How a device stands, and how it differs from a document, when one is named. Nothing is changed. */
	'rssv2/device/inspect': { params: { device: string; uri?: string }; result: DeviceReport };
	/** The devices to tell of with `rssv2/deviceChanged`, and no others. Those that cannot tell of changes are left out. */
	'rssv2/device/watch': { params: { devices: string[] }; result: null };
	/**
	 * Which device each file is for, in place of all that was told before: what a device cannot be given is told in its
	 * files. A URI that names no device is left out.
	 */
	'rssv2/fileDevices': { params: { files: FileDeviceItem[] }; result: null };
	/** The OID requests of a push as a C header: from a fresh adapter of the document, or from a device's state. */
	'rssv2/exportOidRequests': { params: { uri: string; device?: string }; result: ImportedFile };
	/** A document as a PowerShell script for a Windows host; what Windows cannot be given stands at its top. */
	'rssv2/exportPowerShell': { params: { uri: string }; result: ImportedFile };
	/**
	 * Runs Ansible over an inventory (a path): plans or pushes a saved document on every host, as the setting `rssv2.fleet`
	 * says; `only` these hosts when given. Cancelling it puts back what is being pushed and begins nothing more.
	 */
	'rssv2/fleet/run': {
		params: {
			action: 'plan' | 'push';
			uri: string;
			inventory: string;
			only?: string[];
			workDoneToken?: string | number;
		};
		result: { hosts: FleetHost[]; cancelled: boolean };
	};
	/** Turns the text of Get-NetAdapterRss or `ethtool -x` into configurations, one an adapter. */
	'rssv2/import': { params: { text: string }; result: ImportResult };
	/** What brings a document to the newest version of the format; refused when it cannot be, with a sentence. */
	'rssv2/upgrade': { params: { uri: string }; result: UpgradeResult };
	/** The presets that a new configuration can begin with. */
	'rssv2/presets': { params: Record<string, never>; result: readonly PresetItem[] };
	/** A small configuration for an adapter of a preset. */
	'rssv2/new': { params: { preset: string; syntax: 'yaml' | 'json' }; result: ImportedFile };
}

/** An upgrade of a document, to be confirmed change by change. */
export interface UpgradeResult {
	/** The newest version of the format. */
	version: number;
	/** How many changes there are; 0 when the document is of that version already. */
	changes: number;
	edit?: WorkspaceEdit;
}

/** A processor in a text, and its colour. */
export interface Swatch {
	/** Where it begins, in LSP's counting. */
	position: { line: number; character: number };
	/** Index of its colour, as in the preview. */
	colour: number;
}

/** Notifications of the server, by method name. */
export interface Notifications {
	/** A document was checked anew: ask for its preview if you show it. */
	'rssv2/previewChanged': { uri: string; version: number };
	/** A watched device is in another state than before, or can no longer be watched. */
	'rssv2/deviceChanged': { device: string };
	/** What a watched device has counted, told again whenever that changes, but not more often than twice a second. */
	'rssv2/deviceCounters': DeviceCounters;
	/** Where the hosts of the running fleet stand now, in the order of the inventory. */
	'rssv2/fleetChanged': { hosts: FleetHost[] };
	/** The list of running embedded emulators changed. */
	'rssv2/devicesChanged': Record<string, never>;
}

/** What is to be evened, over which processors of the RSS set. */
export interface BalanceWish {
	vportId: number;
	by: 'flows' | 'packets' | 'bytes';
	/** Processors of this node alone. */
	numaNode?: number;
	/** No two threads of one core. */
	oneThreadPerCore?: boolean;
}

/** A balanced table, as changes of the one that the text has. */
export interface BalanceResult {
	/** Of the text that the changes are for. */
	version: number;
	/** What was sent: `lan.pcapng`. */
	title: string;
	/** What it is worth and how near to the best, in sentences. */
	words: string[];
	/** Load before and after of every processor that entries point at, before or after. */
	processors: { processor: string; before: number; after: number }[];
	/** For `rssv2/editTable`; empty when nothing is worth moving. */
	changes: TableChange[];
	/** What must be known of the traffic to read this. */
	notes: string[];
}

export interface DeviceItem {
	/** domain.md §5: `emulator:///path.sock` … */
	uri: string;
	label: string;
	kind: 'emulator' | 'linux' | 'windows';
	/** Where it comes from: an emulator of this window, or the setting `rssv2.devices`. */
	origin: 'embedded' | 'settings';
}

/** The device that a file was last used with. */
export interface FileDeviceItem {
	/** Of the document. */
	uri: string;
	/** Of the device. */
	device: string;
}

/** Packets that a device has received since it began to count. */
export interface DeviceCounters {
	device: string;
	packets: number;
	dropped: number;
	/** Entities that packets came for, by ascending id. */
	entities: EntityCounters[];
}

export interface EntityCounters {
	vportId: number;
	/** Dropped ones not included. */
	packets: number;
	dropped: number;
	/** Those that took packets, by group, then number. */
	processors: { processor: string; packets: number }[];
}

/** How a device stands. */
export interface DeviceReport {
	device: DeviceItem;
	/** `VPort 1 (sql01)`, and a setting a line. */
	entities: { vportId: number; title: string; details: string[] }[];
	/** What is otherwise than the document says, a line each; empty when nothing is. Absent when none was named. */
	differences?: string[];
	/** Why it cannot be compared with the document: a sentence. */
	incomparable?: string;
	/** Set when a push was interrupted and has to be rolled back: a sentence. */
	interrupted?: string;
}

export interface PushPlan {
	/** Names the plan for `rssv2/push/apply`; absent when there is nothing to do or it cannot be pushed. */
	planId?: string;
	device: DeviceItem;
	/** Set when the file cannot be pushed: it has errors, is not open, … */
	refused?: string;
	/** How many errors the file has, when that is why. */
	errors?: number;
	/** What changes, an entity a row; empty when the device is already as the file says. */
	changes: EntityChange[];
	/** What will be asked of the device, in order, in words. */
	steps: string[];
	/** Flows whose packets may be taken out of order, an entity a row. */
	reordered: ReorderedFlows[];
	/** How many moves of the indirection table and the primary and default processors the steps take. */
	economy?: { moves: number; leastMoves: number };
	/** What the file asks for and this kind of device cannot be given, a sentence each. */
	notOnTarget?: string[];
	/** What may keep the device from being as the file says, a sentence each. */
	warnings?: string[];
	/** Set when an earlier push to the device was interrupted and has to be rolled back first: a sentence. */
	interrupted?: string;
}

export interface ReorderedFlows {
	/** `VPort 1 (sql01)` */
	entity: string;
	/** Share of the hash space that changes its processor, above 0 and at most 1. */
	share: number;
	/** A sentence. */
	text: string;
}

/** A push that its process did not bring to an end. */
export interface InterruptedPush {
	device: DeviceItem;
	/** When it began, and how far it came: a sentence. */
	message: string;
}

/** The way back to the state before the last push to a device. */
export interface RollbackPlan {
	/** Names the plan for `rssv2/rollback/apply`; absent when there is nothing to roll back. */
	planId?: string;
	device: DeviceItem;
	/** Set when nothing can be rolled back: why, a sentence. */
	refused?: string;
	/** The push that is rolled back, a sentence; empty when there is none. */
	push: string;
	/** Whether the push did not come to its end. */
	interrupted: boolean;
	/** What was changed on the device otherwise since the push, a line each, and would be undone too. */
	foreign: string[];
	changes: EntityChange[];
	steps: string[];
	reordered: ReorderedFlows[];
	economy?: { moves: number; leastMoves: number };
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
	/** What was found otherwise than the push had left it, changed by somebody else perhaps, and was undone as well. */
	undone?: string[];
	/** Nothing was asked of the device: it is not any more what was planned against. Plan again. */
	changedMeanwhile?: true;
}

/** How a host of a fleet stands. */
export type FleetHostState =
	/** Not begun: when a run has ended, the device is as it was. */
	| 'waiting'
	| 'running'
	/** As the file says, or rolled back as was asked. */
	| 'applied'
	| 'unchanged'
	/** It would be changed. */
	| 'planned'
	/** The push failed, and the device is as it was. */
	| 'rolledBack'
	/** Nothing was asked of the device. */
	| 'refused'
	/** Cancelled, and the device is as it was. */
	| 'cancelled'
	/** Neither as wanted nor as it was: `differences` says how. */
	| 'broken'
	/** It came to no result. */
	| 'unknown';

/** A host of a fleet and what became of it. */
export interface FleetHost {
	/** As the inventory calls it. */
	host: string;
	state: FleetHostState;
	/** A sentence for the user. */
	message?: string;
	/** What changes, or would, a line an entity. */
	changes?: string[];
	/** Of a broken one: what differs from the state that was there before. */
	differences?: string[];
}

export interface ImportResult {
	files: ImportedFile[];
	/** Lines that could not be understood, told by line. */
	warnings: string[];
}

/** A named set of capabilities. */
export interface PresetItem {
	readonly name: string;
	readonly title: string;
	readonly description: string;
}

export interface ImportedFile {
	/** Suggested file name, `slot-3-port-1.rssv2.yaml`. */
	fileName: string;
	text: string;
}
