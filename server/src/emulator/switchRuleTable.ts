import { Status } from '../ndis/status.js';
import type { MiniportRule } from './miniportRule.js';

/** The rules of the NIC switch, its virtual functions and its VPorts; part of ruleTable.ts. */
export const switchRuleTable = {
	'native-no-switch': {
		refuses: 'A NIC switch request on an adapter in native mode.',
		status: Status.NOT_SUPPORTED,
		source: 'DOC network-interface-card-switch-oids',
	},
	'switch-missing': {
		refuses:
			'A VPort created, a virtual function allocated, or a switch read, changed or deleted, where there is none.',
		status: Status.INVALID_PARAMETER,
		source:
			'DOC oid-nic-switch-create-vport; DOC oid-nic-switch-delete-switch; DOC oid-nic-switch-parameters',
	},
	'switch-exists': {
		refuses: 'A second switch.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC oid-nic-switch-create-switch; ntddndis.h NDIS_DEFAULT_SWITCH_ID',
	},
	'switch-type': {
		refuses: 'A switch that is not external.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_parameters, SwitchType',
	},
	'switch-vfs': {
		refuses: 'A switch with more virtual functions than the adapter has.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_parameters, NumVFs',
	},
	'switch-capabilities': {
		refuses: 'A switch on an adapter whose capabilities contradict each other.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_capabilities; DOC advertising-vmmq-capabilities',
	},
	'switch-in-use': {
		refuses:
			'The deletion of a switch that has VPorts beside the default one, or virtual functions allocated.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC deleting-a-nic-switch; DOC oid-nic-switch-delete-switch',
	},
	'switch-change': {
		refuses: 'A change of a switch member other than its name, or flags that are not defined.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_parameters, Flags',
	},
	'vport-header': {
		refuses:
			'A NIC switch request whose header has another type, a revision that NDIS 6.80 has not, or a size below that of its revision.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_vport_parameters, Header',
	},
	'vport-switch': {
		refuses: 'A VPort on a switch other than the default one.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_vport_parameters, SwitchId',
	},
	'vport-id': {
		refuses: 'A VPort created with the invalid id 0xFFFFFFFF.',
		status: Status.INVALID_PARAMETER,
		source: 'ntddndis.h NDIS_INVALID_VPORT_ID',
	},
	'vport-exists': {
		refuses: 'A VPort created with an id that is taken.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC oid-nic-switch-create-vport',
	},
	'vport-count': {
		refuses: 'More VPorts than the adapter has.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_capabilities, MaxNumVPorts',
	},
	'vport-state': {
		refuses:
			'A VPort state other than activated and deactivated, or the deactivation of a VPort that is active.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_vport_parameters, VPortState',
	},
	'vport-change': {
		refuses: 'A change of a VPort member that this adapter has not, or flags that are not defined.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC oid-nic-switch-vport-parameters',
	},
	'vport-function': {
		refuses:
			'A VPort attached to a virtual function that the adapter does not have; the default VPort attached to any.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_vport_parameters, AttachedFunctionId',
	},
	'vport-function-unallocated': {
		refuses: 'A VPort attached to a virtual function that is not allocated.',
		status: Status.INVALID_PARAMETER,
		source:
			'DOC oid-nic-switch-create-vport; DDI ns-ntddndis-_ndis_nic_switch_vport_parameters, AttachedFunctionId',
	},
	'vf-none': {
		refuses: 'A virtual function allocated on an adapter that has none.',
		status: Status.NOT_SUPPORTED,
		source: 'DOC oid-nic-switch-allocate-vf',
	},
	'vf-number': {
		refuses: 'The allocation of a virtual function that the adapter does not have.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC oid-nic-switch-allocate-vf; policy P8',
	},
	'vf-exists': {
		refuses: 'The allocation of a virtual function that is allocated.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC handling-oid-nic-switch-allocate-vf-requests (VFId is unique); policy P8',
	},
	'vf-count': {
		refuses: 'The allocation of one more virtual function when all are allocated.',
		status: Status.FAILURE,
		source: 'DOC oid-nic-switch-allocate-vf (any other reason)',
	},
	'vf-mac-address': {
		refuses: 'A virtual function with MAC addresses of more than 32 bytes.',
		status: Status.INVALID_PARAMETER,
		source: 'DDI ns-ntddndis-_ndis_nic_switch_vf_parameters, MacAddressLength; NDIS_MAX_PHYS_ADDRESS_LENGTH',
	},
	'vf-unknown': {
		refuses: 'A virtual function asked about that is not allocated.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC oid-nic-switch-vf-parameters',
	},
	'vf-unallocated': {
		refuses: 'A virtual function freed that is not allocated.',
		status: Status.FILE_NOT_FOUND,
		source: 'DOC oid-nic-switch-free-vf',
	},
	'vf-in-use': {
		refuses: 'A virtual function freed that has VPorts.',
		status: Status.FILE_NOT_FOUND,
		source: 'DOC oid-nic-switch-free-vf; DOC issuing-oid-nic-switch-free-vf-requests',
	},
	'vport-affinity-mask': {
		refuses:
			"A processor affinity that is not exactly one processor; a virtual function's VPort may have none.",
		status: Status.INVALID_PARAMETER,
		source:
			'DDI ns-ntddndis-_ndis_nic_switch_vport_parameters, ProcessorAffinity; DOC receive-side-scaling-version-2',
	},
	'vport-affinity': {
		refuses: 'A VPort whose active primary processor would lie outside the RSS processor set.',
		status: Status.INVALID_DATA,
		source: 'Microsoft sample miniport rssv2.c (initial primary); DOC receive-side-scaling-version-2',
	},
	'vport-unknown': {
		refuses: 'A change, a read or a deletion of a VPort that does not exist.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC oid-nic-switch-vport-parameters; DOC oid-nic-switch-delete-vport',
	},
	'vport-default': {
		refuses: 'Deletion of the default VPort.',
		status: Status.INVALID_PARAMETER,
		source: 'DOC oid-nic-switch-delete-vport',
	},
} as const satisfies Readonly<Record<string, MiniportRule>>;
