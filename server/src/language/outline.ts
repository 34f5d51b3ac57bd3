import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { LineIndex } from '../config/lines.js';
import type { Configuration } from '../config/model.js';
import { entryOf, type MapEntry, type TreeNode } from '../config/tree.js';
import { count } from '../plan/words.js';
import type { Processor } from '../rss/processor.js';
import { sharesOf } from '../rss/spread.js';
import type { Analysis } from './documents.js';
import { percent } from './percent.js';

/** The outline of a document; while its text is broken, that of the last version that was not. */
export function outlineOf(analysis: Analysis): DocumentSymbol[] {
	const { check } = analysis.lastGood ?? analysis;
	return check.documents.flatMap(({ tree: { root }, configuration }) => {
		const spreadOf = spreadsOf(configuration);
		return root?.kind === 'map' ? root.entries.map((entry) => symbolOf(entry, check.lines, spreadOf)) : [];
	});
}

function symbolOf(entry: MapEntry, lines: LineIndex, spreadOf: SpreadOf): DocumentSymbol {
	const name = String(entry.key.value);
	const { value } = entry;
	const range = lines.rangeOf(entry);
	const symbol = (kind: SymbolKind, detail: string, children: DocumentSymbol[] = []): DocumentSymbol => ({
		name: name || '(no name)',
		detail,
		kind,
		range,
		selectionRange: lines.rangeOf(entry.key),
		children,
	});
	if (!value) return symbol(SymbolKind.Null, '');
	if (value.kind === 'scalar') return symbol(SymbolKind.Property, String(value.value ?? ''));
	if (name === 'indirectionTable') return symbol(SymbolKind.Array, tableText(value, spreadOf));
	if (value.kind === 'map')
		return symbol(
			SymbolKind.Object,
			text(value, 'name'),
			value.entries.map((child) => symbolOf(child, lines, spreadOf)),
		);
	const maps = value.items.filter((item) => item.kind === 'map');
	if (maps.length === 0) return symbol(SymbolKind.Array, `${value.items.length}`);
	return symbol(
		SymbolKind.Array,
		`${maps.length}`,
		maps.map((item) => itemSymbol(item, lines, spreadOf)),
	);
}

/** A VPort or NUMA node: named by what identifies it. */
function itemSymbol(item: TreeNode & { kind: 'map' }, lines: LineIndex, spreadOf: SpreadOf): DocumentSymbol {
	const id = text(item, 'id');
	const node = text(item, 'node');
	const flows = text(item, 'kind');
	const label = id ? `VPort ${id}` : node ? `NUMA node ${node}` : flows || '(no id)';
	const off = text(item, 'rss') === 'false' ? 'RSS off' : '';
	const detail = [text(item, 'name') || text(item, 'processors'), off].filter(Boolean).join(' · ');
	const range = lines.rangeOf(item);
	return {
		name: label,
		detail,
		kind: id ? SymbolKind.Interface : SymbolKind.Object,
		range,
		selectionRange: lines.rangeOf(item.entries[0]?.key ?? item),
		children: item.entries
			.filter(({ value }) => value && value.kind !== 'scalar')
			.map((entry) => symbolOf(entry, lines, spreadOf)),
	};
}

/** How the table that stands at a place spreads; undefined for one that could not be read. */
type SpreadOf = (table: TreeNode) => string | undefined;

/** The tables of a document by where they stand. */
function spreadsOf(configuration: Configuration | undefined): SpreadOf {
	const tables = new Map(
		(configuration?.entities ?? []).map(({ indirectionTable }) => [
			indirectionTable.span.start,
			indirectionTable,
		]),
	);
	return ({ start, end }) => {
		const table = tables.get(start);
		return table?.span.end === end ? spreadText(table.entries) : undefined;
	};
}

function spreadText(entries: readonly Processor[]): string {
	const shares = sharesOf(entries);
	const spread = `${count(entries.length, 'entry', 'entries')} → ${count(shares.length, 'processor')}`;
	const [busiest] = shares;
	const isEven = !busiest || shares.every((share) => share.entries === busiest.entries);
	return isEven ? spread : `${spread}, busiest ${percent(busiest.share)}`;
}

function tableText(value: TreeNode, spreadOf: SpreadOf): string {
	const spread = spreadOf(value);
	if (spread) return spread;
	if (value.kind === 'sequence') return `${value.items.length} entries`;
	const size = text(value, 'numberOfEntries');
	return size ? `${size} entries, generated` : 'generated';
}

function text(map: TreeNode, name: string): string {
	const value = entryOf(map, name)?.value;
	return value?.kind === 'scalar' ? String(value.value ?? '') : '';
}
