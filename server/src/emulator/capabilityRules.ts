import { isPowerOfTwo } from '../rss/indirectionTable.js';
import type { AdapterCapabilities, AdapterDescription } from './description.js';
import { refusal } from './refuse.js';
import type { Refusal } from './request.js';

/**
 * Why no NIC switch can be made with these capabilities, by the first contradiction among them; undefined when they agree.
 * In native mode there is no switch, and nothing to contradict.
 * Source: DDI ns-ntddndis-_ndis_nic_switch_capabilities; windows-driver-docs advertising-vmmq-capabilities.
 */
export function judgeCapabilities({ mode, capabilities }: AdapterDescription): Refusal | undefined {
	const message = mode === 'native' ? undefined : contradictionOf(capabilities);
	return message === undefined ? undefined : refusal('switch-capabilities', message);
}

function contradictionOf(capabilities: AdapterCapabilities): string | undefined {
	const { maxNumQueuePairs, maxNumVPorts, maxNumVFs } = capabilities;
	if (maxNumVPorts < maxNumVFs + 1) {
		return `${maxNumVPorts} VPorts (maxNumVPorts) are too few for ${maxNumVFs} virtual functions and the default VPort.`;
	}
	if (maxNumQueuePairs < maxNumVPorts) {
		return `${maxNumQueuePairs} queue pairs (maxNumQueuePairs) are too few for ${maxNumVPorts} VPorts: each has one at least.`;
	}
	for (const name of ['maxNumQueuePairsForDefaultVPort', 'maxNumQueuePairsPerNonDefaultVPort'] as const) {
		if (!isPowerOfTwo(capabilities[name]))
			return `The ${name} must be a power of two, not ${capabilities[name]}.`;
	}
	const hash = [
		capabilities.rssPerPFVPortHashFunction,
		capabilities.rssPerPFVPortHashType,
		capabilities.rssPerPFVPortHashKey,
	];
	if (new Set(hash).size > 1) {
		return 'Of a hash function, type and key per PF VPort an adapter advertises all three or none.';
	}
	if (!capabilities.rssOnPFVPorts) return undefined;
	if (!capabilities.singleVPortPool) return 'RSS on PF VPorts (VMMQ) needs a single VPort pool.';
	if (capabilities.rssPerPFVPortIndirectionTable) return undefined;
	return 'RSS on PF VPorts (VMMQ) needs an indirection table per PF VPort.';
}
