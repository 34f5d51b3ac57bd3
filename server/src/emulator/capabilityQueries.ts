import { NicSwitchCapability, RssCapability } from '../ndis/flags.js';
import { HASH_FUNCTION_TOEPLITZ, hashCapabilityBits } from '../ndis/hash.js';
import { encodeNicSwitchCapabilities } from '../ndis/nicSwitchCapabilities.js';
import { encodeReceiveScaleCapabilities } from '../ndis/receiveScaleCapabilities.js';
import type { AdapterCapabilities, AdapterDescription } from './description.js';

/** The flag of NDIS_NIC_SWITCH_CAPS_* that says each capability. */
const SWITCH_FLAGS = {
	asymmetricQueuePairsForNonDefaultVPort:
		NicSwitchCapability.ASYMMETRIC_QUEUE_PAIRS_FOR_NONDEFAULT_VPORT_SUPPORTED,
	vfRss: NicSwitchCapability.VF_RSS_SUPPORTED,
	singleVPortPool: NicSwitchCapability.SINGLE_VPORT_POOL,
	nicSwitchWithoutIov: NicSwitchCapability.NIC_SWITCH_WITHOUT_IOV_SUPPORTED,
	rssOnPFVPorts: NicSwitchCapability.RSS_ON_PF_VPORTS_SUPPORTED,
	rssPerPFVPortIndirectionTable: NicSwitchCapability.RSS_PER_PF_VPORT_INDIRECTION_TABLE_SUPPORTED,
	rssPerPFVPortHashFunction: NicSwitchCapability.RSS_PER_PF_VPORT_HASH_FUNCTION_SUPPORTED,
	rssPerPFVPortHashType: NicSwitchCapability.RSS_PER_PF_VPORT_HASH_TYPE_SUPPORTED,
	rssPerPFVPortHashKey: NicSwitchCapability.RSS_PER_PF_VPORT_HASH_KEY_SUPPORTED,
	rssPerPFVPortIndirectionTableSizeRestricted:
		NicSwitchCapability.RSS_PER_PF_VPORT_INDIRECTION_TABLE_SIZE_RESTRICTED,
} as const satisfies Partial<Record<keyof AdapterCapabilities, number>>;

/** Query of OID_GEN_RECEIVE_SCALE_CAPABILITIES. */
export function rssCapabilities({ capabilities }: AdapterDescription): Uint8Array {
	return encodeReceiveScaleCapabilities({
		capabilitiesFlags:
			HASH_FUNCTION_TOEPLITZ |
			hashCapabilityBits(capabilities.hashTypes) |
			RssCapability.MESSAGE_SIGNALED_INTERRUPTS |
			RssCapability.SUPPORTS_MSI_X |
			RssCapability.USING_MSI_X |
			(capabilities.supportsIndependentEntryMove ? RssCapability.SUPPORTS_INDEPENDENT_ENTRY_MOVE : 0),
		numberOfInterruptMessages: capabilities.numberOfInterruptMessages,
		numberOfReceiveQueues: capabilities.numberOfReceiveQueues,
		numberOfIndirectionTableEntries: capabilities.numberOfIndirectionTableEntries,
	});
}

/** Query of OID_NIC_SWITCH_HARDWARE_CAPABILITIES and _CURRENT_CAPABILITIES: nothing of the hardware is turned off. */
export function switchCapabilities({ capabilities }: AdapterDescription): Uint8Array {
	const flags = Object.entries(SWITCH_FLAGS).reduce(
		(bits, [name, flag]) => (capabilities[name as keyof typeof SWITCH_FLAGS] ? bits | flag : bits),
		0,
	);
	return encodeNicSwitchCapabilities({
		flags: 0,
		// One MAC address for each VPort, the least that NDIS allows: the emulator sets no filters.
		numTotalMacAddresses: capabilities.maxNumVPorts,
		numMacAddressesPerPort: 1,
		numVlansPerPort: 0,
		nicSwitchCapabilities: flags,
		maxNumSwitches: 1,
		maxNumVPorts: capabilities.maxNumVPorts,
		maxNumVFs: capabilities.maxNumVFs,
		maxNumQueuePairs: capabilities.maxNumQueuePairs,
		maxNumQueuePairsPerNonDefaultVPort: capabilities.maxNumQueuePairsPerNonDefaultVPort,
		maxNumMacAddresses: capabilities.maxNumVPorts,
		maxNumRssCapableNonDefaultPFVPorts: capabilities.maxNumRssCapableNonDefaultPFVPorts,
		numberOfIndirectionTableEntriesForDefaultVPort:
			capabilities.numberOfIndirectionTableEntriesForDefaultVPort,
		numberOfIndirectionTableEntriesPerNonDefaultPFVPort:
			capabilities.numberOfIndirectionTableEntriesPerNonDefaultPFVPort,
		maxNumQueuePairsForDefaultVPort: capabilities.maxNumQueuePairsForDefaultVPort,
	});
}
