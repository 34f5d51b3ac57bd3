import type { Processor } from '../rss/processor.js';

/** NDIS_DEFAULT_VPORT_ID; in native mode the adapter's one scaling entity also answers to it. */
export const DEFAULT_VPORT_ID = 0;
/** NDIS_PF_FUNCTION_ID: the VPort is attached to the physical function. */
export const PF_FUNCTION_ID = 0xffff;

/** The steering parameters and settings of one scaling entity: a VPort, or the adapter itself in native mode. */
export interface EntityState {
	readonly vportId: number;
	/** VPort activated (NdisNicSwitchVPortStateActivated). */
	readonly active: boolean;
	/** PF_FUNCTION_ID or the number of the virtual function. */
	readonly attachedFunctionId: number;
	readonly rssEnabled: boolean;
	readonly numberOfQueues: number;
	/** NDIS_HASH_* type bits | hash function; 0 until first set. */
	readonly hashInformation: number;
	/** 40 bytes; zeros until first set. */
	readonly hashSecretKey: Uint8Array;
	readonly primaryProcessor: Processor;
	readonly defaultProcessor: Processor;
	/** ITE[0..N-1] */
	readonly indirectionTable: readonly Processor[];
	/** VPortName; empty when none was given. */
	readonly name: string;
}

/** Every scaling entity of an adapter, by ascending VPort id. */
export interface AdapterState {
	readonly entities: readonly EntityState[];
}
