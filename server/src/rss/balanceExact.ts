import { fits, movesBound } from './balanceBounds.js';
import { type Assignment, byLoad, type Instance, indices, movesOf, peakOf } from './balanceInstance.js';

/** An assignment, and whether it is known that none is better. */
export interface Searched {
	readonly assignment: Assignment;
	readonly proven: boolean;
}

/**
 * Branch and bound for the least peak: largest entries first, processors of one load taken once.
 * @param bound what no peak is below
 * @param budget assignments of an entry that are tried at most
 */
export function leastPeak(instance: Instance, start: Assignment, bound: number, budget: number): Searched {
	const { loads, base } = instance;
	const order = byLoad(loads, indices(loads.length));
	const bins = [...base];
	const current = [...start];
	let best: Assignment = start;
	let peak = peakOf(instance, start);
	let left = budget;
	const search = (depth: number): void => {
		const item = order[depth];
		if (item === undefined) {
			best = [...current];
			peak = Math.max(...bins);
			return;
		}
		const load = loads[item] ?? 0;
		const seen = new Set<number>();
		for (const bin of indices(bins.length).sort((a, b) => (bins[a] ?? 0) - (bins[b] ?? 0))) {
			const own = bins[bin] ?? 0;
			if (seen.has(own) || !(own + load < peak) || fits(peak, bound)) continue;
			if (left-- <= 0) return;
			seen.add(own);
			bins[bin] = own + load;
			current[item] = bin;
			search(depth + 1);
			bins[bin] = own;
		}
	};
	if (!fits(peak, bound)) search(0);
	return { assignment: best, proven: fits(peak, bound) || left > 0 };
}

/**
 * Branch and bound for the fewest moves under a limit of the peak, from an assignment that keeps it.
 * @param budget assignments of an entry that are tried at most
 */
export function fewestMoves(instance: Instance, start: Assignment, limit: number, budget: number): Searched {
	const { loads, homes, base } = instance;
	const bound = movesBound(instance, limit);
	const order = byLoad(loads, indices(loads.length));
	const bins = [...base];
	const current = [...start];
	const isHome = new Set(homes);
	let best: Assignment = start;
	let fewest = movesOf(instance, start);
	let left = budget;
	const search = (depth: number, moves: number): void => {
		if (moves >= fewest) return;
		const item = order[depth];
		if (item === undefined) {
			best = [...current];
			fewest = moves;
			return;
		}
		const load = loads[item] ?? 0;
		const home = homes[item] ?? -1;
		const others = indices(bins.length).filter((bin) => bin !== home);
		const seen = new Set<number>();
		for (const bin of home < 0 ? others : [home, ...others]) {
			const own = bins[bin] ?? 0;
			if (!fits(own + load, limit) || fewest <= bound) continue;
			// Processors that nothing comes from are alike if they carry alike.
			if (!isHome.has(bin)) {
				if (seen.has(own)) continue;
				seen.add(own);
			}
			if (left-- <= 0) return;
			bins[bin] = own + load;
			current[item] = bin;
			search(depth + 1, moves + (bin === home ? 0 : 1));
			bins[bin] = own;
		}
	};
	search(0, 0);
	return { assignment: best, proven: fewest <= bound || left > 0 };
}
