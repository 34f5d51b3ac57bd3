import { fits } from './balanceBounds.js';
import {
	type Assignment,
	binLoads,
	byLoad,
	type Instance,
	indices,
	leastLoaded,
	movesOf,
} from './balanceInstance.js';

/** Largest entries first, each to the least loaded processor; where each was does not count (Graham's LPT rule). */
export function fromScratch(instance: Instance): number[] {
	const { loads, base } = instance;
	const bins = [...base];
	const entries = base.map(() => 0);
	const assignment = new Array<number>(loads.length).fill(0);
	for (const item of byLoad(loads, indices(loads.length))) {
		const bin = leastLoaded(bins, entries);
		assignment[item] = bin;
		bins[bin] = (bins[bin] ?? 0) + (loads[item] ?? 0);
		entries[bin] = (entries[bin] ?? 0) + 1;
	}
	return relabelled(instance, assignment);
}

/** Gives each group of entries the processor that most of them come from, where the base loads allow: fewer moves. */
function relabelled({ homes, base }: Instance, assignment: Assignment): number[] {
	const overlap = indices(base.length ** 2).map(() => 0);
	for (const [item, bin] of assignment.entries()) {
		const home = homes[item] ?? -1;
		if (home >= 0) overlap[bin * base.length + home] = (overlap[bin * base.length + home] ?? 0) + 1;
	}
	const names = new Map<number, number>();
	const taken = new Set<number>();
	for (const pair of indices(overlap.length).sort((a, b) => (overlap[b] ?? 0) - (overlap[a] ?? 0) || a - b)) {
		const [bin, home] = [Math.floor(pair / base.length), pair % base.length];
		if (names.has(bin) || taken.has(home) || base[bin] !== base[home]) continue;
		names.set(bin, home);
		taken.add(home);
	}
	return assignment.map((bin) => names.get(bin) ?? bin);
}

/**
 * Lets everything stay that can under a limit, and puts what must leave where there is most room (or least that is
 * enough). Undefined where some entry finds no room.
 */
export function withinLimit(instance: Instance, limit: number, room: 'most' | 'least'): number[] | undefined {
	const { loads, homes } = instance;
	const bins = binLoads(
		{ ...instance, loads: loads.map((load, item) => ((homes[item] ?? -1) < 0 ? 0 : load)) },
		homes.map((home) => Math.max(home, 0)),
	);
	const leaving = indices(loads.length).filter((item) => (homes[item] ?? -1) < 0);
	for (const bin of bins.keys()) leaving.push(...evicted(instance, bin, bins, limit));
	const entries = bins.map(() => 0);
	const out = new Set(leaving);
	for (const [item, home] of homes.entries()) if (!out.has(item)) entries[home] = (entries[home] ?? 0) + 1;
	const assignment = [...homes];
	for (const item of byLoad(loads, leaving)) {
		const load = loads[item] ?? 0;
		const open = indices(bins.length).filter((bin) => fits((bins[bin] ?? 0) + load, limit));
		if (open.length === 0) return undefined;
		const bin = open.reduce((best, one) => {
			const more = (bins[one] ?? 0) - (bins[best] ?? 0);
			const better = more === 0 ? (entries[one] ?? 0) < (entries[best] ?? 0) : more < 0 === (room === 'most');
			return better ? one : best;
		});
		assignment[item] = bin;
		bins[bin] = (bins[bin] ?? 0) + load;
		entries[bin] = (entries[bin] ?? 0) + 1;
	}
	return assignment;
}

/** The fewest entries that bring a processor under the limit; the last of them no larger than needed. Takes them off. */
function evicted({ loads, homes }: Instance, bin: number, bins: number[], limit: number): number[] {
	const staying = byLoad(
		loads,
		indices(loads.length).filter((item) => homes[item] === bin),
	);
	const out: number[] = [];
	while (staying.length > 0 && !fits(bins[bin] ?? 0, limit)) {
		const excess = (bins[bin] ?? 0) - limit;
		const enough = staying.findLastIndex((item) => (loads[item] ?? 0) >= excess);
		const [item = 0] = staying.splice(Math.max(enough, 0), 1);
		bins[bin] = (bins[bin] ?? 0) - (loads[item] ?? 0);
		out.push(item);
	}
	return out;
}

/** Steps of improvement: each lowers a peak; far more than any table needs. */
const MAX_STEPS = 2000;

/**
 * Lowers the peak by moving one entry off the busiest processor, or trading it for a lighter one, while that helps and
 * the peak is above a limit.
 */
export function improved(instance: Instance, start: Assignment, limit = 0): number[] {
	const { loads } = instance;
	const assignment = [...start];
	const bins = binLoads(instance, assignment);
	for (let step = 0; step < MAX_STEPS; step++) {
		const peak = Math.max(...bins);
		if (fits(peak, limit)) break;
		const busiest = bins.indexOf(peak);
		let best = { peak, item: -1, other: -1, bin: -1 };
		const items = indices(loads.length).filter(
			(item) => assignment[item] === busiest && (loads[item] ?? 0) > 0,
		);
		for (const [other, bin] of [...assignment.entries(), ...bins.map((_, to) => [-1, to] as const)]) {
			if (bin === busiest) continue;
			for (const item of items) {
				const shift = (loads[item] ?? 0) - (other < 0 ? 0 : (loads[other] ?? 0));
				const after = Math.max(peak - shift, (bins[bin] ?? 0) + shift);
				if (shift > 0 && after < best.peak) best = { peak: after, item, other, bin };
			}
		}
		if (best.item < 0) break;
		const shift = (loads[best.item] ?? 0) - (best.other < 0 ? 0 : (loads[best.other] ?? 0));
		assignment[best.item] = best.bin;
		if (best.other >= 0) assignment[best.other] = busiest;
		bins[busiest] = peak - shift;
		bins[best.bin] = (bins[best.bin] ?? 0) + shift;
	}
	return assignment;
}

/** Takes moves back, alone or two in a ring, as long as no processor exceeds the limit. */
export function withFewerMoves(instance: Instance, start: Assignment, limit: number): number[] {
	const { loads, homes } = instance;
	const assignment = [...start];
	const bins = binLoads(instance, assignment);
	const away = (item: number) => (homes[item] ?? -1) >= 0 && homes[item] !== assignment[item];
	/** Puts entries on processors if none then exceeds the limit. */
	const tryPut = (put: readonly (readonly [item: number, bin: number])[]): boolean => {
		const after = new Map<number, number>();
		const add = (bin: number, load: number) => after.set(bin, (after.get(bin) ?? bins[bin] ?? 0) + load);
		for (const [item, bin] of put) {
			add(assignment[item] ?? 0, -(loads[item] ?? 0));
			add(bin, loads[item] ?? 0);
		}
		if (![...after].every(([bin, load]) => fits(load, limit) || load < (bins[bin] ?? 0))) return false;
		for (const [bin, load] of after) bins[bin] = load;
		for (const [item, bin] of put) assignment[item] = bin;
		return true;
	};
	for (let before = -1; before !== movesOf(instance, assignment); ) {
		before = movesOf(instance, assignment);
		for (const item of byLoad(loads, indices(loads.length)).filter(away)) {
			const home = homes[item] ?? 0;
			if (tryPut([[item, home]])) continue;
			// Another that was moved to its home takes its place, or goes home too.
			const guests = indices(loads.length).filter(
				(other) => assignment[other] === home && homes[other] !== home,
			);
			guests.some((guest) => {
				const back = homes[guest] ?? -1;
				const place = assignment[item] ?? 0;
				return (
					(back >= 0 &&
						tryPut([
							[item, home],
							[guest, back],
						])) ||
					tryPut([
						[item, home],
						[guest, place],
					])
				);
			});
		}
	}
	return assignment;
}
