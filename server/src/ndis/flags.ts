/** NDIS_RECEIVE_SCALE_PARAMETERS_V2.Flags. ENABLE_RSS is a state, the others say which member counts. */
export const ReceiveScaleFlag = {
	ENABLE_RSS: 0x01,
	HASH_INFO_CHANGED: 0x02,
	HASH_KEY_CHANGED: 0x04,
	NUMBER_OF_QUEUES_CHANGED: 0x08,
	NUMBER_OF_ENTRIES_CHANGED: 0x10,
} as const;
/** Every flag of ReceiveScaleFlag. */
export const RECEIVE_SCALE_FLAGS = 0x1f;

/** NDIS_RSS_SET_INDIRECTION_ENTRY.Flags. */
export const IndirectionEntryFlag = { PRIMARY_PROCESSOR: 0x1, DEFAULT_PROCESSOR: 0x2 } as const;
/** Every flag of IndirectionEntryFlag. */
export const INDIRECTION_ENTRY_FLAGS = 0x3;
/** IndirectionTableIndex that means the default processor when Flags is 0 (policy P4). */
export const DEFAULT_PROCESSOR_INDEX = 0xffff;
/** IndirectionTableIndex that means the primary processor when Flags is 0 (policy P4). */
export const PRIMARY_PROCESSOR_INDEX = 0xfffe;

/** NDIS_RSS_PARAM_FLAG_*: RSSv1, where a bit means *unchanged*. */
export const ReceiveScaleV1Flag = {
	BASE_CPU_UNCHANGED: 0x01,
	HASH_INFO_UNCHANGED: 0x02,
	ITABLE_UNCHANGED: 0x04,
	HASH_KEY_UNCHANGED: 0x08,
	DISABLE_RSS: 0x10,
	DEFAULT_PROCESSOR_UNCHANGED: 0x20,
} as const;
/** Every flag of ReceiveScaleV1Flag. */
export const RECEIVE_SCALE_V1_FLAGS = 0x3f;

/** NDIS_RECEIVE_HASH_FLAG_* */
export const ReceiveHashFlag = {
	ENABLE_HASH: 0x1,
	HASH_INFO_UNCHANGED: 0x2,
	HASH_KEY_UNCHANGED: 0x4,
} as const;

/** Every flag of ReceiveHashFlag. */
export const RECEIVE_HASH_FLAGS = 0x7;

/** NDIS_NIC_SWITCH_PARAMETERS_*: the one member that a set changes. */
export const NicSwitchFlag = { SWITCH_NAME_CHANGED: 0x10000 } as const;
/** NDIS_INVALID_VF_FUNCTION_ID: no virtual function; in an allocation, whichever is free. */
export const INVALID_VF_ID = 0xffff;
/** NDIS_INVALID_RID */
export const INVALID_REQUESTOR_ID = 0xffffffff;

/** NDIS_NIC_SWITCH_VPORT_PARAMS_*: the low half describes the VPort, the high half says which members a set changes. */
export const VPortFlag = {
	LOOKAHEAD_SPLIT_ENABLED: 0x1,
	PACKET_DIRECT_RX_ONLY: 0x2,
	ENFORCE_MAX_SG_LIST: 0x8000,
	FLAGS_CHANGED: 0x10000,
	NAME_CHANGED: 0x20000,
	INT_MOD_CHANGED: 0x40000,
	STATE_CHANGED: 0x80000,
	PROCESSOR_AFFINITY_CHANGED: 0x100000,
	NDK_PARAMS_CHANGED: 0x200000,
	QOS_SQ_ID_CHANGED: 0x400000,
	NUM_QUEUE_PAIRS_CHANGED: 0x800000,
} as const;

/** NDIS_NIC_SWITCH_VPORT_STATE */
export const VPortState = { UNDEFINED: 0, ACTIVATED: 1, DEACTIVATED: 2 } as const;

/** NDIS_NIC_SWITCH_TYPE */
export const NicSwitchType = { UNSPECIFIED: 0, EXTERNAL: 1 } as const;

/** NDIS_NIC_SWITCH_CAPS_* */
export const NicSwitchCapability = {
	VLAN_SUPPORTED: 0x0001,
	PER_VPORT_INTERRUPT_MODERATION_SUPPORTED: 0x0002,
	ASYMMETRIC_QUEUE_PAIRS_FOR_NONDEFAULT_VPORT_SUPPORTED: 0x0004,
	VF_RSS_SUPPORTED: 0x0008,
	SINGLE_VPORT_POOL: 0x0010,
	RSS_PARAMETERS_PER_PF_VPORT_SUPPORTED: 0x0020,
	NIC_SWITCH_WITHOUT_IOV_SUPPORTED: 0x0040,
	RSS_ON_PF_VPORTS_SUPPORTED: 0x0080,
	RSS_PER_PF_VPORT_INDIRECTION_TABLE_SUPPORTED: 0x0100,
	RSS_PER_PF_VPORT_HASH_FUNCTION_SUPPORTED: 0x0200,
	RSS_PER_PF_VPORT_HASH_TYPE_SUPPORTED: 0x0400,
	RSS_PER_PF_VPORT_HASH_KEY_SUPPORTED: 0x0800,
	RSS_PER_PF_VPORT_INDIRECTION_TABLE_SIZE_RESTRICTED: 0x1000,
} as const;

/** NDIS_RSS_CAPS_* besides the hash types, which are in hash.ts. */
export const RssCapability = {
	MESSAGE_SIGNALED_INTERRUPTS: 0x01000000,
	CLASSIFICATION_AT_ISR: 0x02000000,
	CLASSIFICATION_AT_DPC: 0x04000000,
	USING_MSI_X: 0x08000000,
	RSS_AVAILABLE_ON_PORTS: 0x10000000,
	SUPPORTS_MSI_X: 0x20000000,
	SUPPORTS_INDEPENDENT_ENTRY_MOVE: 0x40000000,
} as const;

/** NDIS_DEFAULT_SWITCH_ID, the only valid switch. */
export const DEFAULT_SWITCH_ID = 0;
/** Entries of a table in native RSS, whatever the adapter says (NDIS_RSS_INDIRECTION_TABLE_MAX_SIZE_REVISION_3). */
export const MAX_TABLE_ENTRIES = 128;
