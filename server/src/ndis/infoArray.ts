import { encodeField, type Field, readAt, structure, u16, u32, viewOf } from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';

/** Bytes of NDIS_NIC_SWITCH_INFO_ARRAY before its elements. */
export const NIC_SWITCH_INFO_ARRAY_SIZE = 0x10;
/** Bytes of NDIS_NIC_SWITCH_VPORT_INFO_ARRAY before its elements. */
export const NIC_SWITCH_VPORT_INFO_ARRAY_SIZE = 0x1c;

/** Bytes of NDIS_NIC_SWITCH_VF_INFO_ARRAY before its elements. */
export const NIC_SWITCH_VF_INFO_ARRAY_SIZE = 0x18;

const switchArray = structure(NIC_SWITCH_INFO_ARRAY_SIZE, {
	header: [0x00, objectHeader],
	firstElementOffset: [0x04, u32],
	numElements: [0x08, u32],
	elementSize: [0x0c, u32],
});

const vportArray = structure(NIC_SWITCH_VPORT_INFO_ARRAY_SIZE, {
	header: [0x00, objectHeader],
	flags: [0x04, u32],
	switchId: [0x08, u32],
	attachedFunctionId: [0x0c, u16],
	firstElementOffset: [0x10, u32],
	numElements: [0x14, u32],
	elementSize: [0x18, u32],
});

/** NDIS_NIC_SWITCH_VPORT_INFO_ARRAY_ENUM_ON_SPECIFIC_*: which VPorts OID_NIC_SWITCH_ENUM_VPORTS asks for; 0 for all. */
export const VPortEnumFlag = { FUNCTION: 0x1, SWITCH: 0x2 } as const;

/** What OID_NIC_SWITCH_ENUM_VPORTS asks for, and what its answer is about. */
export interface VPortEnumeration {
	/** VPortEnumFlag */
	readonly flags: number;
	readonly switchId: number;
	readonly attachedFunctionId: number;
}

const vfArray = structure(NIC_SWITCH_VF_INFO_ARRAY_SIZE, {
	header: [0x00, objectHeader],
	flags: [0x04, u32],
	switchId: [0x08, u32],
	firstElementOffset: [0x0c, u32],
	numElements: [0x10, u32],
	elementSize: [0x14, u32],
});

/** NDIS_NIC_SWITCH_VF_INFO_ARRAY_ENUM_ON_SPECIFIC_SWITCH: which VFs OID_NIC_SWITCH_ENUM_VFS asks for; 0 for all. */
export const VFEnumFlag = { SWITCH: 0x1 } as const;

/** What OID_NIC_SWITCH_ENUM_VFS asks for, and what its answer is about. */
export interface VFEnumeration {
	/** VFEnumFlag */
	readonly flags: number;
	readonly switchId: number;
}

const headerOf = (size: number): ObjectHeader => ({ type: ObjectType.DEFAULT, revision: 1, size });

/** NDIS_NIC_SWITCH_INFO_ARRAY with its elements (OID_NIC_SWITCH_ENUM_SWITCHES). */
export function encodeSwitchInfoArray<T>(element: Field<T>, values: readonly T[]): Uint8Array {
	return encodeArray(switchArray, { header: headerOf(switchArray.size) }, element, values);
}

/** NDIS_NIC_SWITCH_VPORT_INFO_ARRAY with its elements (OID_NIC_SWITCH_ENUM_VPORTS). */
export function encodeVPortInfoArray<T>(
	about: VPortEnumeration,
	element: Field<T>,
	values: readonly T[],
	header: ObjectHeader = headerOf(vportArray.size),
): Uint8Array {
	return encodeArray(vportArray, { ...about, header }, element, values);
}

/** NDIS_NIC_SWITCH_VF_INFO_ARRAY with its elements (OID_NIC_SWITCH_ENUM_VFS). */
export function encodeVFInfoArray<T>(
	about: VFEnumeration,
	element: Field<T>,
	values: readonly T[],
	header: ObjectHeader = headerOf(vfArray.size),
): Uint8Array {
	return encodeArray(vfArray, { ...about, header }, element, values);
}

/** An array: its head, which says where the elements lie, and the elements behind it. */
function encodeArray<Head extends ArrayHead, T>(
	array: Field<Head>,
	about: Omit<Head, keyof ArrayHead>,
	element: Field<T>,
	values: readonly T[],
): Uint8Array {
	// Elements start on 8 bytes: they hold 64-bit masks.
	const start = Math.ceil(array.size / 8) * 8;
	const places: ArrayHead = {
		firstElementOffset: start,
		numElements: values.length,
		elementSize: element.size,
	};
	const bytes = encodeField(array, { ...about, ...places } as Head, start + values.length * element.size);
	const view = viewOf(bytes);
	for (const [i, value] of values.entries()) element.write(view, start + i * element.size, value);
	return bytes;
}

/** The head of an OID_NIC_SWITCH_ENUM_VFS request or answer; undefined when the buffer is too short. */
export function decodeVFInfoArray(
	buffer: Uint8Array,
): (VFEnumeration & ArrayHead & { readonly header: ObjectHeader }) | undefined {
	return readAt(buffer, 0, vfArray);
}

/** The head of an OID_NIC_SWITCH_ENUM_VPORTS request or answer; undefined when the buffer is too short. */
export function decodeVPortInfoArray(
	buffer: Uint8Array,
): (VPortEnumeration & ArrayHead & { readonly header: ObjectHeader }) | undefined {
	return readAt(buffer, 0, vportArray);
}

/** The head of an OID_NIC_SWITCH_ENUM_SWITCHES answer; undefined when the buffer is too short. */
export function decodeSwitchInfoArray(
	buffer: Uint8Array,
): (ArrayHead & { readonly header: ObjectHeader }) | undefined {
	return readAt(buffer, 0, switchArray);
}

/** Where the elements of an array lie. */
export interface ArrayHead {
	readonly firstElementOffset: number;
	readonly numElements: number;
	readonly elementSize: number;
}

/** The elements of an array; undefined when they do not lie within the buffer. */
export function decodeElements<T>(buffer: Uint8Array, head: ArrayHead, element: Field<T>): T[] | undefined {
	const { firstElementOffset: start, numElements, elementSize } = head;
	if (numElements === 0) return [];
	if (elementSize < element.size || start + numElements * elementSize > buffer.length) return undefined;
	const view = viewOf(buffer);
	return Array.from({ length: numElements }, (_, i) => element.read(view, start + i * elementSize));
}

/** The members and their offsets, for tools that name every field of a buffer. */
export {
	switchArray as nicSwitchInfoArrayLayout,
	vfArray as nicSwitchVFInfoArrayLayout,
	vportArray as nicSwitchVPortInfoArrayLayout,
};
