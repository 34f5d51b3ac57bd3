import { describe, expect, test } from 'vitest';
import type { TextEdit } from 'vscode-languageserver-types';
import { vmqText } from '../support/configuration.js';
import { afterEdits, jsonText } from '../support/features.js';
import { serverOfFile } from '../support/languageServer.js';

const server = await serverOfFile();
let names = 0;

async function formatted(extension: string, text: string, more: object = {}): Promise<string> {
	const uri = await server.open(`t${++names}.rssv2.${extension}`, text);
	const method = 'range' in more ? 'textDocument/rangeFormatting' : 'textDocument/formatting';
	const edits = await server.connection.sendRequest<TextEdit[]>(method, {
		textDocument: { uri },
		options: { tabSize: 2, insertSpaces: true, insertFinalNewline: true },
		...more,
	});
	return afterEdits(text, edits);
}

const tidy = vmqText(`  # the first
  - id: 0
    indirectionTable: ["0:2", "0:4",
                       "0:6", "0:8"] # four
  - { id: 1 }
`);
const untidy = tidy
	.replaceAll(': ', ':   ')
	.replaceAll('", "', '","')
	.replace(/^ {2}- id/m, '  -   id')
	.replaceAll(/^ {4}indirection/gm, '      indirection');

describe('YAML', () => {
	test('what is tidy stays; what is not becomes so, comments and rows where they were', async () => {
		expect(await formatted('yaml', tidy)).toBe(tidy);
		const after = await formatted('yaml', untidy);
		// The rows of a table move with the line that opens it.
		expect(after.replaceAll(/^ +"0:6"/gm, '"0:6"')).toBe(tidy.replaceAll(/^ +"0:6"/gm, '"0:6"'));
	});
	test('with CRLF, and a final line break where it is wanted', async () => {
		const windows = tidy.replaceAll('\n', '\r\n');
		expect(await formatted('yaml', windows.replace('mode: vmq', 'mode:   vmq').trimEnd())).toBe(windows);
	});
	test('a text that would hold up the server stays, and its limits say so', async () => {
		const long = `${untidy}${'# a long comment\n'.repeat(25_000)}`;
		expect(await formatted('yaml', long)).toBe(long);
		const uri = await server.open('long.rssv2.yaml', long);
		expect(await server.request('rssv2/limits', { uri })).toEqual([
			'Not formatted: more than 400,000 characters.',
		]);
	});
	test('a range changes its lines alone', async () => {
		const text = vmqText('  - { id:   0 }\n  - { id:   1 }\n');
		const line = text.split('\n').findIndex((row) => row.includes('id:   1'));
		const range = { start: { line, character: 0 }, end: { line, character: 100 } };
		expect(await formatted('yaml', text, { range })).toBe(text.replace('id:   1', 'id: 1'));
	});
	test('what cannot be read gets no edits', async () => {
		const text = `${untidy}  - { id: [\n`;
		expect(await formatted('yaml', text)).toBe(text);
	});
});

describe('JSONC', () => {
	const neat = jsonText([
		'{ "id": 0, // first\n      "indirectionTable": ["0:2", "0:4",\n        "0:6", "0:8"] }',
	]);
	test('what is tidy stays, but for its indentation; what is not becomes so', async () => {
		const once = await formatted('jsonc', neat);
		expect(await formatted('jsonc', once)).toBe(once);
		const messy = once.replaceAll('": ', '":').replaceAll('", "', '","').replaceAll(/^ +/gm, ' ');
		expect(messy).not.toBe(once);
		expect(await formatted('jsonc', messy)).toBe(once);
	});
	test('a range changes its lines alone', async () => {
		const text = neat.replace('"mode": ', '"mode":').replace('"name": ', '"name":');
		const line = text.split('\n').findIndex((row) => row.includes('"mode"'));
		const range = { start: { line, character: 0 }, end: { line, character: 100 } };
		expect(await formatted('jsonc', text, { range })).toBe(text.replace('"mode":', '"mode": '));
	});
});
