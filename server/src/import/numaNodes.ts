import { groupOf, numberOf, PROCESSORS_PER_GROUP, type Processor, processor } from '../rss/processor.js';
import { type NumaNodeText, processorsText } from './configurationBody.js';

/** A host as far as an RSS processor array tells of it. */
export interface AssumedHost {
	readonly numaNodes: readonly NumaNodeText[];
	/** The one node at distance 0, when others are further. */
	readonly nearest: number | undefined;
	/** Only even processors are listed: each core is taken to have two threads, of which RSS uses the first. */
	readonly twoThreads: boolean;
}

/**
 * Nodes from an RSS processor array: processors of one group at one NUMA distance are taken to be one node (a node does
 * not span groups), numbered by group, then distance. The numbers themselves are not in the text.
 */
export function assumeHost(
	array: readonly { readonly processor: Processor; readonly numaDistance: number }[],
): AssumedHost {
	const twoThreads = array.length > 1 && array.every(({ processor: p }) => numberOf(p) % 2 === 0);
	const classes = new Map<string, { group: number; distance: number; processors: Set<Processor> }>();
	const seen = new Set<Processor>();
	for (const { processor: p, numaDistance: distance } of array) {
		if (seen.has(p)) continue;
		seen.add(p);
		const group = groupOf(p);
		const key = `${group}/${distance}`;
		const one = classes.get(key) ?? { group, distance, processors: new Set() };
		one.processors.add(p);
		const sibling = numberOf(p) + 1;
		if (twoThreads && sibling < PROCESSORS_PER_GROUP) one.processors.add(processor(group, sibling));
		classes.set(key, one);
	}
	const ordered = [...classes.values()].sort((a, b) => a.group - b.group || a.distance - b.distance);
	const near = ordered.filter(({ distance }) => distance === 0);
	return {
		numaNodes: ordered.map(({ processors }, node) => ({
			node,
			processors: processorsText([...processors].sort((a, b) => a - b)),
			threadsPerCore: twoThreads ? 2 : undefined,
		})),
		nearest: near.length === 1 && near[0] && ordered.length > 1 ? ordered.indexOf(near[0]) : undefined,
		twoThreads,
	};
}
