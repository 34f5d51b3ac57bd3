import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MoveBatch, planMoves } from '../../../server/src/plan/moves.js';
import type { Slot } from '../../../server/src/plan/steering.js';
import { type Processor, processor } from '../../../server/src/rss/processor.js';

const p = (n: number): Processor => processor(0, n);

/** A case: where each entry is and goes, and how many processors may be used at once (at least what both ends need). */
interface Case {
	readonly from: readonly number[];
	readonly to: readonly number[];
	readonly limit: number;
}

function slotsOf({ from, to }: Case): Slot[] {
	return from.map((at, entry) => ({
		parameter: { entry },
		at: p(at),
		goal: p(to[entry] ?? at),
		counted: true,
	}));
}

const distinct = (processors: readonly number[]): number => new Set(processors).size;

/** Runs the batches as an adapter would, and fails where one would be refused. */
function run({ from, limit }: Case, batches: readonly MoveBatch[]): { table: number[]; moves: number[] } {
	const table: number[] = from.map((at) => p(at));
	const moves = from.map(() => 0);
	for (const { actor, moves: batch } of batches) {
		expect(batch.length).toBeGreaterThan(0);
		for (const { parameter, target } of batch) {
			if (typeof parameter !== 'object') throw new Error('Only entries here.');
			expect(table[parameter.entry]).toBe(actor);
			expect(target).not.toBe(actor);
			table[parameter.entry] = target;
			moves[parameter.entry] = (moves[parameter.entry] ?? 0) + 1;
		}
		expect(distinct(table)).toBeLessThanOrEqual(limit);
	}
	return { table, moves };
}

const cases = (entries: number, processors: number): fc.Arbitrary<Case> =>
	fc
		.integer({ min: 1, max: processors })
		.chain((used) => {
			const cell = fc.integer({ min: 0, max: processors - 1 });
			const table = fc
				.array(cell, { minLength: used, maxLength: used })
				.chain((chosen) => fc.array(fc.constantFrom(...chosen), { minLength: entries, maxLength: entries }));
			return fc.record({ from: table, to: table, spare: fc.integer({ min: 0, max: 1 }) });
		})
		.map(({ from, to, spare }) => ({ from, to, limit: Math.max(distinct(from), distinct(to)) + spare }));

/** The fewest moves that any sequence of batches needs, by looking at all of them (Dijkstra over tables). */
function fewestMoves({ from, to, limit }: Case): number {
	const goal = to.join();
	const best = new Map([[from.join(), 0]]);
	const layers: number[][][] = [[[...from]]];
	for (let cost = 0; cost < layers.length; cost++) {
		for (const table of layers[cost] ?? []) {
			if (best.get(table.join()) !== cost) continue;
			if (table.join() === goal) return cost;
			for (const actor of new Set(table)) {
				for (const next of movesOf(table, actor, [...new Set([...from, ...to])])) {
					const price = cost + next.filter((cell, i) => cell !== table[i]).length;
					if (distinct(next) > limit || price >= (best.get(next.join()) ?? Number.POSITIVE_INFINITY))
						continue;
					best.set(next.join(), price);
					while (layers.length <= price) layers.push([]);
					layers[price]?.push(next);
				}
			}
		}
	}
	throw new Error('No way.');
}

function movesOf(table: readonly number[], actor: number, targets: readonly number[]): number[][] {
	let tables: number[][] = [[]];
	for (const cell of table) {
		const choices = cell === actor ? targets : [cell];
		tables = tables.flatMap((head) => choices.map((choice) => [...head, choice]));
	}
	return tables;
}

describe('planMoves', () => {
	it('asks for nothing when everything is at home', () => {
		expect(planMoves(slotsOf({ from: [1, 2], to: [1, 2], limit: 2 }), 2)).toEqual([]);
	});

	it('moves each entry once, a batch an actor, when queues allow', () => {
		const one: Case = { from: [0, 1, 0, 1], to: [2, 3, 2, 3], limit: 2 };
		expect(planMoves(slotsOf(one), 2)).toEqual([
			{ actor: p(0), moves: [0, 2].map((entry) => ({ parameter: { entry }, target: p(2) })) },
			{ actor: p(1), moves: [1, 3].map((entry) => ({ parameter: { entry }, target: p(3) })) },
		]);
	});

	it('parks what it must when every actor would need a queue more than there is', () => {
		const one: Case = { from: [0, 0, 1, 1], to: [2, 3, 2, 3], limit: 2 };
		const { table, moves } = run(one, planMoves(slotsOf(one), 2));
		expect(table).toEqual(one.to.map(p));
		expect(moves.reduce((a, b) => a + b)).toBe(5);
	});

	it('takes an inactive parameter along with its actor and counts no queue for it', () => {
		const slots: Slot[] = [
			{ parameter: { entry: 0 }, at: p(0), goal: p(1), counted: true },
			{ parameter: 'primary', at: p(0), goal: p(9), counted: false },
		];
		expect(planMoves(slots, 1)).toEqual([
			{
				actor: p(0),
				moves: [
					{ parameter: { entry: 0 }, target: p(1) },
					{ parameter: 'primary', target: p(9) },
				],
			},
		]);
	});

	it('leads to the goals even when they cannot fit, so that the device can say so', () => {
		const one: Case = { from: [0, 0], to: [1, 2], limit: 1 };
		const { table } = run({ ...one, limit: 2 }, planMoves(slotsOf(one), 1));
		expect(table).toEqual(one.to.map(p));
	});

	it('holds the limit after every batch, ends at the goals and moves nothing more than twice', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(cases(128, 16), cases(16, 8), cases(8, 64)).chain((c) => c),
				(one) => {
					const { table, moves } = run(one, planMoves(slotsOf(one), one.limit));
					expect(table).toEqual(one.to.map(p));
					expect(Math.max(...moves)).toBeLessThanOrEqual(2);
				},
			),
			{ numRuns: 500 },
		);
	});

	it('is near the fewest moves that any plan needs', () => {
		let planned = 0;
		let fewest = 0;
		let exact = 0;
		let runs = 0;
		fc.assert(
			fc.property(fc.oneof(cases(4, 5), cases(5, 4)), (one) => {
				const { moves } = run(one, planMoves(slotsOf(one), one.limit));
				const least = fewestMoves(one);
				const ours = moves.reduce((a, b) => a + b);
				planned += ours;
				fewest += least;
				runs++;
				if (ours === least) exact++;
				expect(ours).toBeLessThanOrEqual(2 * least);
			}),
			{ numRuns: 150, seed: 1 },
		);
		console.log(`moves planned / fewest: ${planned}/${fewest}; exact in ${exact} of ${runs}`);
		expect(planned).toBeLessThanOrEqual(1.05 * fewest);
	});
});
