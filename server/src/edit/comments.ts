import { createScanner } from 'jsonc-parser';
import { CST, Lexer } from 'yaml';
import type { Span, Syntax } from '../config/tree.js';

/** jsonc-parser's SyntaxKinds: its const enums cannot be imported by isolated modules. */
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;
const END = 17;

/** A comment as it is written, with its sign. */
export interface Comment extends Span {
	readonly source: string;
}

/** The comments of a text, in its order; those within a span when one is given. */
export function commentsOf(
	text: string,
	syntax: Syntax,
	{ start, end }: Span = { start: 0, end: text.length },
): Comment[] {
	const comments = [...(syntax === 'json' ? jsonComments(text) : yamlComments(text))];
	return comments.filter((comment) => comment.start >= start && comment.end <= end);
}

function* jsonComments(text: string): Generator<Comment> {
	const scanner = createScanner(text, false);
	for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan()) {
		if (kind !== LINE_COMMENT && kind !== BLOCK_COMMENT) continue;
		const start = scanner.getTokenOffset();
		const end = start + scanner.getTokenLength();
		yield { start, end, source: text.slice(start, end) };
	}
}

function* yamlComments(text: string): Generator<Comment> {
	let at = 0;
	let before: CST.TokenType | null = null;
	for (const lexeme of new Lexer().lex(text)) {
		const type = CST.tokenType(lexeme);
		// Signs of the lexer's own, which stand nowhere in the text.
		const own = lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END || lexeme === CST.SCALAR;
		// What follows the sign of a plain scalar is that scalar, whatever it looks like.
		if (type === 'comment' && before !== 'scalar') {
			yield { start: at, end: at + lexeme.length, source: lexeme };
		}
		if (!own) at += lexeme.length;
		before = type;
	}
}
