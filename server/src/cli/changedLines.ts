/** Lines of a text that became others. */
export interface LineChange {
	/** Number of the first of them before, 1 the first of the text. */
	readonly line: number;
	readonly removed: readonly string[];
	readonly added: readonly string[];
}

/**
 * The lines in which two texts differ, for people to look at. Texts that differ in single places: lines are matched
 * from one common line to the next, without a search for the shortest difference.
 */
export function changedLines(before: string, after: string): LineChange[] {
	const [old, now] = [before.split(/\r\n|\n|\r/), after.split(/\r\n|\n|\r/)];
	const changes: LineChange[] = [];
	let [i, j] = [0, 0];
	while (i < old.length || j < now.length) {
		if (old[i] === now[j]) {
			i++;
			j++;
			continue;
		}
		const [nextOld, nextNow] = nextCommon(old, now, i, j);
		changes.push({ line: i + 1, removed: old.slice(i, nextOld), added: now.slice(j, nextNow) });
		[i, j] = [nextOld, nextNow];
	}
	return changes;
}

/** The nearest place from which both go on alike: fewest lines passed over in both together. */
function nextCommon(
	old: readonly string[],
	now: readonly string[],
	fromOld: number,
	fromNow: number,
): [number, number] {
	const most = old.length - fromOld + now.length - fromNow;
	for (let passed = 1; passed < most; passed++) {
		for (let inOld = Math.max(0, passed - (now.length - fromNow)); inOld <= passed; inOld++) {
			const [i, j] = [fromOld + inOld, fromNow + passed - inOld];
			if (i < old.length && j < now.length && old[i] === now[j] && old[i] !== '') return [i, j];
		}
	}
	return [old.length, now.length];
}
