import { byLoad, type Instance, indices } from './balanceInstance.js';

/** Tolerance of comparisons of sums, relative: loads may be fractions. */
const ROUNDING = 1e-9;

/** Whether a load keeps within a limit, but for rounding. */
export function fits(load: number, limit: number): boolean {
	return load <= limit + Math.abs(limit) * ROUNDING;
}

/**
 * What the busiest processor carries at least, whatever the table: the level to which all loads fill up the processors,
 * the largest entry, and, for each m, the least that m + 1 entries weigh which must meet on one processor because there
 * are more than m times as many entries as processors.
 */
export function peakBound({ loads, base }: Instance): number {
	const sorted = [...loads].sort((a, b) => b - a);
	const processors = base.length;
	let bound = Math.max(waterLevel(loads, base), ...base, (sorted[0] ?? 0) + Math.min(...base));
	for (let m = 1; m * processors < sorted.length; m++) {
		let weight = 0;
		for (let i = m * processors - m; i <= m * processors; i++) weight += sorted[i] ?? 0;
		bound = Math.max(bound, weight);
	}
	return bound;
}

/** The level of the processors if entries could be divided; rounded up where every load is whole. */
function waterLevel(loads: readonly number[], base: readonly number[]): number {
	const poured = loads.reduce((sum, load) => sum + load, 0);
	const sorted = [...base].sort((a, b) => a - b);
	let level = 0;
	let sum = poured;
	for (const [i, own] of sorted.entries()) {
		sum += own;
		level = sum / (i + 1);
		if (level <= (sorted[i + 1] ?? Number.POSITIVE_INFINITY)) break;
	}
	const whole = [...loads, ...base].every(Number.isInteger);
	return whole ? Math.ceil(level - level * ROUNDING) : level;
}

/** How many entries must leave their processor at least so that none carries more than the limit. */
export function movesBound({ loads, homes, base }: Instance, limit: number): number {
	let moves = homes.filter((home) => home < 0).length;
	for (const [bin, own] of base.entries()) {
		const items = byLoad(
			loads,
			indices(loads.length).filter((item) => homes[item] === bin),
		);
		let load = items.reduce((sum, item) => sum + (loads[item] ?? 0), own);
		for (const item of items) {
			if (fits(load, limit)) break;
			load -= loads[item] ?? 0;
			moves++;
		}
	}
	return moves;
}
