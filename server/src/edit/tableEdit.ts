import type { ScalingEntity } from '../config/model.js';
import { syntaxOf } from '../config/parse.js';
import { entryOf, type Syntax } from '../config/tree.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import { parsedEntities, type WrittenEntity } from './entities.js';
import { insertedTable } from './insertTable.js';
import { cellText, quoteOf, within } from './listText.js';
import { replacedTable } from './replaceTable.js';
import { TableEditError } from './tableEditError.js';
import { applyEdits, type TextEdit } from './textEdit.js';

export { TableEditError } from './tableEditError.js';

/** What is known of a text beforehand. */
export interface TableEditOptions {
	/** The document of a YAML stream, where several have such a VPort; 0 the first. */
	readonly document?: number;
	/** The entities of this very text, where it has been read already: that takes most of the time. */
	readonly entities?: readonly WrittenEntity[];
}

/**
 * The edits that change some entries of a VPort's indirection table in a text; all else of the text stays as it is,
 * comments included. In an explicit list only the changed cells are replaced; a generated table becomes an explicit
 * list. To be applied together, as one step of undo. Empty when nothing changes. A default or primary processor that
 * the text leaves out follows entry 0, as ever.
 * @param languageOrUri a language id (`rssv2-json`) or a file name or URI: JSON for `.json` and `.jsonc`, else YAML
 * @param vportId 0 for the one entity of native mode; the first of the text that has this id
 * @param changes entry → processor
 * @throws TableEditError when the text cannot be read, has no such VPort or entry, or shares the table by an anchor
 */
export function tableCellEdits(
	text: string,
	languageOrUri: string,
	vportId: number,
	changes: ReadonlyMap<number, Processor>,
	options?: TableEditOptions,
): TextEdit[] {
	return editsOf(text, languageOrUri, vportId, options, (entries) => {
		const table = [...entries];
		for (const [entry, target] of changes) {
			if (!Number.isInteger(entry) || entry < 0 || entry >= table.length) {
				const last = table.length - 1;
				throw new TableEditError(
					`VPort ${vportId} has no entry ${entry}: its table has entries 0 to ${last}.`,
				);
			}
			table[entry] = target;
		}
		return table;
	});
}

/**
 * The edits that give a VPort another indirection table, as {@link tableCellEdits} does; a table of another length
 * replaces the list.
 * @throws TableEditError see there
 */
export function tableEdits(
	text: string,
	languageOrUri: string,
	vportId: number,
	table: readonly Processor[],
	options?: TableEditOptions,
): TextEdit[] {
	return editsOf(text, languageOrUri, vportId, options, () => table);
}

function editsOf(
	text: string,
	languageOrUri: string,
	vportId: number,
	{ document, entities }: TableEditOptions = {},
	change: (entries: readonly Processor[]) => readonly Processor[],
): TextEdit[] {
	const syntax = syntaxFor(languageOrUri);
	const all = entities ?? parsedEntities(text, syntax);
	const found = all.find(
		(one) => one.entity.vportId.value === vportId && (document === undefined || one.document === document),
	);
	if (!found) throw new TableEditError(`The file has no VPort ${vportId}.`);
	const { entries, cells, generated } = found.entity.indirectionTable;
	const table = change(entries);
	if (sameTable(table, entries)) return [];
	const written = entryOf(found.map, 'indirectionTable');
	const value = written?.value;
	if (!written || !value || !within(written.key, found.map)) {
		const inserted = insertedTable(text, syntax, found.map, table, found.entity.rss);
		return verified(text, syntax, [inserted], all, found, table);
	}
	if (generated || entries.length !== table.length || !cells.every((cell) => within(cell, value))) {
		return verified(text, syntax, [replacedTable(text, syntax, written, value, table)], all, found, table);
	}
	const edits = cells.flatMap((span, i): TextEdit[] => {
		const target = table[i];
		if (target === undefined || target === entries[i]) return [];
		const source = text.slice(span.start, span.end);
		return [{ span, newText: cellText(target, syntax === 'json' ? '"' : quoteOf(source)) }];
	});
	// Where nothing is shared one cell cannot change another.
	const plain = syntax === 'json' || !/[&*]/.test(text);
	return plain ? edits : verified(text, syntax, edits, all, found, table);
}

function syntaxFor(languageOrUri: string): Syntax {
	if (/^(rssv2-)?(jsonc?|yaml)$/.test(languageOrUri)) return languageOrUri.includes('json') ? 'json' : 'yaml';
	return syntaxOf(languageOrUri);
}

function sameTable(a: readonly Processor[], b: readonly Processor[]): boolean {
	return a.length === b.length && a.every((p, i) => p === b[i]);
}

/** Edits that change this table alone: an anchor may lend others what is changed, or what is removed. */
function verified(
	text: string,
	syntax: Syntax,
	edits: TextEdit[],
	before: readonly WrittenEntity[],
	changed: WrittenEntity,
	table: readonly Processor[],
): TextEdit[] {
	const after = parsedEntities(applyEdits(text, edits), syntax);
	for (const [i, one] of before.entries()) {
		const now = after[i]?.entity;
		const wanted = one === changed ? table : one.entity.indirectionTable.entries;
		const kept =
			now && sameTable(now.indirectionTable.entries, wanted) && now.rss.value === one.entity.rss.value;
		if (!kept) throw shared(one.entity, one === changed);
	}
	return edits;
}

function shared({ vportId, indirectionTable }: ScalingEntity, own: boolean): TableEditError {
	const shown = indirectionTable.entries.slice(0, 4).map(formatProcessor).join(', ');
	const whose = own
		? `The table of VPort ${vportId.value} takes part of its text from an anchor (&)`
		: `VPort ${vportId.value} takes its table (${shown} …) from the same text by an anchor (&)`;
	return new TableEditError(`${whose}: write it out first.`);
}
