import type { MapEntry, Syntax, TreeNode } from '../config/tree.js';
import type { Processor } from '../rss/processor.js';
import { commentsOf } from './comments.js';
import {
	contentEnd,
	indentAt,
	type ListStyle,
	lineBreakOf,
	lineStart,
	listText,
	type Quote,
} from './listText.js';
import type { TextEdit } from './textEdit.js';

/** The edit that puts a list in place of the value of `indirectionTable:`, led by the comments that stood in it. */
export function replacedTable(
	text: string,
	syntax: Syntax,
	entry: MapEntry,
	value: TreeNode,
	table: readonly Processor[],
): TextEdit {
	return replacedValue(text, syntax, entry, value, (style) => listText(table, style));
}

/**
 * The edit that puts a list or map in flow style in place of the value of a property, led by the comments that stood in it.
 * @param written the new value, in the style of the text around it
 */
export function replacedValue(
	text: string,
	syntax: Syntax,
	{ key }: MapEntry,
	value: TreeNode,
	written: (style: ListStyle) => string,
): TextEdit {
	const end = contentEnd(text, value);
	const comments = commentsOf(text, syntax, { start: value.start, end }).map(({ source }) => source);
	const gap = text.slice(key.end, value.start);
	const lineBreak = lineBreakOf(text);
	const indent = indentOf(text, syntax, key.start);
	const step = indent.startsWith('\t') ? '\t' : '  ';
	const trailingComma = syntax === 'yaml';
	const style = { quote: quoteWithin(text, syntax, value), indent, step, lineBreak, trailingComma };
	if (comments.length === 0 && !/#|\/\/|\/\*/.test(gap)) {
		const [colon = ':'] = /^.*?:/s.exec(gap) ?? [];
		// A block map starts on a line of its own; a list goes behind the colon.
		const start = /^[ \t]*[\r\n]\s*$/.test(gap.slice(colon.length)) ? key.end + colon.length : value.start;
		const space = start === value.start ? '' : ' ';
		const column = start - lineStart(text, start) + space.length;
		return { span: { start, end }, newText: space + written({ ...style, column }) };
	}
	const inner = indent + step;
	const list = written({ ...style, indent: inner, column: inner.length });
	const before = /[\r\n][ \t]*$/.test(gap) ? '' : lineBreak + inner;
	const newText = before + [...comments, list].join(lineBreak + inner);
	return { span: { start: value.start, end }, newText };
}

/** What a property is indented by: behind the dash of a YAML list it is the column after the dash that counts. */
function indentOf(text: string, syntax: Syntax, offset: number): string {
	const before = text.slice(lineStart(text, offset), offset);
	const [dashes] = (syntax === 'yaml' && /^[ \t]*(?:- +)+/.exec(before)) || [];
	return dashes === undefined ? indentAt(text, offset) : ' '.repeat(dashes.length);
}

/** The quotes of the processors that a generated table, or another value, is written with. */
function quoteWithin(text: string, syntax: Syntax, value: TreeNode): Quote {
	if (syntax === 'json') return '"';
	const [, quote] = /(["']?)\b\d+\s*:\s*\d/.exec(text.slice(value.start, value.end)) ?? [];
	return quote === "'" || quote === '' ? quote : '"';
}
