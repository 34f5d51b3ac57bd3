/** What the user is told of lines that were not understood; the log has them all. Undefined when there are none. */
export function warningWords(warnings: readonly string[]): string | undefined {
	const [first, ...others] = warnings;
	if (first === undefined || others.length === 0) return first;
	return `${warnings.length} things were not understood or had to be assumed. The first: ${first}`;
}
