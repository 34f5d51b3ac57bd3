import { describe, expect, it } from 'vitest';
import { planMoves } from '../../../server/src/plan/moves.js';
import type { Slot } from '../../../server/src/plan/steering.js';
import { type Processor, processor } from '../../../server/src/rss/processor.js';

/** Where each entry points, processors counted from 0. */
type Table = readonly number[];

/** Every table of so many entries on so many processors, of which at most `limit` are used. */
function tables(entries: number, processors: number, limit: number): Table[] {
	const all = Array.from({ length: processors ** entries }, (_, n) =>
		Array.from({ length: entries }, (_, i) => Math.floor(n / processors ** i) % processors),
	);
	return all.filter((table) => new Set(table).size <= limit);
}

/** Every table that one batch leads to: on one actor, any of its entries to anywhere, within the limit. */
function* batchesFrom(table: Table, processors: number, limit: number): Generator<Table> {
	for (const to of tables(table.length, processors, limit)) {
		const moved = table.filter((p, i) => p !== to[i]);
		if (moved.length > 0 && new Set(moved).size === 1) yield to;
	}
}

function differing(a: Table, b: Table): number {
	return a.filter((p, i) => p !== b[i]).length;
}

/** The least number of moves from one table to every other, by Dijkstra's search over all batches. */
function leastMoves(start: Table, processors: number, limit: number): Map<string, number> {
	const best = new Map([[start.join(), 0]]);
	const open: { readonly table: Table; readonly moves: number }[] = [{ table: start, moves: 0 }];
	for (;;) {
		open.sort((a, b) => b.moves - a.moves);
		const next = open.pop();
		if (!next) return best;
		if ((best.get(next.table.join()) ?? 0) < next.moves) continue;
		for (const table of batchesFrom(next.table, processors, limit)) {
			const moves = next.moves + differing(next.table, table);
			if (moves >= (best.get(table.join()) ?? Number.POSITIVE_INFINITY)) continue;
			best.set(table.join(), moves);
			open.push({ table, moves });
		}
	}
}

function planned(from: Table, to: Table, limit: number): number {
	const at = (n: number): Processor => processor(0, n);
	const slots = from.map(
		(p, entry): Slot => ({ parameter: { entry }, at: at(p), goal: at(to[entry] as number), counted: true }),
	);
	return planMoves(slots, limit).reduce((sum, { moves }) => sum + moves.length, 0);
}

/** Processors are alike: of tables that differ by names only, the one that names them in the order of their appearance. */
function isCanonical(table: Table): boolean {
	return table.every((p, i) => p <= 1 + Math.max(-1, ...table.slice(0, i)));
}

describe('the lower bound of moves, entries that differ', () => {
	it.each([
		{ entries: 3, processors: 4, limit: 2 },
		{ entries: 4, processors: 3, limit: 2 },
		{ entries: 4, processors: 4, limit: 2 },
		{ entries: 4, processors: 4, limit: 3 },
		{ entries: 4, processors: 3, limit: 3 },
	])('is met nearly always, and the planner takes the least there is: %j', (size) => {
		const { entries, processors, limit } = size;
		const all = tables(entries, processors, limit);
		const seen = { pairs: 0, tight: 0, optimal: 0, below: 0, parkedInVain: 0 };
		for (const from of all.filter(isCanonical)) {
			const least = leastMoves(from, processors, limit);
			for (const to of all) {
				const bound = differing(from, to);
				const best = least.get(to.join()) ?? Number.NaN;
				const taken = planned(from, to, limit);
				seen.pairs++;
				if (best < bound) seen.below++;
				if (best === bound) seen.tight++;
				if (taken === best) seen.optimal++;
				// Where both tables fit the limit together, nothing has to be parked.
				if (new Set([...from, ...to]).size <= limit && taken !== bound) seen.parkedInVain++;
			}
		}
		expect(seen).toMatchObject({ optimal: seen.pairs, below: 0, parkedInVain: 0 });
		expect(seen.tight / seen.pairs).toBeGreaterThan(0.95);
	});
});
