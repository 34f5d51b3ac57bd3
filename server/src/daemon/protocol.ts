/**
 * The wire protocol of the emulator, types only: JSON-RPC 2.0 with Content-Length headers. The daemon answers these
 * requests; the client of server/src/devices sends them. Method names are checked by the compiler on both sides.
 */
import type { AdapterCapabilities, AdapterMode } from '../emulator/description.js';
import type { OidRequestType } from '../emulator/request.js';

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
}

/** Notifications to every client that may ask. */
export interface DaemonNotifications {
	/** The state is another one than before; `revision` only grows. */
	'state/changed': { readonly revision: number };
}

export type NoParams = Record<string, never>;

export interface AuthenticateParams {
	readonly token: string;
}

export interface AuthenticateResult {
	readonly authenticated: true;
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
}

/** AdapterState with processors written `group:number` and the key in hex. */
export interface WireState {
	/** By ascending VPort id. */
	readonly entities: readonly WireEntity[];
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
	readonly name: string;
}

/**
 * JSON-RPC error codes of the daemon besides the standard ones (-32700 parse error, -32600 invalid request, -32601 method
 * not found, -32602 invalid params, -32603 internal error).
 */
export type DaemonErrorCode =
	/** The token is wrong, or the first request was not `session/authenticate`. The connection is closed. */
	-32001;
