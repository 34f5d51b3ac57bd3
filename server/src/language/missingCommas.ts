import { createScanner } from 'jsonc-parser';
import type { Span, Syntax } from '../config/tree.js';

/** jsonc-parser's SyntaxKind.EOF: its const enums cannot be imported by isolated modules. */
const END = 17;

/** The commas that have to be set for something new to stand at a place. */
export interface MissingCommas {
	/** Where one is missing before it; undefined when none is. */
	readonly before: number | undefined;
	/** Whether one is missing behind it. */
	readonly after: boolean;
}

/** Which commas a new property, item or value at a place needs; comments are looked through. */
export function missingCommas(text: string, { start, end }: Span, syntax: Syntax): MissingCommas {
	if (syntax === 'yaml') {
		// In a flow collection, where what follows on the line is neither its end nor a comma already.
		return { before: undefined, after: /^[ \t]*[\w"'{[]/.test(text.slice(end, end + 200)) };
	}
	const last = lastToken(text.slice(0, start));
	const next = firstChar(text.slice(end));
	return {
		before: last && !/[{[,:]/.test(last.char) ? last.end : undefined,
		after: next !== '' && !/[,}\]:]/.test(next),
	};
}

/** The first character of the last token, and where that token ends; a bracket or comma is its own character. */
function lastToken(text: string): { char: string; end: number } | undefined {
	let last: { char: string; end: number } | undefined;
	for (const scanner = createScanner(text, true); scanner.scan() !== END; ) {
		const start = scanner.getTokenOffset();
		last = { char: text.charAt(start), end: start + scanner.getTokenLength() };
	}
	return last;
}

function firstChar(text: string): string {
	const scanner = createScanner(text, true);
	return scanner.scan() === END ? '' : text.charAt(scanner.getTokenOffset());
}
