import type { IndirectionTable } from '../config/model.js';
import { entryOf } from '../config/tree.js';
import { grownList } from '../edit/growList.js';
import { within } from '../edit/listText.js';
import { replacedScalar, setProperty } from '../edit/property.js';
import { tableEdits } from '../edit/tableEdit.js';
import type { TextEdit } from '../edit/textEdit.js';
import { MAX_TABLE_ENTRIES } from '../ndis/flags.js';
import { isPowerOfTwo, roundUpToPowerOfTwo } from '../rss/indirectionTable.js';
import {
	entityOf,
	type FixContext,
	type Fixer,
	type FoundEntity,
	isTaken,
	orNone,
	sharesTable,
} from './codeActionFix.js';

/** A table of a size that the adapter does not take: the next power of two up, or else down, that it takes. */
export const fixTableSize: Fixer = (finding, context) => {
	const found = finding.code === 'NDIS_STATUS_INVALID_PARAMETER' ? entityOf(finding, context) : undefined;
	const table = found?.entity.indirectionTable;
	if (!found || !table || table.size.start !== finding.span.start) return [];
	const size = sizesFrom(table.entries.length).find((n) =>
		isTaken(found, { indirectionTable: resized(table, n) }, 'fewer'),
	);
	const edits = size === undefined ? [] : orNone(() => sizeEdits(context, found, size));
	if (edits.length === 0) return [];
	const ways = (size ?? 0) > table.entries.length ? 'Grow' : 'Shrink';
	return [{ title: `${ways} the table to ${size} entries`, edits, preferred: true }];
};

/** Powers of two: upwards from a size first, then downwards. */
function sizesFrom(size: number): number[] {
	const all: number[] = [];
	for (let n = roundUpToPowerOfTwo(size); n <= MAX_TABLE_ENTRIES; n *= 2) all.push(n);
	const below = Math.min(roundUpToPowerOfTwo(size), 2 * MAX_TABLE_ENTRIES) / 2;
	for (let n = below; n >= 1; n /= 2) all.push(n);
	return all;
}

/** The table as it goes on: entry i is entry i mod N. */
function resized(table: IndirectionTable, size: number): IndirectionTable {
	const at = <T>(all: readonly T[]) =>
		Array.from({ length: size }, (_, i) => all[i % all.length]).flatMap((one) =>
			one === undefined ? [] : [one],
		);
	return { ...table, entries: at(table.entries), cells: at(table.cells) };
}

function sizeEdits(
	{ text, syntax, entities, documentIndex }: FixContext,
	found: FoundEntity,
	size: number,
): readonly TextEdit[] {
	const { entity, map } = found;
	const { indirectionTable } = entity;
	const value = entryOf(map, 'indirectionTable')?.value;
	if (!value || !within(value, map) || sharesTable(found)) return [];
	if (value.kind === 'map') {
		const written = entryOf(value, 'numberOfEntries')?.value;
		if (written && within(written, value)) return [replacedScalar(text, written, String(size))];
		return [setProperty(text, syntax, value, 'numberOfEntries', String(size))];
	}
	const wanted = resized(indirectionTable, size).entries;
	const last = indirectionTable.cells.at(-1);
	if (value.kind === 'sequence' && last && within(last, value) && size > indirectionTable.entries.length) {
		const more = wanted.slice(indirectionTable.entries.length);
		if (isPowerOfTwo(size)) return [grownList(text, syntax, value, last, more)];
	}
	const options = { document: documentIndex, entities };
	return tableEdits(text, syntax, entity.vportId.value, wanted, options);
}
