import { encodeField, readAt, structure, u32 } from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';

/** Bytes of NDIS_NIC_SWITCH_DELETE_VPORT_PARAMETERS. */
export const NIC_SWITCH_DELETE_VPORT_PARAMETERS_SIZE = 0xc;

const layout = structure(NIC_SWITCH_DELETE_VPORT_PARAMETERS_SIZE, {
	header: [0x0, objectHeader],
	flags: [0x4, u32],
	vportId: [0x8, u32],
});

const HEADER: ObjectHeader = {
	type: ObjectType.DEFAULT,
	revision: 1,
	size: NIC_SWITCH_DELETE_VPORT_PARAMETERS_SIZE,
};

/** NDIS_NIC_SWITCH_DELETE_VPORT_PARAMETERS (OID_NIC_SWITCH_DELETE_VPORT). */
export interface NicSwitchDeleteVPortParameters {
	/** No flag is defined. */
	readonly flags: number;
	readonly vportId: number;
}

/** The structure, 12 bytes. A header may be given to say something else than the right thing. */
export function encodeNicSwitchDeleteVPortParameters(
	value: NicSwitchDeleteVPortParameters,
	header: ObjectHeader = HEADER,
): Uint8Array {
	return encodeField(layout, { ...value, header });
}

/** Undefined when the buffer is shorter than the structure. */
export function decodeNicSwitchDeleteVPortParameters(
	buffer: Uint8Array,
): (NicSwitchDeleteVPortParameters & { readonly header: ObjectHeader }) | undefined {
	return readAt(buffer, 0, layout);
}

/** The members and their offsets, for tools that name every field of a buffer. */
export { layout as nicSwitchDeleteVPortParametersLayout };
