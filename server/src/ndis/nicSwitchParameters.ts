import { countedString } from './countedString.js';
import { encodeField, readAt, structure, u32 } from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';

/** Size in bytes by revision. */
export const NIC_SWITCH_PARAMETERS_SIZES = [0x224, 0x228] as const;
/** Bytes of NDIS_NIC_SWITCH_DELETE_SWITCH_PARAMETERS. */
export const NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE = 0xc;

const layout = structure(NIC_SWITCH_PARAMETERS_SIZES[1], {
	header: [0x000, objectHeader],
	flags: [0x004, u32],
	switchType: [0x008, u32],
	switchId: [0x00c, u32],
	switchFriendlyName: [0x010, countedString],
	numVFs: [0x214, u32],
	numQueuePairsForDefaultVPort: [0x224, u32],
});

const deleteLayout = structure(NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE, {
	header: [0x0, objectHeader],
	flags: [0x4, u32],
	switchId: [0x8, u32],
});

const HEADER: ObjectHeader = {
	type: ObjectType.DEFAULT,
	revision: 2,
	size: NIC_SWITCH_PARAMETERS_SIZES[1],
};
const DELETE_HEADER: ObjectHeader = {
	type: ObjectType.DEFAULT,
	revision: 1,
	size: NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE,
};

/** NDIS_NIC_SWITCH_PARAMETERS (OID_NIC_SWITCH_CREATE_SWITCH). */
export interface NicSwitchParameters {
	readonly flags: number;
	/** NicSwitchType */
	readonly switchType: number;
	readonly switchId: number;
	readonly switchFriendlyName: string;
	readonly numVFs: number;
	/** 0 means 1. */
	readonly numQueuePairsForDefaultVPort: number;
}

/** NDIS_NIC_SWITCH_DELETE_SWITCH_PARAMETERS (OID_NIC_SWITCH_DELETE_SWITCH). */
export interface NicSwitchDeleteSwitchParameters {
	readonly flags: number;
	readonly switchId: number;
}

/** The structure of revision 2, 0x228 bytes. */
export function encodeNicSwitchParameters(
	value: NicSwitchParameters,
	header: ObjectHeader = HEADER,
): Uint8Array {
	return encodeField(layout, { ...value, header });
}

/** Undefined when the buffer is shorter than revision 1, which ends before the queue pairs: then they are 0. */
export function decodeNicSwitchParameters(
	buffer: Uint8Array,
): (NicSwitchParameters & { readonly header: ObjectHeader }) | undefined {
	const [revision1, revision2] = NIC_SWITCH_PARAMETERS_SIZES;
	if (buffer.length < revision1 || buffer.length >= revision2) return readAt(buffer, 0, layout);
	const whole = new Uint8Array(revision2);
	whole.set(buffer.subarray(0, revision1));
	return readAt(whole, 0, layout);
}

/** The structure, 12 bytes. */
export function encodeNicSwitchDeleteSwitchParameters(
	value: NicSwitchDeleteSwitchParameters,
	header: ObjectHeader = DELETE_HEADER,
): Uint8Array {
	return encodeField(deleteLayout, { ...value, header });
}

/** Undefined when the buffer is shorter than the structure. */
export function decodeNicSwitchDeleteSwitchParameters(
	buffer: Uint8Array,
): (NicSwitchDeleteSwitchParameters & { readonly header: ObjectHeader }) | undefined {
	return readAt(buffer, 0, deleteLayout);
}

/** The members and their offsets, for tools that name every field of a buffer. */
export { deleteLayout as nicSwitchDeleteSwitchParametersLayout, layout as nicSwitchParametersLayout };
