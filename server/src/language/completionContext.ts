import { parseTrees } from '../config/parse.js';
import type { Span, Syntax, TreeNode } from '../config/tree.js';
import type { PathStep } from './schema.js';

/** Stands where the author types; no configuration has it. */
const MARKER = 'Cursor7f3a';

/** What could be written at a place. */
export interface CompletionContext {
	/** The word around the cursor, without quotes. Offsets into the text. */
	readonly word: { readonly start: number; readonly end: number; readonly text: string };
	/** Path of the map into which a property could go, and the names it has already. */
	readonly property: { readonly path: readonly PathStep[]; readonly taken: readonly string[] } | undefined;
	/** Path of the value that could be written. */
	readonly value: { readonly path: readonly PathStep[]; readonly taken: readonly string[] } | undefined;
	/** What a completion replaces: the word with the quotes around it. */
	readonly whole: Span;
	/** The word stands in quotes (of which the last may be missing). */
	readonly quote: '"' | "'" | '';
	/** Within `{…}` or `[…]`, where a value does not end at the line's end. */
	readonly flow: boolean;
	/** A colon follows the word already. */
	readonly colonFollows: boolean;
}

/**
 * Finds out what could be written at an offset by writing it: the word under the cursor is replaced by a marker, once as
 * a property and once as a value, and wherever the parser then finds the marker, something of that kind can stand.
 */
export function completionContext(text: string, offset: number, syntax: Syntax): CompletionContext {
	const word = wordAt(text, offset);
	const quote = quoteBefore(text, word.start);
	const from = quote ? word.start - 1 : word.start;
	const to = quote && text.charAt(word.end) === quote ? word.end + 1 : word.end;
	const rest = /^[ \t]*:/.exec(text.slice(to));
	const colonFollows = rest !== null;
	const attempt = (marker: string, after = to) => `${text.slice(0, from)}${marker}${text.slice(after)}`;
	const written = JSON.stringify(MARKER);
	// A name that is there already keeps its own colon and value.
	const asName =
		syntax === 'json' ? `${written}${colonFollows ? '' : ': null'}` : `${MARKER}${colonFollows ? '' : ': '}`;
	const asValue = syntax === 'json' ? written : MARKER;
	const property = findMarker(attempt(asName), syntax, 'key');
	const value = colonFollows ? undefined : findMarker(attempt(asValue), syntax, 'value');
	return {
		word,
		whole: { start: from, end: to },
		property,
		value,
		quote,
		flow: isFlow(text, from, syntax),
		colonFollows,
	};
}

function wordAt(text: string, offset: number) {
	let start = offset;
	while (start > 0 && /[\w:.]/.test(text.charAt(start - 1))) start--;
	let end = offset;
	while (end < text.length && /[\w.]/.test(text.charAt(end))) end++;
	return { start, end, text: text.slice(start, offset) };
}

/** The quote that opens the word, unless an odd number before it on the line says that it closes another. */
function quoteBefore(text: string, start: number): '"' | "'" | '' {
	const quote = text.charAt(start - 1);
	if (quote !== '"' && quote !== "'") return '';
	const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
	return line.split(quote).length % 2 === 0 ? quote : '';
}

function isFlow(text: string, before: number, syntax: Syntax): boolean {
	if (syntax === 'json') return true;
	let depth = 0;
	for (const bracket of text
		.slice(0, before)
		.replace(/#.*$|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/gm, '')
		.match(/[[\]{}]/g) ?? []) {
		depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1));
	}
	return depth > 0;
}

function findMarker(text: string, syntax: Syntax, as: 'key' | 'value') {
	for (const { root } of parseTrees(text, syntax)) {
		const found = root && search(root, [], as);
		if (found) return found;
	}
	return undefined;
}

interface Found {
	readonly path: readonly PathStep[];
	readonly taken: readonly string[];
}

function search(node: TreeNode, path: readonly PathStep[], as: 'key' | 'value'): Found | undefined {
	if (node.kind === 'scalar')
		return as === 'value' && node.value === MARKER ? { path, taken: [] } : undefined;
	if (node.kind === 'sequence') {
		for (const [i, item] of node.items.entries()) {
			const found = search(item, [...path, i], as);
			if (!found) continue;
			const isItem = found.path.length === path.length + 1 && as === 'value';
			return isItem ? { ...found, taken: scalars(node.items) } : found;
		}
		return undefined;
	}
	if (as === 'key' && node.entries.some(({ key }) => key.value === MARKER)) {
		return {
			path,
			taken: node.entries.map(({ key }) => String(key.value)).filter((name) => name !== MARKER),
		};
	}
	for (const { key, value } of node.entries) {
		const found = value && search(value, [...path, String(key.value)], as);
		if (found) return found;
	}
	return undefined;
}

function scalars(items: readonly TreeNode[]): string[] {
	return items.flatMap((item) =>
		item.kind === 'scalar' && item.value !== MARKER ? [String(item.value)] : [],
	);
}
