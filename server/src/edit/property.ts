import { entryOf, type MapNode, type Span, type Syntax } from '../config/tree.js';
import { contentEnd, indentAt, lineBreakOf, lineEnd, lineStart, within } from './listText.js';
import type { TextEdit } from './textEdit.js';

/** The edit that replaces a scalar by another that needs quotes where this one has them, and only there. */
export function replacedScalar(text: string, span: Span, value: string): TextEdit {
	const [, quote = ''] = /^(["']?)/.exec(text.slice(span.start, span.end)) ?? [];
	return { span: { start: span.start, end: span.end }, newText: quote + value + quote };
}

/**
 * The edit that gives a property of a map another value; one that is not there comes behind the first, written as its
 * neighbours are.
 * @param value as it is written in both syntaxes: a number, a boolean, text in double quotes
 */
export function setProperty(
	text: string,
	syntax: Syntax,
	map: MapNode,
	name: string,
	value: string,
): TextEdit {
	const own = map.entries.filter((entry) => within(entry.key, map));
	const written = entryOf({ ...map, entries: own }, name);
	if (written?.value) {
		const { start } = written.value;
		return { span: { start, end: contentEnd(text, written.value) }, newText: value };
	}
	const property = `${syntax === 'json' ? `"${name}"` : name}: ${value}`;
	const [first] = own;
	if (!first) return { span: { start: map.start + 1, end: map.start + 1 }, newText: property };
	const at = first.value ? contentEnd(text, first.value) : first.end;
	const lineBreak = lineBreakOf(text);
	if (syntax === 'json' || text.charAt(map.start) === '{') {
		const onOneLine = lineStart(text, map.start) === lineStart(text, first.start);
		const between = onOneLine ? ', ' : `,${lineBreak}${indentAt(text, first.start)}`;
		return { span: { start: at, end: at }, newText: between + property };
	}
	const indent = ' '.repeat(first.start - lineStart(text, first.start));
	const end = lineEnd(text, at);
	return { span: { start: end, end }, newText: lineBreak + indent + property };
}
