import { formatProcessor, type Processor } from '../rss/processor.js';
import { count, member, refusal, steering } from './refuse.js';
import type { Refusal } from './request.js';
import type { EntityState } from './state.js';

/** A table of `entries`: growth clones it (entry i is entry i mod N), shrinking drops its end. */
export function resizedTable(table: readonly Processor[], entries: number): readonly Processor[] {
	if (entries <= table.length) return entries === table.length ? table : table.slice(0, entries);
	return Array.from({ length: entries }, (_, i) => table[i % table.length]).filter((p) => p !== undefined);
}

/** Domain rule Set 5: a dropped entry must equal the entry it folds onto. Names every one that does not. */
export function refuseShrink(
	{ indirectionTable: table, vportId }: EntityState,
	entries: number,
): Refusal | undefined {
	if (entries >= table.length) return undefined;
	const differing = table.flatMap((target, entry) => {
		const onto = table[entry % entries];
		return entry >= entries && onto !== undefined && target !== onto ? [{ entry, target, onto }] : [];
	});
	const [first] = differing;
	if (!first) return undefined;
	const what =
		differing.length === 1 ? 'a dropped entry differs' : `${differing.length} dropped entries differ`;
	const pair = `entry ${first.entry} (${formatProcessor(first.target)}) from entry ${first.entry % entries} (${formatProcessor(first.onto)})`;
	return refusal(
		'shrink-fold',
		`The table cannot shrink to ${count(entries, 'entry', 'entries')}: ${what} from what takes its place, first ${pair}.`,
		differing.map(({ entry }) => steering(vportId, { entry })),
		[member(vportId, 'numberOfIndirectionTableEntries')],
	);
}
