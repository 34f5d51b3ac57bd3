import { encodeField, readAt, structure, u16, u32 } from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';

/** sizeof(NDIS_RECEIVE_SCALE_CAPABILITIES). */
export const RECEIVE_SCALE_CAPABILITIES_SIZE = 0x14;
/** Size by revision, through the revision's last member. */
export const RECEIVE_SCALE_CAPABILITIES_SIZES = [0x10, 0x12, 0x12] as const;

const layout = structure(RECEIVE_SCALE_CAPABILITIES_SIZE, {
	header: [0x00, objectHeader],
	capabilitiesFlags: [0x04, u32],
	numberOfInterruptMessages: [0x08, u32],
	numberOfReceiveQueues: [0x0c, u32],
	numberOfIndirectionTableEntries: [0x10, u16],
});

const HEADER: ObjectHeader = {
	type: ObjectType.RSS_CAPABILITIES,
	revision: 3,
	size: RECEIVE_SCALE_CAPABILITIES_SIZES[2],
};

/** NDIS_RECEIVE_SCALE_CAPABILITIES (OID_GEN_RECEIVE_SCALE_CAPABILITIES). */
export interface ReceiveScaleCapabilities {
	/** RssCapability, NDIS_RSS_CAPS_HASH_TYPE_* (hash.ts) and the hash function in the low byte. */
	readonly capabilitiesFlags: number;
	readonly numberOfInterruptMessages: number;
	readonly numberOfReceiveQueues: number;
	readonly numberOfIndirectionTableEntries: number;
}

/** The structure of revision 3, 0x14 bytes. */
export function encodeReceiveScaleCapabilities(
	value: ReceiveScaleCapabilities,
	header: ObjectHeader = HEADER,
): Uint8Array {
	return encodeField(layout, { ...value, header });
}

/** Undefined when the buffer is shorter than the structure. */
export function decodeReceiveScaleCapabilities(
	buffer: Uint8Array,
): (ReceiveScaleCapabilities & { readonly header: ObjectHeader }) | undefined {
	return readAt(buffer, 0, layout);
}

/** The members and their offsets, for tools that name every field of a buffer. */
export { layout as receiveScaleCapabilitiesLayout };
