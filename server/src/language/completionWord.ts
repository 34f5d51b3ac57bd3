import type { Span, Syntax } from '../config/tree.js';

/** The word at the cursor, and what of the text a completion replaces with it. */
export interface CompletionWord {
	/** The word with the quotes around it. */
	readonly whole: Span;
	/** The quote that opens the word (the closing one may be missing). */
	readonly quote: '"' | "'" | '';
	/** A colon follows: the word is the name of a property that has its value. */
	readonly colonFollows: boolean;
	/** Nothing but a comment follows on the line. */
	readonly endsLine: boolean;
	/** The word follows its colon without the space that YAML wants there. */
	readonly spaceMissing: boolean;
}

/** Finds the word that the author is typing or stands in. */
export function wordAt(text: string, offset: number, syntax: Syntax): CompletionWord {
	const plainStart = startOfWord(text, offset);
	const quote = quoteBefore(text, plainStart);
	const start = quote ? plainStart - 1 : plainStart;
	const end = quote ? endOfQuoted(text, offset, quote) : endOfPlain(text, offset);
	return {
		whole: { start, end },
		quote,
		colonFollows: /^[ \t]*:(?:\s|$|["[{])/.test(text.slice(end, end + 200)),
		endsLine: /^[ \t]*(?:[\r\n]|$|[ \t]#)/.test(text.slice(end, end + 200)),
		spaceMissing: syntax === 'yaml' && text.charAt(start - 1) === ':',
	};
}

/** Letters, digits and dots; a hyphen within a name (`vmmq-64`), a colon within a processor (`0:2`). */
function startOfWord(text: string, offset: number): number {
	let start = offset;
	for (; start > 0; start--) {
		const char = text.charAt(start - 1);
		const before = text.charAt(start - 2);
		const inside = (char === '-' && /\w/.test(before)) || (char === ':' && /\d/.test(before));
		if (!inside && !/[\w.]/.test(char)) break;
	}
	return start;
}

function endOfPlain(text: string, offset: number): number {
	let end = offset;
	for (; end < text.length; end++) {
		const char = text.charAt(end);
		const inside = /[-:]/.test(char) && /\w/.test(text.charAt(end + 1)) && /\w/.test(text.charAt(end - 1));
		if (!inside && !/[\w.]/.test(char)) break;
	}
	return end;
}

/** Behind the closing quote; where the quote is not closed, behind the word. */
function endOfQuoted(text: string, offset: number, quote: string): number {
	const rest = /^[^\s,[\]{}"']*/.exec(text.slice(offset, offset + 500))?.[0] ?? '';
	const end = offset + rest.length;
	return text.charAt(end) === quote ? end + 1 : end;
}

/** The quote before the word, unless an odd number before it on the line says that it closes another. */
function quoteBefore(text: string, start: number): '"' | "'" | '' {
	const quote = text.charAt(start - 1);
	if (quote !== '"' && quote !== "'") return '';
	const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
	return line.split(quote).length % 2 === 0 ? quote : '';
}
