import { format } from 'jsonc-parser';
import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver';
import type { Analysis } from '../documents.js';
import { atBracket, bracketSpace } from './brackets.js';

/**
 * The edits that lay out a JSONC text: indentation and the spaces between signs. Line breaks stay where they are, so
 * that a table keeps the rows that its author gave it; only a text all on one line is broken up.
 */
export function formatJson(
	{ text, check }: Analysis,
	{ tabSize, insertSpaces, insertFinalNewline }: FormattingOptions,
	range?: Range,
): TextEdit[] {
	const { lines } = check;
	const from = range ? lines.offsetAt(range.start) : 0;
	const to = range ? lines.offsetAt(range.end) : text.length;
	const edits = format(text, range && { offset: from, length: to - from }, {
		tabSize,
		insertSpaces,
		eol: text.includes('\r\n') ? '\r\n' : '\n',
		keepLines: /[\r\n]/.test(text.trim()),
		...(insertFinalNewline && !range && { insertFinalNewline }),
	});
	return edits.flatMap(({ offset, length, content }) => {
		const span = { start: offset, end: offset + length };
		const newText = atBracket(text, span) && /^ *$/.test(content) ? bracketSpace(span) : content;
		return newText === text.slice(span.start, span.end) ? [] : [{ range: lines.rangeOf(span), newText }];
	});
}
