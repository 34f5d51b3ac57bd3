import { type ChiSquare, chiSquareTest } from './chiSquare.js';
import { numberOf, type Processor } from './processor.js';
import type { NodeProcessors } from './rssProcessorSet.js';

/** The load of a processor, in any unit: flows, packets, bytes. */
export interface ProcessorLoad {
	readonly processor: Processor;
	readonly load: number;
}

/** How even a load is. */
export interface Evenness {
	readonly total: number;
	/** Processors that could take load: those of the table, busy or not. */
	readonly processors: number;
	/** Busiest over mean: 1 is even, `processors` is all on one. */
	readonly maxOverMean: number;
	/** Jain's fairness index, (Σx)² / (n · Σx²): 1 is even, 1/n is all on one. */
	readonly jain: number;
	readonly busiest: Processor;
	/** Share of the busiest, 0..1. */
	readonly busiestShare: number;
}

/**
 * How even the load of some processors is. Undefined without any load.
 * Source: R. Jain, D. Chiu, W. Hawe: A quantitative measure of fairness, DEC-TR-301, 1984.
 */
export function evennessOf(loads: readonly ProcessorLoad[]): Evenness | undefined {
	const total = loads.reduce((sum, { load }) => sum + load, 0);
	const [first] = loads;
	if (!first || !(total > 0)) return undefined;
	const busiest = loads.reduce((most, one) => (one.load > most.load ? one : most), first);
	const squares = loads.reduce((sum, { load }) => sum + (load / total) ** 2, 0);
	return {
		total,
		processors: loads.length,
		maxOverMean: (busiest.load * loads.length) / total,
		jain: 1 / (loads.length * squares),
		busiest: busiest.processor,
		busiestShare: busiest.load / total,
	};
}

/** The load of every processor of a table, from that of its entries; by processor. Those without load are there too. */
export function loadsOf(table: readonly Processor[], entryLoads: readonly number[]): ProcessorLoad[] {
	const loads = new Map<Processor, number>();
	for (const [entry, processor] of table.entries()) {
		loads.set(processor, (loads.get(processor) ?? 0) + (entryLoads[entry] ?? 0));
	}
	return [...loads]
		.map(([processor, load]) => ({ processor, load }))
		.sort((a, b) => a.processor - b.processor);
}

/**
 * Tests whether flows arrive at processors in proportion to their entries, as they do under a good key from many random
 * flows. Only for counts of flows: packets of one flow are not independent.
 */
export function arrivalTest(
	table: readonly Processor[],
	flows: readonly ProcessorLoad[],
): ChiSquare | undefined {
	const entries = loadsOf(
		table,
		table.map(() => 1),
	);
	const arrived = new Map(flows.map(({ processor, load }) => [processor, load]));
	const observed = entries.map(({ processor }) => arrived.get(processor) ?? 0);
	return chiSquareTest(
		observed,
		entries.map(({ load }) => load),
	);
}

/** The load of a part of the host. */
export interface PartLoad {
	readonly load: number;
	/** 0..1 */
	readonly share: number;
	/** Processors of it that have any load. */
	readonly busy: number;
}

/** The load of each NUMA node that has any, by node; undefined as node: processors of no known node. */
export function nodeLoads(
	loads: readonly ProcessorLoad[],
	nodes: readonly NodeProcessors[],
): (PartLoad & { readonly node: number | undefined })[] {
	const owner = new Map(nodes.flatMap(({ node, processors }) => processors.map((p) => [p, node] as const)));
	return parts(loads, (p) => owner.get(p))
		.map(({ key, ...part }) => ({ node: key, ...part }))
		.sort((a, b) => (a.node ?? Number.POSITIVE_INFINITY) - (b.node ?? Number.POSITIVE_INFINITY));
}

/** The first thread of a processor's core; the processor itself where its node is not known. */
export function coreOf(p: Processor, nodes: readonly NodeProcessors[]): Processor {
	const node = nodes.find(({ processors }) => processors.includes(p));
	return (p - (numberOf(p) % (node?.threadsPerCore ?? 1))) as Processor;
}

/** The share of the load on cores of which two threads or more have load: they take turns on one execution unit. */
export function siblingShare(loads: readonly ProcessorLoad[], nodes: readonly NodeProcessors[]): number {
	const total = loads.reduce((sum, { load }) => sum + load, 0);
	const shared = parts(loads, (p) => coreOf(p, nodes)).filter(({ busy }) => busy > 1);
	return total > 0 ? shared.reduce((sum, { load }) => sum + load, 0) / total : 0;
}

/** Flows that alone exceed an even share: whatever the table, the processor of each is busier than the mean. */
export function unsplittable<Flow extends { readonly load: number }>(
	flows: readonly Flow[],
	total: number,
	processors: number,
): Flow[] {
	return flows
		.filter(({ load }) => processors > 1 && load > total / processors)
		.sort((a, b) => b.load - a.load);
}

function parts<Key>(
	loads: readonly ProcessorLoad[],
	keyOf: (p: Processor) => Key,
): (PartLoad & { readonly key: Key })[] {
	const total = loads.reduce((sum, { load }) => sum + load, 0);
	const groups = new Map<Key, ProcessorLoad[]>();
	for (const one of loads.filter(({ load }) => load > 0)) {
		const key = keyOf(one.processor);
		const group = groups.get(key);
		if (group) group.push(one);
		else groups.set(key, [one]);
	}
	return [...groups].map(([key, group]) => {
		const load = group.reduce((sum, one) => sum + one.load, 0);
		return { key, load, share: load / total, busy: group.length };
	});
}
