/** The median of what was measured; NaN of nothing. */
export function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** How far apart the middle half of what was measured lies, as a share of its median. */
export function relativeSpread(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
	return (at(0.75) - at(0.25)) / median(values);
}
