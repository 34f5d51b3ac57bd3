import type { EntityView, TableChange } from '../../../server/src/protocol.js';

/** The changes of a what-if after some entries of an entity were moved too: the last move of a cell holds. */
export function withMoves(
	changes: readonly TableChange[],
	{ vportId, table }: EntityView,
	entries: readonly number[],
	processor: string,
): TableChange[] {
	const moved = new Set(entries);
	const others = changes.filter((change) => change.vportId !== vportId || !moved.has(change.entry));
	// A cell that is put back to what the text says is no change.
	const own = entries.filter((entry) => (table[entry]?.was ?? table[entry]?.processor) !== processor);
	return [...others, ...own.map((entry) => ({ vportId, entry, processor }))];
}

/** The moves that change anything: entries that point at the processor already stay out. */
export function changesOf(
	{ vportId, table }: EntityView,
	entries: readonly number[],
	processor: string,
): TableChange[] {
	return entries
		.filter((entry) => table[entry] !== undefined && table[entry]?.processor !== processor)
		.map((entry) => ({ vportId, entry, processor }));
}
