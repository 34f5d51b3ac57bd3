import { countedString } from './countedString.js';
import { type GroupAffinity, groupAffinityOf } from './groupAffinity.js';
import { type Field, type Layout, structure, u16, u32 } from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';

const SWITCH_SIZE = 0x23c;
const VPORT_SIZE = { x64: 0x240, x86: 0x238 } as const;

/** NDIS_NIC_SWITCH_INFO, an element of the answer to OID_NIC_SWITCH_ENUM_SWITCHES. */
export interface NicSwitchInfo {
	readonly header: ObjectHeader;
	readonly flags: number;
	/** NicSwitchType */
	readonly switchType: number;
	readonly switchId: number;
	readonly switchFriendlyName: string;
	readonly numVFs: number;
	readonly numAllocatedVFs: number;
	readonly numVPorts: number;
	readonly numActiveVPorts: number;
	readonly numQueuePairsForDefaultVPort: number;
	readonly numQueuePairsForNonDefaultVPorts: number;
}

/** NDIS_NIC_SWITCH_INFO, 0x23c bytes; its counts of MAC addresses and VLANs are not kept here and written as 0. */
export const nicSwitchInfo: Field<NicSwitchInfo> = structure(SWITCH_SIZE, {
	header: [0x000, objectHeader],
	flags: [0x004, u32],
	switchType: [0x008, u32],
	switchId: [0x00c, u32],
	switchFriendlyName: [0x010, countedString],
	numVFs: [0x214, u32],
	numAllocatedVFs: [0x218, u32],
	numVPorts: [0x21c, u32],
	numActiveVPorts: [0x220, u32],
	numQueuePairsForDefaultVPort: [0x224, u32],
	numQueuePairsForNonDefaultVPorts: [0x228, u32],
});

/** NDIS_NIC_SWITCH_VPORT_INFO, an element of the answer to OID_NIC_SWITCH_ENUM_VPORTS. */
export interface NicSwitchVPortInfo {
	readonly header: ObjectHeader;
	readonly vportId: number;
	readonly flags: number;
	readonly switchId: number;
	readonly vportName: string;
	readonly attachedFunctionId: number;
	readonly numQueuePairs: number;
	readonly interruptModeration: number;
	/** VPortState */
	readonly vportState: number;
	readonly processorAffinity: GroupAffinity;
	readonly lookaheadSize: number;
	readonly numFilters: number;
}

const VPORT_COMMON = {
	header: [0x000, objectHeader],
	vportId: [0x004, u32],
	flags: [0x008, u32],
	switchId: [0x00c, u32],
	vportName: [0x010, countedString],
	attachedFunctionId: [0x214, u16],
	numQueuePairs: [0x218, u32],
	interruptModeration: [0x21c, u32],
	vportState: [0x220, u32],
} as const;

/** NDIS_NIC_SWITCH_VPORT_INFO by layout: 0x240 bytes on x64, 0x238 on x86. */
export const nicSwitchVPortInfoOf: Readonly<Record<Layout, Field<NicSwitchVPortInfo>>> = {
	x64: structure(VPORT_SIZE.x64, {
		...VPORT_COMMON,
		processorAffinity: [0x228, groupAffinityOf.x64],
		lookaheadSize: [0x238, u32],
		numFilters: [0x23c, u32],
	}),
	x86: structure(VPORT_SIZE.x86, {
		...VPORT_COMMON,
		processorAffinity: [0x224, groupAffinityOf.x86],
		lookaheadSize: [0x230, u32],
		numFilters: [0x234, u32],
	}),
};
/** NDIS_NIC_SWITCH_VPORT_INFO on x64. */
export const nicSwitchVPortInfo = nicSwitchVPortInfoOf.x64;

/** The right header of a NDIS_NIC_SWITCH_INFO. */
export const NIC_SWITCH_INFO_HEADER: ObjectHeader = {
	type: ObjectType.DEFAULT,
	revision: 1,
	size: SWITCH_SIZE,
};
/** The right header of a NDIS_NIC_SWITCH_VPORT_INFO. */
export function nicSwitchVPortInfoHeader(layout: Layout): ObjectHeader {
	return { type: ObjectType.DEFAULT, revision: 1, size: VPORT_SIZE[layout] };
}
