import type { Span } from '../config/tree.js';

/** Replaces the text of a span; an empty span inserts. Offsets are UTF-16 code units of the text before any edit. */
export interface TextEdit {
	readonly span: Span;
	readonly newText: string;
}

/** The text after edits that do not overlap, in any order: what an editor makes of them in one step. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
	return [...edits]
		.sort((a, b) => b.span.start - a.span.start)
		.reduce((now, { span, newText }) => now.slice(0, span.start) + newText + now.slice(span.end), text);
}
