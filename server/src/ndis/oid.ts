/** Object identifiers (ntddndis.h). The numbering jumps from 0x…239 to 0x…240: written hex that looks decimal. */
export const Oid = {
	OID_GEN_RECEIVE_SCALE_CAPABILITIES: 0x00010203,
	OID_GEN_RECEIVE_SCALE_PARAMETERS: 0x00010204,
	OID_GEN_RECEIVE_SCALE_PARAMETERS_V2: 0x00010214,
	OID_GEN_RECEIVE_HASH: 0x0001021f,
	OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES: 0x000102c0,
	OID_NIC_SWITCH_HARDWARE_CAPABILITIES: 0x0001022e,
	OID_NIC_SWITCH_CURRENT_CAPABILITIES: 0x0001022f,
	OID_NIC_SWITCH_CREATE_SWITCH: 0x00010237,
	OID_NIC_SWITCH_PARAMETERS: 0x00010238,
	OID_NIC_SWITCH_DELETE_SWITCH: 0x00010239,
	OID_NIC_SWITCH_ENUM_SWITCHES: 0x00010240,
	OID_NIC_SWITCH_CREATE_VPORT: 0x00010241,
	OID_NIC_SWITCH_VPORT_PARAMETERS: 0x00010242,
	OID_NIC_SWITCH_ENUM_VPORTS: 0x00010243,
	OID_NIC_SWITCH_DELETE_VPORT: 0x00010244,
	OID_NIC_SWITCH_ALLOCATE_VF: 0x00010245,
	OID_NIC_SWITCH_FREE_VF: 0x00010246,
	OID_NIC_SWITCH_VF_PARAMETERS: 0x00010247,
	OID_NIC_SWITCH_ENUM_VFS: 0x00010248,
} as const;

/** The name of an OID. */
export type OidName = keyof typeof Oid;

const names = new Map<number, string>(Object.entries(Oid).map(([name, value]) => [value, name]));

/** `OID_GEN_RECEIVE_SCALE_PARAMETERS_V2`; `0x000101ff` for a number without a name. */
export function oidName(oid: number): string {
	return names.get(oid) ?? `0x${(oid >>> 0).toString(16).padStart(8, '0')}`;
}

/** Reads an OID written as its name or as `0x…`; undefined when it is neither. */
export function parseOid(text: string): number | undefined {
	if (Object.hasOwn(Oid, text)) return Oid[text as OidName];
	return /^0x[0-9a-f]{1,8}$/i.test(text) ? Number(text) : undefined;
}
