import { distance } from 'fastest-levenshtein';

/** The known name that a misspelt one was meant for; undefined when none is near enough to be a guess. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
	const nearest = known
		.map((candidate) => ({ candidate, far: distance(given.toLowerCase(), candidate.toLowerCase()) }))
		.sort((a, b) => a.far - b.far)[0];
	const near = nearest && nearest.far <= Math.max(2, Math.floor(nearest.candidate.length / 3));
	return near ? nearest.candidate : undefined;
}

/** ` Did you mean …?` with the nearest name; empty when none is near. */
export function didYouMean(given: string, known: readonly string[]): string {
	const nearest = nearestName(given, known);
	return nearest === undefined ? '' : ` Did you mean \`${nearest}\`?`;
}
