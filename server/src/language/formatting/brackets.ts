import type { Span } from '../../config/tree.js';

/** Whether a gap within a line lies just inside a bracket. */
export function atBracket(text: string, { start, end }: Span): boolean {
	const [before, after] = [text.charAt(start - 1), text.charAt(end)];
	return before === '[' || before === '{' || after === ']' || after === '}';
}

/** The white space of such a gap: one space or none, as the author likes it. */
export function bracketSpace({ start, end }: Span): string {
	return start === end ? '' : ' ';
}
