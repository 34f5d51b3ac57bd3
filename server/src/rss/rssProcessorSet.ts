import { groupOf, numberOf, PROCESSORS_PER_GROUP, type Processor, processor } from './processor.js';

/** A NUMA node's processors, `threadsPerCore` consecutive ones of which are threads of one core. */
export interface NodeProcessors {
	readonly node: number;
	readonly processors: readonly Processor[];
	readonly threadsPerCore: number;
}

/** What limits the RSS processor set of an adapter. */
export interface RssProcessorLimits {
	/** The host's nodes; undefined when the host is not known. */
	readonly nodes: readonly NodeProcessors[] | undefined;
	readonly base: Processor;
	readonly max: Processor;
	/** The RSS processor array when it is known, in order of preference; else it is worked out from the nodes. */
	readonly array: readonly Processor[] | undefined;
	readonly maxProcessors: number | undefined;
	readonly preferredNumaNode: number | undefined;
}

/** Groups beyond this many are not enumerated when no host says which processors exist. */
const MAX_ASSUMED_GROUPS = 64;

/**
 * The processors an adapter may use, ascending: those from base to max (inclusive, by group, then number), at most
 * `maxProcessors` of them. Which ones the cap keeps: in the order of the array when there is one; else the preferred
 * NUMA node before others, first threads of cores before their siblings, then ascending.
 * Source: NDIS_RSS_PROCESSOR_INFO; base and max compare group first (standardized INF keywords for RSS).
 */
export function rssProcessorSet(limits: RssProcessorLimits): Processor[] {
	const { base, max, array, maxProcessors } = limits;
	const within = (array ?? inOrderOfPreference(limits)).filter((p) => p >= base && p <= max);
	return [...new Set(within)].slice(0, maxProcessors).sort((a, b) => a - b);
}

function inOrderOfPreference({
	nodes,
	base,
	max,
	preferredNumaNode,
}: RssProcessorLimits): readonly Processor[] {
	if (!nodes) return range(base, max);
	return nodes
		.flatMap(({ node, processors, threadsPerCore }) =>
			processors.map((p) => ({
				p,
				far: node === preferredNumaNode ? 0 : 1,
				thread: numberOf(p) % threadsPerCore,
			})),
		)
		.sort((a, b) => a.far - b.far || a.thread - b.thread || a.p - b.p)
		.map(({ p }) => p);
}

/**
 * Every processor from first to last, groups taken as full (64 processors). Empty when last is before first; at most
 * 64 groups are listed.
 */
export function range(first: Processor, last: Processor, step = 1): Processor[] {
	const out: Processor[] = [];
	const lastGroup = Math.min(groupOf(last), groupOf(first) + MAX_ASSUMED_GROUPS - 1);
	const end =
		(lastGroup - groupOf(first)) * PROCESSORS_PER_GROUP + (lastGroup === groupOf(last) ? numberOf(last) : 63);
	for (let i = numberOf(first); i <= end; i += step) {
		out.push(processor(groupOf(first) + Math.floor(i / PROCESSORS_PER_GROUP), i % PROCESSORS_PER_GROUP));
	}
	return out;
}
