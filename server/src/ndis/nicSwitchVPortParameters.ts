import { countedString } from './countedString.js';
import { type GroupAffinity, groupAffinityOf } from './groupAffinity.js';
import { DEFAULT_LAYOUT, encodeField, type Layout, readAt, structure, u16, u32 } from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';

/** Size in bytes on x64 by revision, through the revision's last member. */
export const NIC_SWITCH_VPORT_PARAMETERS_SIZES = [0x23c, 0x2ec] as const;
/** sizeof(NDIS_NIC_SWITCH_VPORT_PARAMETERS) on x64. */
export const NIC_SWITCH_VPORT_PARAMETERS_SIZE = 0x2f0;

/** Size in bytes on x86 by revision. */
const X86_SIZES = [0x234, 0x2e4] as const;
/** Size in bytes by layout and revision, through the revision's last member. */
export const nicSwitchVPortParametersSizes: Readonly<Record<Layout, readonly [number, number]>> = {
	x64: NIC_SWITCH_VPORT_PARAMETERS_SIZES,
	x86: X86_SIZES,
};
const WHOLE: Readonly<Record<Layout, number>> = { x64: NIC_SWITCH_VPORT_PARAMETERS_SIZE, x86: 0x2e8 };

const COMMON = {
	header: [0x000, objectHeader],
	flags: [0x004, u32],
	switchId: [0x008, u32],
	vportId: [0x00c, u32],
	vportName: [0x010, countedString],
	attachedFunctionId: [0x214, u16],
	numQueuePairs: [0x218, u32],
	interruptModeration: [0x21c, u32],
	vportState: [0x220, u32],
} as const;

// The members of revision 1, which every buffer has; NdkParams and QosSqId behind them are left alone.
const byLayout = {
	x64: structure(NIC_SWITCH_VPORT_PARAMETERS_SIZES[0], {
		...COMMON,
		processorAffinity: [0x228, groupAffinityOf.x64],
		lookaheadSize: [0x238, u32],
	}),
	x86: structure(X86_SIZES[0], {
		...COMMON,
		processorAffinity: [0x224, groupAffinityOf.x86],
		lookaheadSize: [0x230, u32],
	}),
};

/** NDIS_NIC_SWITCH_VPORT_PARAMETERS (OID_NIC_SWITCH_CREATE_VPORT, OID_NIC_SWITCH_VPORT_PARAMETERS). */
export interface NicSwitchVPortParameters {
	/** VPortFlag */
	readonly flags: number;
	readonly switchId: number;
	readonly vportId: number;
	readonly vportName: string;
	/** NDIS_PF_FUNCTION_ID or the number of a virtual function. */
	readonly attachedFunctionId: number;
	readonly numQueuePairs: number;
	readonly interruptModeration: number;
	/** VPortState */
	readonly vportState: number;
	readonly processorAffinity: GroupAffinity;
	readonly lookaheadSize: number;
}

/**
 * The whole structure of revision 2: 0x2f0 bytes on x64, 0x2e8 on x86. A header may be given to say something else than
 * the right thing.
 */
export function encodeNicSwitchVPortParameters(
	value: NicSwitchVPortParameters,
	header?: ObjectHeader,
	layout: Layout = DEFAULT_LAYOUT,
): Uint8Array {
	const right = {
		type: ObjectType.DEFAULT,
		revision: 2,
		size: nicSwitchVPortParametersSizes[layout][1],
	};
	return encodeField(byLayout[layout], { ...value, header: header ?? right }, WHOLE[layout]);
}

/** Undefined when the buffer is shorter than revision 1. */
export function decodeNicSwitchVPortParameters(
	buffer: Uint8Array,
	layout: Layout = DEFAULT_LAYOUT,
): (NicSwitchVPortParameters & { readonly header: ObjectHeader }) | undefined {
	return readAt(buffer, 0, byLayout[layout]);
}

/** The members and their offsets, for tools that name every field of a buffer. */
export { byLayout as nicSwitchVPortParametersLayouts };
