/** Entries to be put on processors: what every part of the search works on. Loads in any unit. */
export interface Instance {
	/** Load of each entry, ≥ 0. */
	readonly loads: readonly number[];
	/** Where each entry is now: an index into `base`; -1 where it may not stay. */
	readonly homes: readonly number[];
	/** Load of each processor that no entry brings. */
	readonly base: readonly number[];
}

/** For each entry the index of its processor. */
export type Assignment = readonly number[];

/** Load of each processor under an assignment. */
export function binLoads({ loads, base }: Instance, assignment: Assignment): number[] {
	const bins = [...base];
	for (const [item, bin] of assignment.entries()) bins[bin] = (bins[bin] ?? 0) + (loads[item] ?? 0);
	return bins;
}

/** Entries that are not where they were. */
export function movesOf({ homes }: Instance, assignment: Assignment): number {
	return assignment.reduce((moves, bin, item) => moves + (homes[item] === bin ? 0 : 1), 0);
}

/** The load of the busiest processor. */
export function peakOf(instance: Instance, assignment: Assignment): number {
	return Math.max(0, ...binLoads(instance, assignment));
}

/** Entries by load, largest first. */
export function byLoad(loads: readonly number[], items: readonly number[]): number[] {
	return [...items].sort((a, b) => (loads[b] ?? 0) - (loads[a] ?? 0) || a - b);
}

/** The indices 0..n-1. */
export function indices(n: number): number[] {
	return Array.from({ length: n }, (_, i) => i);
}

/** The least loaded of some processors, then the one with fewest entries, so that empty entries spread too. */
export function leastLoaded(bins: readonly number[], entries: readonly number[]): number {
	return indices(bins.length).reduce((best, bin) => {
		const less = (bins[bin] ?? 0) - (bins[best] ?? 0) || (entries[bin] ?? 0) - (entries[best] ?? 0);
		return less < 0 ? bin : best;
	}, 0);
}
