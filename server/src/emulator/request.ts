import type { Processor } from '../rss/processor.js';

export type OidRequestType = 'query' | 'set' | 'method';

/** One NDIS_OID_REQUEST as it reaches the miniport. */
export interface OidRequest {
	readonly oid: number;
	readonly type: OidRequestType;
	/** Present when NDIS_OID_REQUEST_FLAGS_VPORT_ID_VALID is set. */
	readonly vportId?: number;
	/** The processor on which the request runs (the *actor* of a move). */
	readonly processor?: Processor;
	readonly inputBuffer: Uint8Array;
	/** Bytes the caller has room for in a query or method; unlimited when absent. */
	readonly outputBufferLength?: number;
}

/** The miniport's answer. `refusals` explains in-process; over the wire only the first three travel. */
export interface OidResult {
	/** NDIS_STATUS as an unsigned 32-bit number: success is `=== 0` (NOT_ACCEPTED is positive in NT terms). */
	readonly status: number;
	readonly outputBuffer: Uint8Array;
	/** For INVALID_LENGTH / BUFFER_TOO_SHORT: how many bytes are wanted; else 0. */
	readonly bytesNeeded: number;
	/** Why anything was refused: one for a set, one for each refused group of a move. Empty on success. */
	readonly refusals: readonly Refusal[];
}

/** A steering parameter of an entity. */
export type SteeringParameter = 'primary' | 'default' | { readonly entry: number };

/** The thing in a request that a refusal is about. */
export type RefusalSubject =
	| { readonly kind: 'steering'; readonly vportId: number; readonly parameter: SteeringParameter }
	| { readonly kind: 'member'; readonly vportId: number; readonly member: RequestMember };

/** Members of the request structures that a rule can refuse, by their NDIS name in camelCase. */
export type RequestMember =
	| 'header'
	| 'flags'
	| 'hashInformation'
	| 'hashSecretKey'
	| 'numberOfQueues'
	| 'numberOfIndirectionTableEntries'
	| 'switchId'
	| 'vportId'
	| 'processorAffinity'
	| 'attachedFunctionId'
	| 'vportState'
	| 'macAddressLength'
	| 'buffer';

/** One refusal: which rule said no, with which status, about what, in words a person understands. */
export interface Refusal {
	readonly status: number;
	/** Stable id of the rule in emulator/ruleTable.ts, e.g. `entries-power-of-two`. */
	readonly rule: string;
	/** A sentence: what is wrong and what the limit is, with the figures. No status name in it. */
	readonly message: string;
	/**
	 * What caused it, most to blame first. For "outside the RSS set": every offending parameter. For NO_QUEUES: the
	 * parameters that first use each processor beyond the limit (default counted first, then entries by index).
	 */
	readonly subjects: readonly RefusalSubject[];
	/** What it conflicts with, e.g. numberOfQueues for NO_QUEUES: shown as related information. */
	readonly related: readonly RefusalSubject[];
}
