import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { LineIndex } from '../config/lines.js';
import { entryOf, type MapEntry, type TreeNode } from '../config/tree.js';
import type { Analysis } from './documents.js';

/** The outline of a document; while its text is broken, that of the last version that was not. */
export function outlineOf(analysis: Analysis): DocumentSymbol[] {
	const { check } = analysis.lastGood ?? analysis;
	return check.documents.flatMap(({ tree: { root } }) =>
		root?.kind === 'map' ? root.entries.map((entry) => symbolOf(entry, check.lines)) : [],
	);
}

function symbolOf(entry: MapEntry, lines: LineIndex): DocumentSymbol {
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
	if (name === 'indirectionTable') return symbol(SymbolKind.Array, tableText(value));
	if (value.kind === 'map')
		return symbol(
			SymbolKind.Object,
			text(value, 'name'),
			value.entries.map((child) => symbolOf(child, lines)),
		);
	const maps = value.items.filter((item) => item.kind === 'map');
	if (maps.length === 0) return symbol(SymbolKind.Array, `${value.items.length}`);
	return symbol(
		SymbolKind.Array,
		`${maps.length}`,
		maps.map((item) => itemSymbol(item, lines)),
	);
}

/** A VPort or NUMA node: named by what identifies it. */
function itemSymbol(item: TreeNode & { kind: 'map' }, lines: LineIndex): DocumentSymbol {
	const id = text(item, 'id');
	const node = text(item, 'node');
	const label = id ? `VPort ${id}` : node ? `NUMA node ${node}` : '(no id)';
	const range = lines.rangeOf(item);
	return {
		name: label,
		detail: text(item, 'name') || text(item, 'processors'),
		kind: id ? SymbolKind.Interface : SymbolKind.Object,
		range,
		selectionRange: lines.rangeOf(item.entries[0]?.key ?? item),
		children: item.entries
			.filter(({ value }) => value && value.kind !== 'scalar')
			.map((entry) => symbolOf(entry, lines)),
	};
}

function tableText(value: TreeNode): string {
	if (value.kind === 'sequence') return `${value.items.length} entries`;
	const size = text(value, 'numberOfEntries');
	return size ? `${size} entries, generated` : 'generated';
}

function text(map: TreeNode, name: string): string {
	const value = entryOf(map, name)?.value;
	return value?.kind === 'scalar' ? String(value.value ?? '') : '';
}
