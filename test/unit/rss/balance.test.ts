import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BalanceProblem, balance } from '../../../server/src/rss/balance.js';
import { loadsOf } from '../../../server/src/rss/judgement.js';
import { type Processor, processor } from '../../../server/src/rss/processor.js';

const cpu = (number: number) => processor(0, number);
const cpus = (...numbers: number[]) => numbers.map(cpu);

/** Of the processors that entries can be on. */
function peakOf(
	{ entryLoads, candidates, defaultProcessor }: BalanceProblem,
	table: readonly Processor[],
): number {
	const reached = new Set([...candidates, ...table]);
	const own = defaultProcessor && reached.has(defaultProcessor.processor) ? [defaultProcessor] : [];
	const loads = new Map(own.map((one) => [one.processor, one.load]));
	for (const { processor: p, load } of loadsOf(table, entryLoads)) loads.set(p, (loads.get(p) ?? 0) + load);
	return Math.max(0, ...loads.values());
}

function moves(before: readonly Processor[], after: readonly Processor[]): number {
	return after.filter((p, i) => p !== before[i]).length;
}

function active({ defaultProcessor }: BalanceProblem, table: readonly Processor[]): number {
	return new Set([...table, ...(defaultProcessor ? [defaultProcessor.processor] : [])]).size;
}

/** A table within its limits, and loads of it. */
function problems(sizes: number[], maxLoad: number, maxCpus: number): fc.Arbitrary<BalanceProblem> {
	return fc
		.record({
			size: fc.constantFrom(...sizes),
			candidates: fc.uniqueArray(fc.nat({ max: maxCpus - 1 }), { minLength: 1, maxLength: maxCpus }),
			outside: fc.boolean(),
			own: fc.option(fc.record({ processor: fc.nat({ max: maxCpus }), load: fc.nat({ max: maxLoad }) }), {
				nil: undefined,
			}),
			spare: fc.nat({ max: 3 }),
			tolerance: fc.constantFrom(0, 0, 0.05),
		})
		.chain(({ size, candidates, outside, own, spare, tolerance }) =>
			fc
				.tuple(
					fc.array(fc.constantFrom(...candidates, ...(outside ? [maxCpus] : [])), {
						minLength: size,
						maxLength: size,
					}),
					fc.array(fc.nat({ max: maxLoad }), { minLength: size, maxLength: size }),
				)
				.map(([table, entryLoads]) => {
					const defaultProcessor = own && { processor: cpu(own.processor), load: own.load };
					const base = { table: cpus(...table), entryLoads, candidates: cpus(...candidates), tolerance };
					const problem = { ...base, queues: 0, ...(defaultProcessor && { defaultProcessor }) };
					return { ...problem, queues: Math.max(active(problem, problem.table), 2) + spare };
				}),
		);
}

/** Least peak, and fewest moves for a peak, by trying every table. */
function exhaustive(problem: BalanceProblem): { peak: number; movesFor: (limit: number) => number } {
	const results: { peak: number; moves: number }[] = [];
	const table: Processor[] = [];
	const visit = (entry: number): void => {
		if (active(problem, table) > problem.queues) return;
		if (entry === problem.table.length) {
			results.push({ peak: peakOf(problem, table), moves: moves(problem.table, table) });
			return;
		}
		for (const p of problem.candidates) {
			table[entry] = p;
			visit(entry + 1);
		}
		table.length = entry;
	};
	visit(0);
	return {
		peak: Math.min(...results.map(({ peak }) => peak)),
		movesFor: (limit) =>
			Math.min(...results.filter(({ peak }) => peak <= limit + 1e-9).map((result) => result.moves)),
	};
}

describe('small tables', () => {
	test('are solved: no table has a lower peak, nor as low a one with fewer moves', () => {
		fc.assert(
			fc.property(problems([1, 2, 4], 12, 4), (problem) => {
				const { table, peak, optimal, moved } = balance(problem);
				const best = exhaustive(problem);
				const limit = best.peak * (1 + (problem.tolerance ?? 0));
				expect(optimal).toBe(true);
				expect(peak).toBeLessThanOrEqual(limit + 1e-9);
				expect(moved.length).toBe(best.movesFor(limit));
				expect(peakOf(problem, table)).toBe(peak);
			}),
			{ numRuns: 400 },
		);
	});
	test('eight entries on three processors too', () => {
		fc.assert(
			fc.property(problems([8], 30, 3), (problem) => {
				const { peak, moved } = balance(problem);
				const best = exhaustive(problem);
				const limit = best.peak * (1 + (problem.tolerance ?? 0));
				expect(peak).toBeLessThanOrEqual(limit + 1e-9);
				expect(moved.length).toBe(best.movesFor(limit));
			}),
			{ numRuns: 60 },
		);
	});
});

describe('any table', () => {
	test('keeps the limits and the bounds, and is never worse than before', () => {
		fc.assert(
			fc.property(problems([1, 16, 64, 128], 100_000, 12), (problem) => {
				const result = balance(problem);
				const allowed = new Set(problem.candidates);
				expect(result.table.every((p) => allowed.has(p))).toBe(true);
				expect(active(problem, result.table)).toBeLessThanOrEqual(problem.queues);
				expect(result.peak).toBe(peakOf(problem, result.table));
				expect(result.peakBefore).toBe(peakOf(problem, problem.table));
				expect(result.peak).toBeGreaterThanOrEqual(result.lowerBound * (1 - 1e-9));
				expect(result.moved).toEqual(result.table.flatMap((p, i) => (p === problem.table[i] ? [] : [i])));
				expect(result.moved.length).toBeGreaterThanOrEqual(result.movesBound);
				if (problem.table.every((p) => allowed.has(p))) {
					const limit = result.peakBefore * (1 + (problem.tolerance ?? 0));
					expect(result.peak).toBeLessThanOrEqual(limit + 1e-6);
				}
			}),
			{ numRuns: 60 },
		);
	});
	test('a balanced table stays as it is', () => {
		const table = Array.from({ length: 128 }, (_, i) => cpu(i % 8));
		const result = balance({
			table,
			entryLoads: table.map(() => 10),
			candidates: cpus(0, 1, 2, 3, 4, 5, 6, 7),
			queues: 8,
		});
		expect(result).toMatchObject({ moved: [], peak: 160, lowerBound: 160, optimal: true });
	});
	test('of many small loads comes within 1 % of the bound, moving about the excess', () => {
		const table = Array.from({ length: 128 }, (_, i) => cpu(i % 8));
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 500, max: 1500 }), { minLength: 128, maxLength: 128 }),
				(loads) => {
					const result = balance({
						table,
						entryLoads: loads,
						candidates: cpus(0, 1, 2, 3, 4, 5, 6, 7),
						queues: 8,
						tolerance: 0.01,
					});
					expect(result.peak).toBeLessThanOrEqual(result.lowerBound * 1.02);
					expect(result.moved.length).toBeLessThan(64);
				},
			),
			{ numRuns: 20 },
		);
	});
	test('an elephant stays alone, and the bound says that nothing helps', () => {
		const result = balance({
			table: cpus(0, 1, 0, 1),
			entryLoads: [1000, 10, 20, 30],
			candidates: cpus(0, 1),
			queues: 2,
		});
		expect(result).toMatchObject({ table: cpus(0, 1, 1, 1), peak: 1000, lowerBound: 1000, optimal: true });
	});
	test('more queues are used: unused processors come in', () => {
		const result = balance({
			table: cpus(0, 0, 0, 0),
			entryLoads: [5, 5, 5, 5],
			candidates: cpus(0, 2, 4),
			queues: 2,
		});
		expect(result).toMatchObject({ peak: 10 });
		expect(result.moved).toHaveLength(2);
		expect(new Set(result.table)).toEqual(new Set(cpus(0, 2)));
	});
	test('the default processor costs its queue, and carries what has no hash', () => {
		const problem = {
			table: cpus(0, 0),
			entryLoads: [5, 5],
			candidates: cpus(0, 2, 4),
			queues: 2,
			defaultProcessor: { processor: cpu(4), load: 8 },
		};
		// Beside 4 there is one queue; moving an entry to 4 would give 13.
		expect(balance(problem)).toMatchObject({ table: cpus(0, 0), peak: 10 });
		expect(balance({ ...problem, queues: 3 })).toMatchObject({ peak: 8, moved: [1] });
	});
	test('no load at all: nothing moves but what may not stay', () => {
		const result = balance({
			table: cpus(0, 9, 0, 9),
			entryLoads: [0, 0, 0, 0],
			candidates: cpus(0, 2),
			queues: 2,
		});
		expect(result.moved).toEqual([1, 3]);
	});
});

test('what cannot be balanced is an error in words', () => {
	const problem = { table: cpus(0), entryLoads: [1], candidates: cpus(0), queues: 1 };
	expect(() => balance({ ...problem, entryLoads: [1, 2] })).toThrow('2 loads for a table of 1 entries');
	expect(() => balance({ ...problem, candidates: [] })).toThrow('no processor to balance over');
});
