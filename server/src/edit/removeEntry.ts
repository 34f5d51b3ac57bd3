import type { MapEntry, MapNode, Span, Syntax } from '../config/tree.js';
import { commentsOf } from './comments.js';
import { contentEnd, lineBreakOf, lineEnd, lineStart } from './listText.js';
import type { TextEdit } from './textEdit.js';

/**
 * The edits that take a property, not the first, out of a map: with its line where it has one to itself, with one comma in
 * flow style and JSON. Comments before and after it stay, but one at the end of its own last line in block style.
 */
export function removedEntry(text: string, syntax: Syntax, map: MapNode, entry: MapEntry): TextEdit[] {
	const end = entry.value ? contentEnd(text, entry.value) : entry.end;
	if (syntax === 'yaml' && text.charAt(map.start) !== '{') {
		// From the end of the line before: the break of the last line stays.
		const start = lineStart(text, entry.start);
		const lineBreak = lineBreakOf(text);
		const from = text.slice(0, start).endsWith(lineBreak) ? start - lineBreak.length : start;
		return [{ span: { start: from, end: lineEnd(text, end) }, newText: '' }];
	}
	const at = map.entries.indexOf(entry);
	const before = map.entries[at - 1];
	if (!before) return [];
	const beforeEnd = before.value ? contentEnd(text, before.value) : before.end;
	if (commentsOf(text, syntax, { start: beforeEnd, end: entry.start }).length === 0) {
		return [{ span: { start: beforeEnd, end }, newText: '' }];
	}
	const own = { start: entry.start, end };
	const next = map.entries[at + 1];
	const comma = commaIn(
		text,
		syntax,
		next ? { start: end, end: next.start } : { start: beforeEnd, end: own.start },
	);
	if (comma === undefined) return [{ span: wholeLine(text, own), newText: '' }];
	if (next) return [{ span: wholeLine(text, { start: own.start, end: comma + 1 }), newText: '' }];
	return [
		{ span: { start: comma, end: comma + 1 }, newText: '' },
		{ span: wholeLine(text, own), newText: '' },
	];
}

/** The first comma of a span that is in no comment. */
function commaIn(text: string, syntax: Syntax, span: Span): number | undefined {
	const comments = commentsOf(text, syntax, span);
	for (let at = text.indexOf(',', span.start); at >= 0 && at < span.end; at = text.indexOf(',', at + 1)) {
		if (!comments.some(({ start, end }) => start <= at && at < end)) return at;
	}
	return undefined;
}

/** A span with its lines, where it has them to itself. */
function wholeLine(text: string, { start, end }: Span): Span {
	const from = lineStart(text, start);
	const to = lineEnd(text, end);
	if (text.slice(from, start).trim() !== '' || text.slice(end, to).trim() !== '') return { start, end };
	return { start: from, end: Math.min(text.length, to + lineBreakOf(text).length) };
}
