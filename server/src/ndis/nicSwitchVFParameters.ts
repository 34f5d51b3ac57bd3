import { countedString } from './countedString.js';
import { encodeField, plainBytes, readAt, structure, u16, u32 } from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';

/** Bytes of NDIS_NIC_SWITCH_VF_PARAMETERS, on x64 and x86 alike. */
export const NIC_SWITCH_VF_PARAMETERS_SIZE = 0x660;
/** Bytes of NDIS_NIC_SWITCH_FREE_VF_PARAMETERS through its last member, as its header says. */
export const NIC_SWITCH_FREE_VF_PARAMETERS_SIZE = 0xa;
/** sizeof(NDIS_NIC_SWITCH_FREE_VF_PARAMETERS), with the padding at its end. */
const FREE_WHOLE = 0xc;
/** NDIS_MAX_PHYS_ADDRESS_LENGTH: bytes that an address can have. */
export const MAX_MAC_ADDRESS_LENGTH = 32;

const macAddress = plainBytes(MAX_MAC_ADDRESS_LENGTH);

/** NDIS_NIC_SWITCH_VF_PARAMETERS; NDIS_NIC_SWITCH_VF_INFO has the very same members at the same places. */
export const nicSwitchVFParametersLayout = structure(NIC_SWITCH_VF_PARAMETERS_SIZE, {
	header: [0x000, objectHeader],
	flags: [0x004, u32],
	switchId: [0x008, u32],
	vmName: [0x00c, countedString],
	vmFriendlyName: [0x210, countedString],
	nicName: [0x414, countedString],
	macAddressLength: [0x618, u16],
	permanentMacAddress: [0x61a, macAddress],
	currentMacAddress: [0x63a, macAddress],
	vfId: [0x65a, u16],
	requestorId: [0x65c, u32],
});

/** NDIS_NIC_SWITCH_FREE_VF_PARAMETERS. */
export const nicSwitchFreeVFParametersLayout = structure(NIC_SWITCH_FREE_VF_PARAMETERS_SIZE, {
	header: [0x0, objectHeader],
	flags: [0x4, u32],
	vfId: [0x8, u16],
});

const HEADER: ObjectHeader = { type: ObjectType.DEFAULT, revision: 1, size: NIC_SWITCH_VF_PARAMETERS_SIZE };
const FREE_HEADER: ObjectHeader = {
	type: ObjectType.DEFAULT,
	revision: 1,
	size: NIC_SWITCH_FREE_VF_PARAMETERS_SIZE,
};

/** NDIS_NIC_SWITCH_VF_PARAMETERS (OID_NIC_SWITCH_ALLOCATE_VF, OID_NIC_SWITCH_VF_PARAMETERS). */
export interface NicSwitchVFParameters {
	/** No flag is defined. */
	readonly flags: number;
	readonly switchId: number;
	readonly vmName: string;
	readonly vmFriendlyName: string;
	readonly nicName: string;
	/** Bytes of the addresses that count, at most 32. */
	readonly macAddressLength: number;
	readonly permanentMacAddress: Uint8Array;
	readonly currentMacAddress: Uint8Array;
	/** INVALID_VF_ID in an allocation that takes any; the miniport writes back which it is. */
	readonly vfId: number;
	/** INVALID_REQUESTOR_ID in an allocation; the miniport writes back the PCIe requestor id. */
	readonly requestorId: number;
}

/** NDIS_NIC_SWITCH_FREE_VF_PARAMETERS (OID_NIC_SWITCH_FREE_VF). */
export interface NicSwitchFreeVFParameters {
	/** No flag is defined. */
	readonly flags: number;
	readonly vfId: number;
}

/** The structure, 0x660 bytes. A header may be given to say something else than the right thing. */
export function encodeNicSwitchVFParameters(
	value: NicSwitchVFParameters,
	header: ObjectHeader = HEADER,
): Uint8Array {
	return encodeField(nicSwitchVFParametersLayout, { ...value, header });
}

/** Undefined when the buffer is shorter than the structure. */
export function decodeNicSwitchVFParameters(
	buffer: Uint8Array,
): (NicSwitchVFParameters & { readonly header: ObjectHeader }) | undefined {
	return readAt(buffer, 0, nicSwitchVFParametersLayout);
}

/** The structure, 12 bytes with its padding. */
export function encodeNicSwitchFreeVFParameters(
	value: NicSwitchFreeVFParameters,
	header: ObjectHeader = FREE_HEADER,
): Uint8Array {
	return encodeField(nicSwitchFreeVFParametersLayout, { ...value, header }, FREE_WHOLE);
}

/** Undefined when the buffer is shorter than the structure without its padding. */
export function decodeNicSwitchFreeVFParameters(
	buffer: Uint8Array,
): (NicSwitchFreeVFParameters & { readonly header: ObjectHeader }) | undefined {
	return readAt(buffer, 0, nicSwitchFreeVFParametersLayout);
}

/** The right header of a NDIS_NIC_SWITCH_VF_INFO, an element of the answer to OID_NIC_SWITCH_ENUM_VFS. */
export { HEADER as NIC_SWITCH_VF_INFO_HEADER };
