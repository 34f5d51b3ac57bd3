import type { Processor } from './processor.js';

/** How many entries of a table point at a processor. */
export interface ProcessorShare {
	readonly processor: Processor;
	readonly entries: number;
	/** entries / N, 0..1 */
	readonly share: number;
}

/** Entries and share per processor, busiest first, then by processor. Empty for an empty table. */
export function sharesOf(table: readonly Processor[]): ProcessorShare[] {
	const counts = new Map<Processor, number>();
	for (const p of table) counts.set(p, (counts.get(p) ?? 0) + 1);
	return [...counts]
		.map(([processor, entries]) => ({ processor, entries, share: entries / table.length }))
		.sort((a, b) => b.entries - a.entries || a.processor - b.processor);
}

/** The steering parameters of an entity, as the spread sees them. */
export interface Steering {
	readonly rssEnabled: boolean;
	readonly primaryProcessor: Processor;
	readonly defaultProcessor: Processor;
	readonly indirectionTable: readonly Processor[];
}

/**
 * The distinct processors of the active parameters: default and every entry with RSS on, primary alone with RSS off.
 * Each of them takes one queue. Source: domain policy P3; windows-driver-docs receive-side-scaling-version-2.
 */
export function processorsInUse({
	rssEnabled,
	primaryProcessor,
	defaultProcessor,
	indirectionTable,
}: Steering): Set<Processor> {
	return rssEnabled ? new Set([defaultProcessor, ...indirectionTable]) : new Set([primaryProcessor]);
}

/** Where hashed traffic goes, by entry: the table with RSS on, all on the primary processor with RSS off. */
export function activeTable({
	rssEnabled,
	primaryProcessor,
	indirectionTable,
}: Steering): readonly Processor[] {
	return rssEnabled ? indirectionTable : [primaryProcessor];
}

/** The busiest share over the even share (1 = perfectly even) among the processors that get any entry; 1 when empty. */
export function loadRatio(shares: readonly ProcessorShare[]): number {
	return shares.length === 0 ? 1 : (shares[0]?.share ?? 0) * shares.length;
}

/** How many entries of a table point into a NUMA node. */
export interface NodeShare {
	/** Undefined for processors that belong to no known node. */
	readonly node: number | undefined;
	readonly entries: number;
	/** entries / N, 0..1 */
	readonly share: number;
}

/** Entries and share per NUMA node that gets any, by node number; those outside every node come last. */
export function nodeSharesOf(
	table: readonly Processor[],
	nodes: readonly { readonly node: number; readonly processors: readonly Processor[] }[],
): NodeShare[] {
	const nodeOf = new Map(nodes.flatMap(({ node, processors }) => processors.map((p) => [p, node] as const)));
	const counts = new Map<number | undefined, number>();
	for (const p of table) counts.set(nodeOf.get(p), (counts.get(nodeOf.get(p)) ?? 0) + 1);
	return [...counts]
		.map(([node, entries]) => ({ node, entries, share: entries / table.length }))
		.sort((a, b) => (a.node ?? Number.POSITIVE_INFINITY) - (b.node ?? Number.POSITIVE_INFINITY));
}
