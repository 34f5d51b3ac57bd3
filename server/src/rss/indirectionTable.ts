/**
 * Generators of indirection tables. They give, for each entry, the *index* of the source it goes to, so that a caller
 * can keep processors, queues or places in a text beside them.
 */

/** Entry i goes to source i mod `sources`: what `ethtool -X equal` does. Empty when there are no sources. */
export function roundRobin(sources: number, numberOfEntries: number): number[] {
	return sources === 0 ? [] : Array.from({ length: numberOfEntries }, (_, i) => i % sources);
}

/**
 * Entries in proportion to the weights, in blocks: entry i goes to the first source j with
 * i < floor(N · (w0+…+wj) / Σw), which is what `ethtool -X weight` does. Empty when the weights sum to nothing.
 */
export function weighted(weights: readonly number[], numberOfEntries: number): number[] {
	const sum = weights.reduce((a, b) => a + b, 0);
	if (!(sum > 0)) return [];
	const table: number[] = [];
	let through = 0;
	for (const [source, weight] of weights.entries()) {
		through += weight;
		const end = Math.floor((numberOfEntries * through) / sum);
		while (table.length < end) table.push(source);
	}
	while (table.length < numberOfEntries) table.push(weights.length - 1); // only rounding of fractions leaves a rest
	return table;
}

/** Whether n is 1, 2, 4, 8 … */
export function isPowerOfTwo(n: number): boolean {
	return Number.isInteger(n) && n > 0 && Math.log2(n) % 1 === 0;
}

/** The least power of two that is not below n; 1 for n ≤ 1. */
export function roundUpToPowerOfTwo(n: number): number {
	let power = 1;
	while (power < n) power *= 2;
	return power;
}
