import type { SequenceNode, Span, Syntax } from '../config/tree.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import { lineBreakOf, lineStart } from './listText.js';
import { replacedScalar } from './property.js';
import type { TextEdit } from './textEdit.js';

/** The edit that puts processors behind the last of a list, written as it is. */
export function grownList(
	text: string,
	syntax: Syntax,
	list: SequenceNode,
	last: Span,
	more: readonly Processor[],
): TextEdit {
	const cells = more.map((p) => replacedScalar(text, last, formatProcessor(p)).newText);
	const span = { start: last.end, end: last.end };
	if (syntax === 'json' || text.charAt(list.start) === '[') {
		return { span, newText: cells.map((cell) => `, ${cell}`).join('') };
	}
	const column = text.slice(lineStart(text, last.start), last.start);
	const dash = lineBreakOf(text) + column;
	return { span, newText: cells.map((cell) => dash + cell).join('') };
}
