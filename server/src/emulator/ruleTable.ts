import { Status } from '../ndis/status.js';
import type { MiniportRule } from './miniportRule.js';
import { switchRuleTable } from './switchRuleTable.js';

export type { MiniportRule } from './miniportRule.js';

/**
 * Every rule of the miniport, by id. Where the sources disagree a policy decides: P1 inactive parameters are tracked
 * and validated only by the transition that activates them; P2 one status for a group of moves, nothing of a failed
 * group is kept; P3 the queue check counts default and entries with RSS on, primary alone with RSS off; P4 Flags decide
 * what a command moves, with Flags 0 the indices 0xFFFF and 0xFFFE mean default and primary; P5 at most 130 commands;
 * P6 a missing VPort is INVALID_PORT for a set, INVALID_PARAMETER for a move; P7 restricted tables; P8 an allocation of
 * a virtual function that names none gets the lowest that is free, one that names one gets that.
 */
export const ruleTable = {
	'buffer-length': {
		refuses: 'A buffer shorter than its structure.',
		status: Status.INVALID_LENGTH,
		source: 'DDI ns-ntddndis-_ndis_receive_scale_parameters_v2; DOC oid-gen-receive-scale-parameters-v2',
	},
	'key-length': {
		refuses: 'A secret key of any size but 40 bytes, even if the key does not change.',
		status: Status.INVALID_LENGTH,
		source: 'DDI ns-ntddndis-_ndis_receive_scale_parameters_v2, HashSecretKeySize',
	},
	'key-place': {
		refuses: 'A secret key that lies outside the buffer or within the structure before it.',
		status: Status.INVALID_LENGTH,
		source: 'DDI ns-ntddndis-_ndis_receive_scale_parameters_v2, HashSecretKeyOffset; sample miniport rssv2.c',
	},
	header: {
		refuses:
			'A structure whose header has another type, a revision that NDIS 6.80 has not, or a size below that of its revision.',
		status: Status.INVALID_PARAMETER,
		source:
			'DOC oid-gen-receive-scale-parameters-v2 (all other members); DOC overview-of-ndis-support-for-header-versions',
	},
	'unknown-flags': {
		refuses: 'A set of parameters, or a batch of moves, with flags that are not defined.',
		status: Status.INVALID_PARAMETER,
		source: 'ntddndis.h NDIS_RECEIVE_SCALE_PARAM_*, NDIS_RSS_PARAM_FLAG_*',
	},
	'set-unknown-vport': {
		refuses: 'A set for a VPort that does not exist. A deactivated VPort is accepted.',
		status: Status.INVALID_PORT,
		source: 'DOC oid-gen-receive-scale-parameters-v2; policy P6',
	},
	'entries-power-of-two': {
		refuses: 'A number of indirection table entries that is not a power of two.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_receive_scale_parameters_v2, NumberOfIndirectionTableEntries',
	},
	'entries-capability': {
		refuses: 'More indirection table entries than the adapter has (128 in native mode).',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_receive_scale_parameters_v2; ns-ntddndis-_ndis_nic_switch_capabilities',
	},
	'queues-zero': {
		refuses: 'A queue count of 0.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_receive_scale_parameters_v2, NumberOfQueues',
	},
	'queues-capability': {
		refuses: 'More queues than the adapter has for this VPort.',
		status: Status.INVALID_PARAMETER,
		source:
			'DDI ns-ntddndis-_ndis_nic_switch_capabilities, MaxNumQueuePairsForDefaultVPort, PerNonDefaultVPort',
	},
	'queue-pairs-total': {
		refuses: 'More queue pairs over all VPorts than the adapter has.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_capabilities, MaxNumQueuePairs',
	},
	'hash-function': {
		refuses: 'A hash function other than Toeplitz, where the hash changes while RSS is or goes on.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC rss-hashing-functions',
	},
	'hash-type-missing': {
		refuses: 'A hash information without any hash type, where the hash changes while RSS is or goes on.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC rss-hashing-types',
	},
	'hash-type-capability': {
		refuses: 'A hash type that the adapter does not compute, where the hash changes while RSS is or goes on.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_receive_scale_capabilities, NDIS_RSS_CAPS_HASH_TYPE_*',
	},
	'table-size-restricted': {
		refuses:
			'On a restricted adapter, a PF VPort whose table has not its queue count rounded up to a power of two.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC advertising-vmmq-capabilities, INDIRECTION_TABLE_SIZE_RESTRICTED; policy P7',
	},
	'vmmq-capabilities': {
		refuses:
			'RSS turned on for a PF VPort of an adapter without VMMQ: RSS on PF VPorts, a single pool, a table per VPort.',
		status: Status.NOT_SUPPORTED,
		source: 'DOC advertising-vmmq-capabilities',
	},
	'rss-on-vf': {
		refuses: "RSS turned on for a virtual function's VPort of an adapter without RSS on virtual functions.",
		status: Status.NOT_SUPPORTED,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_capabilities, NDIS_NIC_SWITCH_CAPS_VF_RSS_SUPPORTED',
	},
	'queue-pairs-symmetric': {
		refuses: 'Without asymmetric queue pairs, two non-default VPorts with RSS on and different queue counts.',
		status: Status.INVALID_PARAMETER,
		source:
			'DOC advertising-vmmq-capabilities; DDI ns-ntddndis-_ndis_nic_switch_capabilities, ASYMMETRIC_QUEUE_PAIRS',
	},
	'shared-hash': {
		refuses:
			'Without a hash function, type and key per VPort, two PF VPorts with RSS on and different hashes.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC advertising-vmmq-capabilities, RSS_PER_PF_VPORT_HASH_FUNCTION, TYPE, KEY',
	},
	'rss-vports': {
		refuses: 'RSS on more non-default PF VPorts than the adapter can spread.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_capabilities, MaxNumRssCapableNonDefaultPFVPorts',
	},
	'queues-below-use': {
		refuses:
			'A queue count below the distinct processors in use while RSS is on, also if the same set turns RSS off.',
		status: Status.NO_QUEUES,
		source: 'DOC oid-gen-receive-scale-parameters-v2; policy P3',
	},
	'shrink-fold': {
		refuses: 'A smaller table where a dropped entry differs from the entry it folds onto.',
		status: Status.INVALID_DATA,
		source: 'DOC receive-side-scaling-version-2, invariants',
	},
	'enable-processors': {
		refuses: 'RSS turned on with the default processor or an entry outside the RSS processor set.',
		status: Status.INVALID_DATA,
		source: 'DOC receive-side-scaling-version-2, activation of steering parameters; policy P1',
	},
	'enable-queues': {
		refuses: 'RSS turned on with more distinct processors than queues.',
		status: Status.NO_QUEUES,
		source: 'Microsoft sample miniport rssv2.c; policy P3',
	},
	'disable-primary': {
		refuses: 'RSS turned off with the primary processor outside the RSS processor set.',
		status: Status.INVALID_DATA,
		source: 'DOC receive-side-scaling-version-2, activation of steering parameters; policy P1',
	},
	'batch-length': {
		refuses: 'A batch of moves whose buffer is too short for its commands.',
		status: Status.INVALID_LENGTH,
		source: 'DOC oid-gen-rss-set-indirection-table-entries',
	},
	'batch-layout': {
		refuses:
			'A batch whose moves are said to be smaller than 24 bytes, or to start within the structure before them.',
		status: Status.INVALID_LENGTH,
		source: 'DDI ns-ntddndis-_ndis_rss_set_indirection_entries, RssEntrySize, RssEntryTableOffset',
	},
	'batch-count': {
		refuses: 'A batch of more than 130 moves.',
		status: Status.INVALID_DATA,
		source: 'Microsoft sample miniport rssv2.c; policy P5',
	},
	'move-switch': {
		refuses: 'A move on a switch other than the default one.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_rss_set_indirection_entry, SwitchId',
	},
	'move-unknown-vport': {
		refuses: 'A move on a VPort that does not exist.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_rss_set_indirection_entry, EntryStatus; policy P6',
	},
	'move-vport-state': {
		refuses: 'A move on a VPort that is not active.',
		status: Status.INVALID_PORT_STATE,
		source: 'DDI ns-ntddndis-_ndis_rss_set_indirection_entry, EntryStatus',
	},
	'move-flags': {
		refuses: 'A move with flags that are not defined.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_rss_set_indirection_entry, Flags; policy P4',
	},
	'move-index': {
		refuses: 'A move of an entry beyond the table.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_rss_set_indirection_entry, IndirectionTableIndex',
	},
	'move-actor': {
		refuses: 'A move that does not run on the processor its parameter points at.',
		status: Status.NOT_ACCEPTED,
		source: 'DDI ns-ntddndis-_ndis_rss_set_indirection_entry, EntryStatus',
	},
	'move-target': {
		refuses: 'A move of an active parameter to a processor outside the RSS processor set.',
		status: Status.INVALID_DATA,
		source: 'DDI ns-ntddndis-_ndis_rss_set_indirection_entry, EntryStatus',
	},
	'move-queues': {
		refuses: 'A group of moves after which the active parameters use more processors than there are queues.',
		status: Status.NO_QUEUES,
		source: 'DDI ns-ntddndis-_ndis_rss_set_indirection_entry, EntryStatus; policies P2, P3',
	},
	...switchRuleTable,
	'query-room': {
		refuses: 'A query whose caller has no room for the answer.',
		status: Status.BUFFER_TOO_SHORT,
		source: 'DOC ndis-oid-request-interface, InformationBufferLength and BytesNeeded',
	},
	'method-room': {
		refuses: 'A method request whose caller has no room for the answer; nothing is done.',
		status: Status.INVALID_LENGTH,
		source: 'DOC oid-nic-switch-create-vport, METHOD_INFORMATION.BytesNeeded',
	},
	'unknown-oid': {
		refuses: 'An OID, or a kind of request of it, that the adapter does not have.',
		status: Status.NOT_SUPPORTED,
		source: 'DOC ndis-oid-request-interface',
	},
	'hash-while-rss': {
		refuses: 'Receive hash calculation turned on while RSS is on.',
		status: Status.NOT_SUPPORTED,
		source: 'DOC oid-gen-receive-hash; DDI ns-ntddndis-_ndis_receive_hash_parameters',
	},
	'rss-while-hash': {
		refuses: 'RSS turned on while receive hash calculation is on.',
		status: Status.NOT_SUPPORTED,
		source: 'DDI ns-ntddndis-_ndis_receive_hash_parameters, Remarks',
	},
	'v1-set': {
		refuses: 'A set of the RSSv1 parameters: an RSSv2 adapter answers their query only.',
		status: Status.NOT_SUPPORTED,
		source: 'DOC receive-side-scaling-version-2; DOC oid-gen-receive-scale-parameters',
	},
	'v1-processors': {
		refuses: 'On an RSSv1 adapter, a table or default processor outside the RSS processor set.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC oid-gen-receive-scale-parameters; DDI ns-ntddndis-_ndis_receive_scale_parameters',
	},
	'not-rssv2': {
		refuses: 'The RSSv2 requests on an adapter that does not advertise independent entry moves.',
		status: Status.NOT_SUPPORTED,
		source: 'DOC receive-side-scaling-version-2; NDIS_RSS_CAPS_SUPPORTS_INDEPENDENT_ENTRY_MOVE',
	},
} as const satisfies Readonly<Record<string, MiniportRule>>;

export type RuleId = keyof typeof ruleTable;
