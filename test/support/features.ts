import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import { caret, type LanguageServerUnderTest } from './languageServer.js';

/** A configuration that both syntaxes read alike: JSON is YAML in brackets. VPorts as JSON texts. */
export function jsonText(vports: readonly string[], adapter = ''): string {
	return `{
  "version": 1,
  "host": { "numaNodes": [
    { "node": 0, "processors": "0:0-0:15", "threadsPerCore": 2 },
    { "node": 1, "processors": "1:0-1:15", "threadsPerCore": 2 }
  ] },
  "adapter": {
    "name": "Test",
    "mode": "vmq",
    "capabilities": { "preset": "vmmq-64" },
    "rssProcessors": { "base": "0:2", "max": "0:15" }${adapter}
  },
  "vports": [
    ${vports.join(',\n    ')}
  ]
}
`;
}

/** Asks a server for something at the mark `|` of a text, which it opens. */
export async function askAt<R>(
	server: LanguageServerUnderTest,
	method: string,
	name: string,
	marked: string,
	more: object = {},
): Promise<{ readonly answer: R; readonly text: string; readonly uri: string }> {
	const { text, position } = caret(marked);
	const uri = await server.open(name, text);
	const params = { textDocument: { uri }, position, ...more };
	return { answer: await server.connection.sendRequest<R>(method, params), text, uri };
}

/** The piece of a text that a range covers. */
export function pieceOf(text: string, { start, end }: Range): string {
	return text.slice(offsetOf(text, start), offsetOf(text, end));
}

/** An offset, lines ending with LF or CRLF. */
export function offsetOf(text: string, { line, character }: Position): number {
	let start = 0;
	for (let i = 0; i < line; i++) start = text.indexOf('\n', start) + 1;
	return start + character;
}

/** A text after edits that do not overlap. */
export function afterEdits(text: string, edits: readonly TextEdit[]): string {
	return [...edits]
		.map(({ range, newText }) => ({
			from: offsetOf(text, range.start),
			to: offsetOf(text, range.end),
			newText,
		}))
		.sort((a, b) => b.from - a.from)
		.reduce((after, { from, to, newText }) => after.slice(0, from) + newText + after.slice(to), text);
}
