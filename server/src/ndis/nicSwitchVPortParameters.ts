import { countedString } from './countedString.js';
import { type GroupAffinity, groupAffinity } from './groupAffinity.js';
import { encodeField, readAt, structure, u16, u32 } from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';

/** Size in bytes on x64 by revision, through the revision's last member. */
export const NIC_SWITCH_VPORT_PARAMETERS_SIZES = [0x23c, 0x2ec] as const;
/** sizeof(NDIS_NIC_SWITCH_VPORT_PARAMETERS) on x64. */
export const NIC_SWITCH_VPORT_PARAMETERS_SIZE = 0x2f0;

// The members of revision 1, which every buffer has; NdkParams and QosSqId behind them are left alone.
const layout = structure(NIC_SWITCH_VPORT_PARAMETERS_SIZES[0], {
	header: [0x000, objectHeader],
	flags: [0x004, u32],
	switchId: [0x008, u32],
	vportId: [0x00c, u32],
	vportName: [0x010, countedString],
	attachedFunctionId: [0x214, u16],
	numQueuePairs: [0x218, u32],
	interruptModeration: [0x21c, u32],
	vportState: [0x220, u32],
	processorAffinity: [0x228, groupAffinity],
	lookaheadSize: [0x238, u32],
});

const HEADER: ObjectHeader = {
	type: ObjectType.DEFAULT,
	revision: 2,
	size: NIC_SWITCH_VPORT_PARAMETERS_SIZES[1],
};

/** NDIS_NIC_SWITCH_VPORT_PARAMETERS, x64 (OID_NIC_SWITCH_CREATE_VPORT, OID_NIC_SWITCH_VPORT_PARAMETERS). */
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

/** The whole structure of revision 2, 0x2f0 bytes. A header may be given to say something else than the right thing. */
export function encodeNicSwitchVPortParameters(
	value: NicSwitchVPortParameters,
	header: ObjectHeader = HEADER,
): Uint8Array {
	return encodeField(layout, { ...value, header }, NIC_SWITCH_VPORT_PARAMETERS_SIZE);
}

/** Undefined when the buffer is shorter than revision 1. */
export function decodeNicSwitchVPortParameters(
	buffer: Uint8Array,
): (NicSwitchVPortParameters & { readonly header: ObjectHeader }) | undefined {
	return readAt(buffer, 0, layout);
}

/** The members and their offsets, for tools that name every field of a buffer. */
export { layout as nicSwitchVPortParametersLayout };
