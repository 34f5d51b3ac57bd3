import type { Span } from '../config/tree.js';
import { entryOf } from '../config/tree.js';
import { parsedEntities, type WrittenEntity } from '../edit/entities.js';
import { contentEnd } from '../edit/listText.js';
import { expandedTable, generatedTable } from '../edit/rewriteTable.js';
import { applyEdits, type TextEdit } from '../edit/textEdit.js';
import type { Fix, FixContext } from './codeActionFix.js';
import { orNone } from './codeActionFix.js';

/** The ways to write the table that a selection is in otherwise: every entry spelled out, or generated. */
export function tableRewrites(
	context: Omit<FixContext, 'document' | 'documentIndex'>,
	selection: Span,
): Fix[] {
	const { text, syntax, entities } = context;
	const found = entities.find(({ map }) => {
		const entry = entryOf(map, 'indirectionTable');
		const end = entry?.value ? contentEnd(text, entry.value) : undefined;
		return entry && end !== undefined && entry.start <= selection.start && selection.end <= end;
	});
	if (!found) return [];
	const { length } = found.entity.indirectionTable.entries;
	const expanded = expandedTable(text, syntax, found);
	const generated = generatedTable(text, syntax, found);
	return [
		...told(context, `Spell out all ${length} entries`, expanded),
		...told(context, 'Generate the table', generated),
	];
}

/** Fixes without those that would make a table of the file another one. */
export function keepingTables(
	{ text, syntax, entities }: Pick<FixContext, 'text' | 'syntax' | 'entities'>,
	fixes: readonly Fix[],
): Fix[] {
	return fixes.filter(({ edits }) => {
		const kept = orNone(() => {
			const after = parsedEntities(applyEdits(text, edits), syntax);
			return tablesOf(after) === tablesOf(entities) ? edits : [];
		});
		return kept.length > 0;
	});
}

/** Only what leaves every table of the file as it is: an anchor may lend a table to others. */
function told(
	context: Pick<FixContext, 'text' | 'syntax' | 'entities'>,
	title: string,
	edit: TextEdit | undefined,
): Fix[] {
	return edit ? keepingTables(context, [{ title, edits: [edit] }]) : [];
}

function tablesOf(entities: readonly WrittenEntity[]): string {
	return JSON.stringify(
		entities.map(({ entity }) => [entity.rss.value, entity.indirectionTable.entries] as const),
	);
}
