/** The middle of some values, and their quartiles: on a shared machine the mean says little, and the least too much. */
export function summary(values: readonly number[]): { median: number; text: string } {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
	const [low, median, high] = [at(0.25), at(0.5), at(0.75)];
	const text = `${median.toFixed(2)} (quartiles ${low.toFixed(2)}–${high.toFixed(2)}, ${sorted.length} rounds)`;
	return { median, text };
}
