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

/** Whether entry i equals entry i mod `size` for all i: the table can shrink to `size` and lose nothing. */
export function foldsTo<T>(table: readonly T[], size: number): boolean {
	return size > 0 && table.every((entry, i) => entry === table[i % size]);
}

/**
 * The least p with entry i = entry i mod p for all i: the length of the pattern that repeats (the last time perhaps in
 * part). 0 for an empty table. Linear in the table's length (Knuth–Morris–Pratt prefix function).
 */
export function periodOf<T>(table: readonly T[]): number {
	const prefix: number[] = [0];
	for (let i = 1; i < table.length; i++) {
		let matched = prefix[i - 1] ?? 0;
		while (matched > 0 && table[i] !== table[matched]) matched = prefix[matched - 1] ?? 0;
		prefix.push(table[i] === table[matched] ? matched + 1 : 0);
	}
	return table.length - (table.length === 0 ? 0 : (prefix.at(-1) ?? 0));
}
