import type { AdapterCapabilities, AdapterDescription } from '../emulator/description.js';
import type { Processor } from '../rss/processor.js';
import type { ScriptAdapter } from './script.js';

const PLENTY = 0x10000;
/** Any number of queues: the greatest power of two in a ULONG, as NDIS wants these limits in powers of two. */
const ANY = 0x80000000;

/** An adapter that can do everything: what a script means that says nothing of capabilities. */
export function roomyCapabilities(): AdapterCapabilities {
	return {
		maxNumVPorts: PLENTY,
		maxNumVFs: PLENTY - 1,
		maxNumQueuePairs: Number.MAX_SAFE_INTEGER,
		maxNumQueuePairsForDefaultVPort: ANY,
		maxNumQueuePairsPerNonDefaultVPort: ANY,
		maxNumRssCapableNonDefaultPFVPorts: PLENTY,
		numberOfIndirectionTableEntriesForDefaultVPort: 128,
		numberOfIndirectionTableEntriesPerNonDefaultPFVPort: 128,
		numberOfReceiveQueues: ANY,
		numberOfIndirectionTableEntries: 128,
		numberOfInterruptMessages: PLENTY,
		hashTypes: ['tcpIpv4', 'udpIpv4', 'tcpIpv6', 'udpIpv6', 'tcpIpv6Ex', 'udpIpv6Ex'],
		supportsIndependentEntryMove: true,
		asymmetricQueuePairsForNonDefaultVPort: true,
		vfRss: true,
		singleVPortPool: true,
		nicSwitchWithoutIov: true,
		rssOnPFVPorts: true,
		rssPerPFVPortIndirectionTable: true,
		rssPerPFVPortHashFunction: true,
		rssPerPFVPortHashType: true,
		rssPerPFVPortHashKey: true,
		rssPerPFVPortIndirectionTableSizeRestricted: false,
	};
}

/** The adapter that a script runs on. */
export function adapterOf({ mode, rssProcessors, capabilities }: ScriptAdapter): AdapterDescription {
	const processors = [...new Set(rssProcessors)].sort((a, b) => a - b);
	const [base = 0 as Processor] = processors;
	return {
		name: 'script',
		mode,
		capabilities: { ...roomyCapabilities(), ...capabilities },
		rssProcessors: { base, max: processors.at(-1) ?? base, processors },
	};
}
