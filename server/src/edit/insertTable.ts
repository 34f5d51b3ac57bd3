import type { Located } from '../config/model.js';
import type { MapNode, Syntax } from '../config/tree.js';
import type { Processor } from '../rss/processor.js';
import { contentEnd, indentAt, lineBreakOf, lineEnd, lineStart, listText, within } from './listText.js';
import type { TextEdit } from './textEdit.js';

/**
 * The edit that gives a map of its own an `indirectionTable` behind its last property. Where RSS is off because there is
 * no table, `rss: false` is written too: the table would turn it on.
 */
export function insertedTable(
	text: string,
	syntax: Syntax,
	map: MapNode,
	table: readonly Processor[],
	rss: Located<boolean>,
): TextEdit {
	// What a merge key (`<<`) lends stands elsewhere.
	const own = map.entries.filter((entry) => within(entry, map));
	const last = own.at(-1);
	const first = own[0];
	const lineBreak = lineBreakOf(text);
	const json = syntax === 'json';
	const name = (word: string) => (json ? `"${word}"` : word);
	const off = rss.assumed && !rss.value ? [`${name('rss')}: false`] : [];
	const style = { quote: '"', step: '  ', lineBreak, trailingComma: !json } as const;
	const property = (indent: string) => {
		const before = `${name('indirectionTable')}: `;
		return before + listText(table, { ...style, indent, column: indent.length + before.length });
	};
	if (!first || !last) {
		const at = map.start + 1;
		return { span: { start: at, end: at }, newText: [...off, property(indentAt(text, at))].join(', ') };
	}
	const flow = json || text.charAt(map.start) === '{';
	const onOneLine = lineStart(text, map.start) === lineStart(text, last.start);
	if (flow) {
		const indent = indentAt(text, onOneLine ? map.start : last.start);
		const between = onOneLine ? ', ' : `,${lineBreak}${indent}`;
		const newText = [...off, property(indent)].map((line) => between + line).join('');
		return { span: { start: last.end, end: last.end }, newText };
	}
	const indent = ' '.repeat(first.start - lineStart(text, first.start));
	const at = lineEnd(text, last.value ? contentEnd(text, last.value) : last.end);
	const newText = [...off, property(indent)].map((line) => lineBreak + indent + line).join('');
	return { span: { start: at, end: at }, newText };
}
