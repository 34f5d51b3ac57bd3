/**
 * The wire protocol of the emulator, types only: JSON-RPC 2.0 with Content-Length headers. The daemon answers these
 * requests; the client of server/src/devices sends them. Method names are checked by the compiler on both sides.
 */
import type { AdapterCapabilities, AdapterMode } from '../emulator/description.js';
import type { OidRequestType } from '../emulator/request.js';
import type { Layout } from '../ndis/layout.js';
import type {
	CountersChanged,
	CountersParams,
	CountersReset,
	FilterParams,
	FilterState,
	TrafficParams,
	TrafficResult,
	Watching,
	WatchParams,
	WireCounters,
} from './trafficProtocol.js';

/** Where a daemon listens. */
export type ListenAddress =
	| { readonly kind: 'unix'; readonly path: string }
	| { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly token: string };

/** Requests of a client, by method name. */
export interface DaemonRequests {
	/** On TCP the first request must be this one; on a Unix socket it is accepted and not needed. */
	'session/authenticate': { params: AuthenticateParams; result: AuthenticateResult };
	'oid/request': { params: OidRequestParams; result: OidRequestResult };
	'adapter/describe': { params: NoParams; result: WireAdapter };
	'state/get': { params: NoParams; result: WireState };
	/** Gives the adapter these faults and no others, for every client; an empty list ends all. */
	'fault/set': { params: FaultParams; result: FaultState };
	/** From now on this client is told of every OID request of every client: `oid/traced`. */
	/**
	 * From now on this client has a fresh adapter of its own, gone with its connection: its requests do not reach the
	 * emulator's adapter, which the other clients keep.
	 */
	'adapter/fresh': { params: FreshAdapterParams; result: FreshAdapter };
	/** From now on this client is told of every OID request of every client: `oid/traced`. */
	'trace/start': { params: NoParams; result: TraceStarted };
	/** Ends it. */
	'trace/stop': { params: NoParams; result: TraceStopped };
	/** Receives packets, counts them, and tells where each landed. */
	'traffic/send': { params: TrafficParams; result: TrafficResult };
	/** Which VPort a received packet is for; kept until the daemon ends. */
	'filter/set': { params: FilterParams; result: FilterState };
	'counters/get': { params: CountersParams; result: WireCounters };
	/** Every counter back to 0, for every client. */
	'counters/reset': { params: NoParams; result: CountersReset };
	/** From now on this client is told when counters change: `counters/changed`. */
	'counters/watch': { params: WatchParams; result: Watching };
	/** Ends it. */
	'counters/unwatch': { params: NoParams; result: Watching };
	/**
	 * Asks for the right to change the adapter alone: other clients' requests that would are refused meanwhile. It ends
	 * with the connection, with `lock/release`, or when its client makes no OID request for as long as its lease.
	 */
	'lock/acquire': { params: LockParams; result: LockAcquired };
	'lock/release': { params: NoParams; result: LockReleased };
}

/** Notifications to every client that may ask. */
export interface DaemonNotifications {
	/** The state is another one than before; `revision` only grows. */
	'state/changed': { readonly revision: number };
	/** An OID request was answered; only to clients that asked with `trace/start`. */
	'oid/traced': TracedRequest;
	/** Packets were received or counters reset; only to clients that asked with `counters/watch`. */
	'counters/changed': CountersChanged;
}

export type NoParams = Record<string, never>;

export interface LockParams {
	/** Who asks, as the others are told: a line of at most 200 characters. */
	readonly owner: string;
	/** From 1 to 600. */
	readonly leaseSeconds: number;
}

export type LockAcquired =
	| { readonly acquired: true }
	/** Another holds it, for so long at least. */
	| { readonly acquired: false; readonly owner: string; readonly secondsLeft: number };

export interface LockReleased {
	/** False when this client did not hold it. */
	readonly released: boolean;
}

export interface AuthenticateParams {
	readonly token: string;
}

export interface AuthenticateResult {
	readonly authenticated: true;
}

/** An adapter as a conformance script describes it. */
export interface FreshAdapterParams {
	readonly mode: AdapterMode;
	/** The RSS processor set, `"0:2"`. */
	readonly rssProcessors: readonly string[];
	/** What is left out has room for everything. */
	readonly capabilities?: Partial<AdapterCapabilities>;
	/** Mode vmq: whether the switch comes with VPort 0; true when not said. */
	readonly defaultVPort?: boolean;
	/** Mode native: where the adapter's parameters point; its first RSS processor when not said. */
	readonly nativeAffinity?: string;
	/** How NDIS structures are laid out in requests and answers; x64 when not said. */
	readonly layout?: Layout;
}

export interface FreshAdapter {
	readonly fresh: true;
}

export interface TraceStarted {
	readonly tracing: true;
}

export interface TraceStopped {
	/** How many requests this client was not told of since the last that it was. */
	readonly dropped: number;
}

/** An OID request and its answer. */
export interface TracedRequest {
	/** Counts the requests of the emulator from 1. */
	readonly sequence: number;
	/** How many requests before this one this client was not told of, because it did not read. */
	readonly dropped: number;
	/** Which client made it: counted in the order in which they connected. */
	readonly session: number;
	readonly oid: number;
	/** `0x%08x` when the number has no name. */
	readonly oidName: string;
	readonly type: OidRequestType;
	readonly vportId?: number;
	readonly processor?: string;
	readonly status: number;
	readonly statusName: string;
	/** Base64, as it came. It may hold a hash secret key. */
	readonly inputBuffer: string;
	/** Base64; empty when there is none. */
	readonly outputBuffer: string;
}

export interface OidRequestParams {
	/** A number, `"0x00010214"`, or `"OID_GEN_RECEIVE_SCALE_PARAMETERS_V2"`. */
	readonly oid: number | string;
	readonly type: OidRequestType;
	/** Present when NDIS_OID_REQUEST_FLAGS_VPORT_ID_VALID is set. */
	readonly vportId?: number;
	/** The processor on which the request runs, `"0:4"`: the actor of a move. */
	readonly processor?: string;
	/** The NDIS structure, base64. Empty when absent. */
	readonly inputBuffer?: string;
	/** Bytes the caller has room for; unlimited when absent. */
	readonly outputBufferLength?: number;
}

export interface OidRequestResult {
	/** NDIS_STATUS, unsigned: success is `=== 0`. */
	readonly status: number;
	/** `NDIS_STATUS_SUCCESS`; `0x%08x` when the number has no name. */
	readonly statusName: string;
	/** Base64; empty when there is none. */
	readonly outputBuffer: string;
	readonly bytesNeeded: number;
}

export interface FaultParams {
	readonly faults: readonly FaultSpec[];
}

/** Something that goes wrong on purpose, counted by matching `oid/request`s. */
export interface FaultSpec {
	/** As in `oid/request`; any OID when absent. */
	readonly oid?: number | string;
	/** Any when absent. */
	readonly type?: OidRequestType;
	/** Matching requests that pass first; 0 when absent. */
	readonly skip?: number;
	/**
	 * Matching requests that are spoiled then, 4294967295 for all. When absent: 1, or all for adapterNotReady, adapterRemoved
	 * and lowPower, which last until `fault/set` ends them.
	 */
	readonly times?: number;
	/** How likely each of them is spoiled, above 0 and at most 1; 1 when absent. Those that are not count for nothing. */
	readonly probability?: number;
	/** Which of them: the same seed and the same requests give the same faults. 0 when absent. */
	readonly seed?: number;
	readonly effect: FaultEffect;
}

export type FaultEffect =
	/** Answered with this status, nothing done: `NDIS_STATUS_ADAPTER_NOT_READY`, `NDIS_STATUS_RESOURCES`, … */
	| { readonly kind: 'status'; readonly status: string }
	/** NDIS_STATUS_ADAPTER_NOT_READY */
	| { readonly kind: 'adapterNotReady' }
	/** NDIS_STATUS_ADAPTER_REMOVED */
	| { readonly kind: 'adapterRemoved' }
	/** NDIS_STATUS_LOW_POWER_STATE */
	| { readonly kind: 'lowPower' }
	/** NDIS_STATUS_RESOURCES, once when `times` does not say otherwise: it is transient. */
	| { readonly kind: 'resources' }
	/** The VPort is gone before the request is done, as if its hardware had failed; nothing happens when it is not there. */
	| { readonly kind: 'vportVanishes'; readonly vportId: number }
	/** Done and answered after this time, at most 60,000. Later requests about the same VPort wait behind it; others may overtake it. */
	| { readonly kind: 'delay'; readonly milliseconds: number }
	/** The connection is dropped: nothing is done. */
	| { readonly kind: 'dropBefore' }
	/** The connection is dropped once the request is done and kept: the client cannot know. */
	| { readonly kind: 'dropAfter' };

/** In the order given: how many matching requests each fault still lets pass, and then spoils. */
export interface FaultState {
	readonly faults: readonly { readonly skip: number; readonly times: number }[];
}

/** AdapterDescription with processors written `group:number`. */
export interface WireAdapter {
	readonly name: string;
	readonly mode: AdapterMode;
	readonly capabilities: AdapterCapabilities;
	readonly rssProcessors: {
		readonly base: string;
		readonly max: string;
		readonly processors: readonly string[];
		readonly preferredNumaNode?: number;
		readonly profile?: number;
	};
	/** How NDIS structures are laid out in requests and answers; x64 when absent. */
	readonly layout?: Layout;
}

/** AdapterState with processors written `group:number` and the key in hex. */
export interface WireState {
	/** By ascending VPort id. */
	readonly entities: readonly WireEntity[];
	/** Absent in native mode and where there is no switch. */
	readonly nicSwitch?: WireNicSwitch;
}

export interface WireNicSwitch {
	readonly name: string;
	/** VFs that can be allocated, counted from 0. */
	readonly numVFs: number;
	/** By ascending VF id. */
	readonly allocatedVFs: readonly WireVirtualFunction[];
}

export interface WireVirtualFunction {
	readonly vfId: number;
	readonly vmName: string;
	readonly vmFriendlyName: string;
	readonly nicName: string;
	/** Hex digits, two a byte. */
	readonly permanentMacAddress: string;
	/** Hex digits, two a byte. */
	readonly currentMacAddress: string;
}

export interface WireEntity {
	readonly vportId: number;
	readonly active: boolean;
	/** 0xffff (NDIS_PF_FUNCTION_ID), or the number of a virtual function. */
	readonly attachedFunctionId: number;
	readonly rssEnabled: boolean;
	readonly numberOfQueues: number;
	/** NDIS_HASH_* type bits | hash function. */
	readonly hashInformation: number;
	/** 80 hex digits. */
	readonly hashSecretKey: string;
	readonly primaryProcessor: string;
	readonly defaultProcessor: string;
	readonly indirectionTable: readonly string[];
	/** Receive hash calculation without RSS is on; absent when it is off. */
	readonly receiveHash?: true;
	readonly name: string;
}

/**
 * JSON-RPC error codes of the daemon besides the standard ones (-32700 parse error, -32600 invalid request, -32601 method
 * not found, -32602 invalid params, -32603 internal error).
 */
export type DaemonErrorCode =
	/** The token is wrong, or the first request was not `session/authenticate`. The connection is closed. */
	| -32001
	/** Another client holds the lock, and the request would change the adapter. Nothing was done. */
	| -32002;
