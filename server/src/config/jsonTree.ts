import {
	createScanner,
	getNodeValue,
	type Node,
	type ParseError,
	parseTree,
	printParseErrorCode,
} from 'jsonc-parser';
import {
	MAX_DEPTH,
	type MapEntry,
	type ParsedTree,
	type ScalarNode,
	type SyntaxProblem,
	type TreeNode,
} from './tree.js';

/** What jsonc-parser calls an error, in words that name what to type. */
const problems: Readonly<Record<string, readonly [code: string, message: string]>> = {
	InvalidSymbol: ['invalid-symbol', 'This is not a JSON value: text needs double quotes.'],
	InvalidNumberFormat: ['invalid-number', 'This is not a number as JSON writes it.'],
	PropertyNameExpected: ['property-name-expected', 'A property name in double quotes is expected here.'],
	ValueExpected: ['value-expected', 'A value is expected here.'],
	ColonExpected: ['colon-expected', 'A colon is expected after the property name.'],
	CommaExpected: ['comma-expected', 'A comma is expected here.'],
	CloseBraceExpected: ['close-brace-expected', 'This object is not closed: `}` is missing.'],
	CloseBracketExpected: ['close-bracket-expected', 'This list is not closed: `]` is missing.'],
	EndOfFileExpected: ['end-of-file-expected', 'The file should end here: there is more after its value.'],
	UnexpectedEndOfComment: ['unclosed-comment', 'This comment is not closed: `*/` is missing.'],
	UnexpectedEndOfString: ['unclosed-string', 'This text is not closed: `"` is missing.'],
	UnexpectedEndOfNumber: ['invalid-number', 'This number is not complete.'],
	InvalidUnicode: ['invalid-escape', '`\\u` needs four hexadecimal digits.'],
	InvalidEscapeCharacter: ['invalid-escape', 'JSON knows no such escape.'],
	InvalidCharacter: ['invalid-character', 'This character has to be escaped in JSON.'],
};

/** jsonc-parser's SyntaxKind.EOF: its const enums cannot be imported by isolated modules. */
const END = 17;

/** JSON with comments and trailing commas → tree. Only the first syntax problem is told: what follows it is guesswork. */
export function parseJson(written: string): ParsedTree {
	// A byte order mark is no part of the text; a space in its place keeps every offset.
	const text = written.replace(/^\ufeff/, ' ');
	refuseDeep(text);
	const errors: ParseError[] = [];
	const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
	const first = errors[0];
	return { root: root && convert(root, text), problems: first ? [problemOf(first, text)] : [] };
}

/** Throws RangeError for nesting that would exhaust the stack of the recursive parser. */
function refuseDeep(text: string): void {
	let depth = 0;
	for (const scanner = createScanner(text, true); scanner.scan() !== END; ) {
		const token = text.charAt(scanner.getTokenOffset());
		if (token === '[' || token === '{') depth++;
		else if (token === ']' || token === '}') depth--;
		if (depth > MAX_DEPTH) throw new RangeError('nested too deeply');
	}
}

function problemOf(error: ParseError, text: string): SyntaxProblem {
	const [code, message] = problems[printParseErrorCode(error.error)] ?? ['syntax', 'This is not JSON.'];
	// At the very end there is nothing to underline: take the last thing that stands there.
	const start = error.offset < text.length ? error.offset : Math.max(text.trimEnd().length - 1, 0);
	return { code, message, start, end: Math.min(start + Math.max(error.length, 1), text.length) };
}

function convert(node: Node, text: string): TreeNode {
	const span = { start: node.offset, end: node.offset + node.length };
	if (node.type === 'array') {
		return { kind: 'sequence', ...span, items: (node.children ?? []).map((child) => convert(child, text)) };
	}
	if (node.type === 'object') {
		const entries = (node.children ?? []).flatMap((child) => convertProperty(child, text));
		return { kind: 'map', ...span, entries };
	}
	return scalar(node, text);
}

function convertProperty(property: Node, text: string): MapEntry[] {
	const [key, value] = property.children ?? [];
	if (!key) return [];
	const start = property.offset;
	const end = property.offset + property.length;
	return [{ key: scalar(key, text), value: value && convert(value, text), start, end }];
}

function scalar(node: Node, text: string): ScalarNode {
	const start = node.offset;
	const end = start + node.length;
	const source = text.slice(start, end);
	return { kind: 'scalar', value: getNodeValue(node), source, quoted: node.type === 'string', start, end };
}
