import { entryOf, type MapEntry, type Syntax, type TreeNode } from '../config/tree.js';
import { isPowerOfTwo, periodOf } from '../rss/indirectionTable.js';
import type { Processor } from '../rss/processor.js';
import type { WrittenEntity } from './entities.js';
import { cellText, type ListStyle, listText, within } from './listText.js';
import { replacedTable, replacedValue } from './replaceTable.js';
import type { TextEdit } from './textEdit.js';

/** `numberOfEntries` is always written: a generator without it may take another size. */
interface Generator {
	readonly processors?: readonly Processor[];
	readonly weights?: readonly (readonly [Processor, number])[];
}

/** The edit that spells a generated table out, entry by entry; undefined for one that is no generated one of its own. */
export function expandedTable(
	text: string,
	syntax: Syntax,
	{ entity, map }: WrittenEntity,
): TextEdit | undefined {
	const found = ownTable(map, 'map');
	if (!found || entity.indirectionTable.entries.length === 0) return undefined;
	return replacedTable(text, syntax, found.entry, found.value, entity.indirectionTable.entries);
}

/**
 * The edit that writes an explicit table as a generator that gives the very same entries: processors in turn, or weights
 * where the entries come in blocks. Undefined where neither does, or it would be no shorter.
 */
export function generatedTable(
	text: string,
	syntax: Syntax,
	{ entity, map }: WrittenEntity,
): TextEdit | undefined {
	const { entries } = entity.indirectionTable;
	const found = ownTable(map, 'sequence');
	const generator = found && isPowerOfTwo(entries.length) ? generatorOf(entries) : undefined;
	if (!found || !generator) return undefined;
	return replacedValue(text, syntax, found.entry, found.value, (style) =>
		generatorText(entries.length, generator, syntax, style),
	);
}

function ownTable(
	map: WrittenEntity['map'],
	kind: TreeNode['kind'],
): { entry: MapEntry; value: TreeNode } | undefined {
	const entry = entryOf(map, 'indirectionTable');
	const value = entry?.value;
	if (!entry || value?.kind !== kind || !within(entry.key, map) || !within(value, map)) return undefined;
	return { entry, value };
}

function generatorOf(entries: readonly Processor[]): Generator | undefined {
	const period = periodOf(entries);
	if (period < entries.length) return { processors: entries.slice(0, period) };
	const blocks: [Processor, number][] = [];
	for (const p of entries) {
		const last = blocks.at(-1);
		if (last?.[0] === p) last[1]++;
		else blocks.push([p, 1]);
	}
	const each = new Set(blocks.map(([p]) => p));
	return blocks.length < entries.length && each.size === blocks.length ? { weights: blocks } : undefined;
}

function generatorText(
	size: number,
	{ processors, weights = [] }: Generator,
	syntax: Syntax,
	style: ListStyle,
): string {
	const name = (word: string) => (syntax === 'json' ? `"${word}"` : word);
	// A plain `0:2` as the name of a property reads badly, and JSON has no such: it is always quoted.
	const quote = style.quote === '' ? '"' : style.quote;
	const source = processors
		? `${name('processors')}: ${listText(processors, style)}`
		: `${name('weights')}: { ${weights.map(([p, weight]) => `${cellText(p, quote)}: ${weight}`).join(', ')} }`;
	return `{ ${name('numberOfEntries')}: ${size}, ${source} }`;
}
