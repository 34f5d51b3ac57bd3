/**
 * Whole parts of `whole` in proportion to the weights, which add up to it exactly: each weight's fraction rounded down,
 * and what is left to those that lost most, the first of equals first (largest remainder). All 0 when the weights are.
 */
export function shareOut(whole: number, weights: readonly number[]): number[] {
	const sum = weights.reduce((a, b) => a + b, 0);
	if (!(sum > 0)) return weights.map(() => 0);
	const exact = weights.map((weight) => (whole * weight) / sum);
	const parts = exact.map(Math.floor);
	const left = whole - parts.reduce((a, b) => a + b, 0);
	const losers = exact
		.map((value, i) => ({ i, lost: value - Math.floor(value) }))
		.sort((a, b) => b.lost - a.lost || a.i - b.i);
	for (const { i } of losers.slice(0, left)) parts[i] = (parts[i] ?? 0) + 1;
	return parts;
}
