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
	/** Receive hash calculation without RSS (OID_GEN_RECEIVE_HASH) is on; absent when it is off. Never with RSS on. */
	readonly receiveHash?: true;
	/** VPortName; empty when none was given. */
	readonly name: string;
}

/**
 * What the requests of one VPort may look at of the others: all but where these point. So a VPort is judged the same
 * however the tables of others look, and need not be judged again when only they change.
 */
export type Neighbour = Omit<EntityState, 'primaryProcessor' | 'defaultProcessor' | 'indirectionTable'>;

/** A virtual function (VF) whose resources are allocated, as OID_NIC_SWITCH_ALLOCATE_VF gave it. */
export interface VirtualFunction {
	readonly vfId: number;
	readonly vmName: string;
	readonly vmFriendlyName: string;
	readonly nicName: string;
	/** At most 32 bytes. */
	readonly permanentMacAddress: Uint8Array;
	/** As many bytes as the permanent one. */
	readonly currentMacAddress: Uint8Array;
}

/** The NIC switch itself, besides its VPorts. */
export interface NicSwitchState {
	/** SwitchFriendlyName */
	readonly name: string;
	/** VFs that are enabled on the adapter, counted from 0: those that can be allocated. */
	readonly numVFs: number;
	/** By ascending VF id. A VPort can only be attached to one of these, or to the physical function. */
	readonly allocatedVFs: readonly VirtualFunction[];
}

/** Every scaling entity of an adapter, by ascending VPort id, and its switch. */
export interface AdapterState {
	readonly entities: readonly EntityState[];
	/**
	 * Absent in native mode and where there is no switch. A state from elsewhere may leave it out: then the VFs that its
	 * VPorts are attached to are allocated, and no others.
	 */
	readonly nicSwitch?: NicSwitchState;
}
