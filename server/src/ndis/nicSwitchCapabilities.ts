import { encodeField, readAt, structure, u32 } from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';

/** Bytes of NDIS_NIC_SWITCH_CAPABILITIES, revision 3. */
export const NIC_SWITCH_CAPABILITIES_SIZE = 0x84;

const layout = structure(NIC_SWITCH_CAPABILITIES_SIZE, {
	header: [0x00, objectHeader],
	flags: [0x04, u32],
	numTotalMacAddresses: [0x0c, u32],
	numMacAddressesPerPort: [0x10, u32],
	numVlansPerPort: [0x14, u32],
	nicSwitchCapabilities: [0x20, u32],
	maxNumSwitches: [0x24, u32],
	maxNumVPorts: [0x28, u32],
	maxNumVFs: [0x30, u32],
	maxNumQueuePairs: [0x34, u32],
	maxNumQueuePairsPerNonDefaultVPort: [0x44, u32],
	maxNumMacAddresses: [0x5c, u32],
	maxNumRssCapableNonDefaultPFVPorts: [0x74, u32],
	numberOfIndirectionTableEntriesForDefaultVPort: [0x78, u32],
	numberOfIndirectionTableEntriesPerNonDefaultPFVPort: [0x7c, u32],
	maxNumQueuePairsForDefaultVPort: [0x80, u32],
});

const HEADER: ObjectHeader = { type: ObjectType.DEFAULT, revision: 3, size: NIC_SWITCH_CAPABILITIES_SIZE };

/** NDIS_NIC_SWITCH_CAPABILITIES (OID_NIC_SWITCH_HARDWARE_CAPABILITIES, _CURRENT_CAPABILITIES). Counts, but for the flags. */
export interface NicSwitchCapabilities {
	readonly flags: number;
	readonly numTotalMacAddresses: number;
	readonly numMacAddressesPerPort: number;
	readonly numVlansPerPort: number;
	/** NicSwitchCapability */
	readonly nicSwitchCapabilities: number;
	readonly maxNumSwitches: number;
	readonly maxNumVPorts: number;
	readonly maxNumVFs: number;
	readonly maxNumQueuePairs: number;
	readonly maxNumQueuePairsPerNonDefaultVPort: number;
	readonly maxNumMacAddresses: number;
	readonly maxNumRssCapableNonDefaultPFVPorts: number;
	readonly numberOfIndirectionTableEntriesForDefaultVPort: number;
	readonly numberOfIndirectionTableEntriesPerNonDefaultPFVPort: number;
	readonly maxNumQueuePairsForDefaultVPort: number;
}

/** The structure of revision 3, 0x84 bytes. */
export function encodeNicSwitchCapabilities(
	value: NicSwitchCapabilities,
	header: ObjectHeader = HEADER,
): Uint8Array {
	return encodeField(layout, { ...value, header });
}

/** Undefined when the buffer is shorter than the structure. */
export function decodeNicSwitchCapabilities(
	buffer: Uint8Array,
): (NicSwitchCapabilities & { readonly header: ObjectHeader }) | undefined {
	return readAt(buffer, 0, layout);
}

/** The members and their offsets, for tools that name every field of a buffer. */
export { layout as nicSwitchCapabilitiesLayout };
