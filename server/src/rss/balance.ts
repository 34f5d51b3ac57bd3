import { fits, movesBound, peakBound } from './balanceBounds.js';
import { fewestMoves, leastPeak } from './balanceExact.js';
import { fromScratch, improved, withFewerMoves, withinLimit } from './balanceHeuristics.js';
import { type Assignment, type Instance, movesOf, peakOf } from './balanceInstance.js';
import type { Processor } from './processor.js';

/** A table to be balanced. Loads are in any one unit: flows, packets, bytes. */
export interface BalanceProblem {
	readonly table: readonly Processor[];
	/** Load of each entry, ≥ 0. */
	readonly entryLoads: readonly number[];
	/** Processors that the table may use, in order of preference; those it uses already come first by themselves. */
	readonly candidates: readonly Processor[];
	/** How many distinct processors may be active: the queues. */
	readonly queues: number;
	/** A processor that takes a queue whatever the table, and the load it has without any entry. */
	readonly defaultProcessor?: { readonly processor: Processor; readonly load: number };
	/** How far the peak may stay above the least that was found to save moves, as a part of it: 0.01 is 1 %. */
	readonly tolerance?: number;
}

/** A balanced table. */
export interface Balance {
	readonly table: readonly Processor[];
	/** Entries whose processor is another now, ascending. */
	readonly moved: readonly number[];
	/** Load of the busiest processor that the table may use, with the new table. */
	readonly peak: number;
	/** The same with the old table. */
	readonly peakBefore: number;
	/** What the busiest processor carries at least with any table within the limits. */
	readonly lowerBound: number;
	/** Fewest entries that have to move for such a peak, as far as is known. */
	readonly movesBound: number;
	/** Whether it is known that no table has a lower peak (but for the tolerance), and none as low a one with fewer moves. */
	readonly optimal: boolean;
}

/** Steps that each exact search may take: some 20 ms. */
const BUDGET = 50_000;
/** Halvings of the interval in which the lowest limit is sought that little has to move for. */
const HALVINGS = 12;
/** Answers with the fewest moves whose moves are then taken back one by one. */
const REDUCED = 4;

/**
 * The table with the least peak and, of those, the fewest moved entries. That is bin packing: small tables are solved,
 * of large ones the bounds tell how near the answer is.
 * @throws RangeError without a processor to balance over, or when loads and table are of different length
 */
export function balance(problem: BalanceProblem): Balance {
	const { table, entryLoads, defaultProcessor, tolerance = 0 } = problem;
	if (entryLoads.length !== table.length) {
		throw new RangeError(`${entryLoads.length} loads for a table of ${table.length} entries`);
	}
	const processors = chosenProcessors(problem);
	if (processors.length === 0) throw new RangeError('no processor to balance over');
	const instance: Instance = {
		loads: entryLoads,
		homes: table.map((p) => processors.indexOf(p)),
		base: processors.map((p) => (p === defaultProcessor?.processor ? defaultProcessor.load : 0)),
	};
	const bound = peakBound(instance);
	const candidates = heuristicAnswers(instance, bound);
	const start = leastBy(candidates, (one) => peakOf(instance, one)) ?? fromScratch(instance);
	const least = leastPeak(instance, start, bound, BUDGET);
	const limit = Math.max(peakOf(instance, least.assignment), bound) * (1 + tolerance);
	// What stays where it is to begin with, and is bettered step by step, often moves least.
	const stepwise = withinLimit(instance, Number.POSITIVE_INFINITY, 'most') ?? start;
	const reduced = [
		...[...candidates, least.assignment, ...lazyAnswers(instance, limit)],
		improved(instance, stepwise, limit),
	]
		.filter((one) => fits(peakOf(instance, one), limit))
		.sort((a, b) => movesOf(instance, a) - movesOf(instance, b))
		.slice(0, REDUCED)
		.map((one) => withFewerMoves(instance, one, limit));
	const first = leastBy(reduced, (one) => movesOf(instance, one)) ?? least.assignment;
	const fewest = fewestMoves(instance, first, limit, BUDGET);
	const balanced = fewest.assignment.map((bin, entry) => processors[bin] ?? table[entry]) as Processor[];
	return {
		table: balanced,
		moved: balanced.flatMap((p, entry) => (p === table[entry] ? [] : [entry])),
		peak: peakOfTable({ ...problem, table: balanced }),
		peakBefore: peakOfTable(problem),
		lowerBound: bound,
		movesBound: movesBound(instance, limit),
		optimal: least.proven && fewest.proven,
	};
}

/** The processors of the answer: those in use that may stay, then as many more as there are queues for. */
function chosenProcessors(problem: BalanceProblem): Processor[] {
	const { table, entryLoads, candidates, queues, defaultProcessor } = problem;
	const carried = new Map<Processor, number>();
	for (const [entry, p] of table.entries()) carried.set(p, (carried.get(p) ?? 0) + (entryLoads[entry] ?? 0));
	const own = defaultProcessor?.processor;
	const allowed = new Set(candidates);
	const used = [...carried]
		.filter(([p]) => allowed.has(p))
		.sort((a, b) => b[1] - a[1])
		.map(([p]) => p);
	const others = [...allowed].filter((p) => !carried.has(p) && p !== own);
	// The default processor costs no queue more than it does anyway.
	const free = own !== undefined && allowed.has(own) ? [own] : [];
	const room = queues - (own === undefined ? 0 : 1);
	return [...free, ...[...used.filter((p) => p !== own), ...others].slice(0, Math.max(room, 0))];
}

/** The peak of the processors that entries can be or are on: a default processor apart from them is no matter of the table. */
function peakOfTable({ table, entryLoads, candidates, defaultProcessor }: BalanceProblem): number {
	const loads = new Map<Processor, number>();
	const own = defaultProcessor?.processor;
	if (own !== undefined && [...candidates, ...table].includes(own))
		loads.set(own, defaultProcessor?.load ?? 0);
	for (const [entry, p] of table.entries()) loads.set(p, (loads.get(p) ?? 0) + (entryLoads[entry] ?? 0));
	return Math.max(0, ...loads.values());
}

/** Answers from scratch, and those that move least for ever lower limits. */
function heuristicAnswers(instance: Instance, bound: number): Assignment[] {
	const scratch = improved(instance, fromScratch(instance));
	const answers: Assignment[] = [scratch];
	let low = bound;
	let high = Math.max(peakOf(instance, scratch), bound);
	for (let i = 0; i < HALVINGS && !fits(high, low); i++) {
		const limit = i === 0 ? low : (low + high) / 2;
		const found = lazyAnswers(instance, limit);
		answers.push(...found);
		if (found.length > 0) high = limit;
		else low = i === 0 ? low : limit;
	}
	const lowest = leastBy(answers, (one) => peakOf(instance, one));
	return lowest ? [...answers, improved(instance, lowest)] : answers;
}

function lazyAnswers(instance: Instance, limit: number): Assignment[] {
	const answers = (['most', 'least'] as const).map((room) => withinLimit(instance, limit, room));
	return answers.filter((answer) => answer !== undefined);
}

function leastBy<T>(all: readonly T[], measure: (one: T) => number): T | undefined {
	let best: { readonly one: T; readonly value: number } | undefined;
	for (const one of all) {
		const value = measure(one);
		if (!best || value < best.value) best = { one, value };
	}
	return best?.one;
}
