import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import {
	type DocumentHighlight,
	DocumentHighlightKind,
	type DocumentLink,
	type Location,
	type WorkspaceEdit,
	type WorkspaceSymbol,
} from 'vscode-languageserver-types';
import { type Bundle, bundle } from '../support/bundle.js';
import { vmqText } from '../support/configuration.js';
import { afterEdits, askAt, jsonText, pieceOf } from '../support/features.js';
import { LanguageServerUnderTest } from '../support/languageServer.js';

let program: Bundle;
let server: LanguageServerUnderTest;
let names = 0;
const name = (extension: string) => `n${++names}.rssv2.${extension}`;

beforeAll(async () => {
	program = await bundle('main');
	server = await LanguageServerUnderTest.start(program.path);
});
afterAll(async () => {
	expect(await server.stop()).toBe(0);
	await program.dispose();
});

const anchors = vmqText(`  - { id: 0, indirectionTable: &own ["0:2", "0:4"] }
  - { id: 1, indirectionTable: *own }
  - { id: 2, indirectionTable: &own ["0:6", "0:8"] }
  - { id: 3, indirectionTable: *own }
`);
/** Marks the nth occurrence of a piece, after its first `into` characters. */
function mark(text: string, piece: string, nth = 0, into = 1): string {
	let at = -1;
	for (let i = 0; i <= nth; i++) at = text.indexOf(piece, at + 1);
	expect(at).toBeGreaterThanOrEqual(0);
	return `${text.slice(0, at + into)}|${text.slice(at + into)}`;
}
const lineOf = (text: string, piece: string) => text.slice(0, text.indexOf(piece)).split('\n').length - 1;

async function renamed(extension: string, marked: string, newName: string): Promise<string> {
	const { answer, text, uri } = await askAt<WorkspaceEdit | null>(
		server,
		'textDocument/rename',
		name(extension),
		marked,
		{ newName },
	);
	return afterEdits(text, answer?.changes?.[uri] ?? []);
}

describe.each(['yaml', 'jsonc'])('in %s', (extension) => {
	const vports = [
		'{ "id": 0, "primaryProcessor": "0:2", "indirectionTable": ["0:2", "0:4", "0:2", "0:6"] }',
		'{ "id": 1, "indirectionTable": { "numberOfEntries": 4, "processors": "0:2-0:8/2" } }',
		'{ "id": 2, "indirectionTable": { "numberOfEntries": 4, "weights": { "0:2": 3, "0:4": 1 } } }',
	];
	const text = jsonText(vports);

	test('a processor is defined by the NUMA node that has it', async () => {
		const { answer } = await askAt<Location[]>(
			server,
			'textDocument/definition',
			name(extension),
			mark(text, '"0:4"'),
		);
		expect(answer.map(({ range }) => pieceOf(text, range))).toEqual(['0:0-0:15']);
	});
	test('references of a processor are all that names it: cells, ranges, weights', async () => {
		const ask = async (includeDeclaration: boolean) => {
			const { answer } = await askAt<Location[]>(
				server,
				'textDocument/references',
				name(extension),
				mark(text, '"0:6"'),
				{ context: { includeDeclaration } },
			);
			return answer.map(({ range }) => pieceOf(text, range));
		};
		expect(await ask(true)).toEqual(['0:0-0:15', '0:6', '0:2-0:8/2']);
		expect(await ask(false)).toEqual(['0:6', '0:2-0:8/2']);
	});
	test('highlights tell what exists from what uses it', async () => {
		const { answer } = await askAt<DocumentHighlight[]>(
			server,
			'textDocument/documentHighlight',
			name(extension),
			mark(text, '"0:4": 1'),
		);
		expect(answer.map(({ range, kind }) => [pieceOf(text, range), kind])).toEqual([
			['0:0-0:15', DocumentHighlightKind.Write],
			['0:4', DocumentHighlightKind.Read],
			['0:2-0:8/2', DocumentHighlightKind.Read],
			['0:4', DocumentHighlightKind.Read],
		]);
	});
	test('of a range the end at the cursor is meant', async () => {
		const { answer } = await askAt<DocumentHighlight[]>(
			server,
			'textDocument/documentHighlight',
			name(extension),
			mark(text, '0:2-0:8/2', 0, 6),
		);
		expect(answer.map(({ range }) => pieceOf(text, range))).toEqual(['0:0-0:15', '0:2-0:8/2']);
	});
	test('a range that is written with escapes is marked without its quotes', async () => {
		const escaped = text.replace('0:2-0:8/2', '0:2\\u002d0:8/2');
		const { answer } = await askAt<DocumentHighlight[]>(
			server,
			'textDocument/documentHighlight',
			name(extension),
			mark(escaped, '"0:4"'),
		);
		expect(answer.map(({ range }) => pieceOf(escaped, range))).toContain('0:2\\u002d0:8/2');
	});
	test('renaming a processor moves what points at it, and splits the ranges that have it', async () => {
		const after = await renamed(extension, mark(text, '"0:4"'), '0:10');
		expect(after).toBe(text.replaceAll('"0:4"', '"0:10"').replace('"0:2-0:8/2"', '"0:2, 0:10, 0:6, 0:8"'));
	});
	test('a new name that cannot be is refused in words', async () => {
		const at = mark(text, '"0:4"');
		await expect(renamed(extension, at, '4')).rejects.toThrow(/`4` is not a processor/);
		await expect(renamed(extension, at, '0:64')).rejects.toThrow(/numbers end at 63/);
		await expect(renamed(extension, at, '0:2')).rejects.toThrow(/weights name 0:2 already/);
		await expect(renamed(extension, mark(text, '"id": 1', 0, 7), '2')).rejects.toThrow(
			/There is a VPort 2 already/,
		);
		await expect(renamed(extension, mark(text, '"id": 1', 0, 7), '4294967295')).rejects.toThrow(
			/0 to 4294967294/,
		);
	});
	test('a VPort id is renamed', async () => {
		expect(await renamed(extension, mark(text, '"id": 1', 0, 7), '17')).toBe(
			text.replace('"id": 1', '"id": 17'),
		);
	});
	test('rename is prepared with the name alone; nothing is offered where nothing is named', async () => {
		const prepare = (marked: string) =>
			askAt<{ range: Location['range']; placeholder: string } | null>(
				server,
				'textDocument/prepareRename',
				name(extension),
				marked,
			);
		const { answer } = await prepare(mark(text, '"0:4"'));
		expect(answer && [pieceOf(text, answer.range), answer.placeholder]).toEqual(['0:4', '0:4']);
		expect((await prepare(mark(text, '"numberOfEntries"'))).answer).toBeNull();
		await expect(prepare(mark(text, '"vmmq-64"'))).rejects.toThrow(/named by this format/);
	});
	test('a preset is found in every open file', async () => {
		const other = await server.open(name('yaml'), vmqText('  - { id: 0 }\n'));
		const { answer, uri } = await askAt<Location[]>(
			server,
			'textDocument/references',
			name(extension),
			mark(text, '"vmmq-64"'),
			{ context: { includeDeclaration: true } },
		);
		expect(answer.map((location) => location.uri)).toEqual(expect.arrayContaining([other, uri]));
	});
	test('presets, version and $schema can be followed', async () => {
		const withSchema = text.replace('{\n', '{\n  "$schema": "./rssv2.schema.json",\n');
		const uri = await server.open(name(extension), withSchema);
		const links = await server.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
			textDocument: { uri },
		});
		expect(links.map(({ range, target }) => [pieceOf(withSchema, range), target])).toEqual(
			expect.arrayContaining([
				['vmmq-64', expect.stringMatching(/^https:.*\/schemas\/presets\/vmmq-64\.json$/)],
				['1', expect.stringMatching(/^https:.*\/server\/docs\/format\.md$/)],
				['./rssv2.schema.json', 'file:///w/rssv2.schema.json'],
			]),
		);
	});
	test('VPorts of open files are found by the letters of their names', async () => {
		const own = jsonText([`{ "id": 7, "name": "zebra-${extension}" }`]);
		const uri = await server.open(name(extension), own);
		const found = await server.connection.sendRequest<WorkspaceSymbol[]>('workspace/symbol', {
			query: `zbra-${extension}`,
		});
		expect(found).toMatchObject([
			{ name: `VPort 7 (zebra-${extension})`, containerName: 'Test', location: { uri } },
		]);
	});
});

describe('YAML alone', () => {
	test('an alias leads to the anchor last given above it', async () => {
		for (const [nth, table] of [
			[0, '["0:2"'],
			[1, '["0:6"'],
		] as const) {
			const { answer, text } = await askAt<Location[]>(
				server,
				'textDocument/definition',
				name('yaml'),
				mark(anchors, '*own', nth, 2),
			);
			expect(answer).toMatchObject([{ range: { start: { line: lineOf(text, table) } } }]);
		}
	});
	test('renaming an anchor takes its own aliases along, not those of the next of that name', async () => {
		const after = await renamed('yaml', mark(anchors, '&own', 0, 2), 'even');
		expect(after).toBe(anchors.replace('&own', '&even').replace('*own', '*even'));
		await expect(renamed('yaml', mark(anchors, '&own', 0, 2), 'a b')).rejects.toThrow(
			/cannot name an anchor/,
		);
	});
	test('block style, CRLF and surrogate pairs before', async () => {
		const text = vmqText(
			'  - id: 0\n    name: "🙂"\n    indirectionTable: # 🙂\n      - 0:2\n      - 0:4\n',
		).replaceAll('\n', '\r\n');
		expect(await renamed('yaml', mark(text, '- 0:4', 0, 3), '0:6')).toBe(text.replace('- 0:4', '- 0:6'));
	});
	test('a range without quotes is not split: the comma would be lost', async () => {
		const text = vmqText('  - { id: 0, indirectionTable: { processors: 0:2-0:8 } }\n');
		await expect(renamed('yaml', mark(text, '0:2-0:8'), '0:10')).rejects.toThrow(/put it in quotes/);
	});
	test('the documents of a stream do not know of each other', async () => {
		const one = vmqText('  - { id: 5 }\n');
		const after = await renamed('yaml', mark(`${one}---\n${one}`, 'id: 5', 1, 5), '6');
		expect(after).toBe(`${one}---\n${one.replace('id: 5', 'id: 6')}`);
	});
	test('a half-typed file and one that expands without end are answered', async () => {
		const laughs = `a: &a [${'x,'.repeat(9)}x]\n${[...'bcdefghi']
			.map((letter, i) => `${letter}: &${letter} [${`*${'abcdefgh'[i]},`.repeat(9)}*${'abcdefgh'[i]}]\n`)
			.join('')}`;
		for (const text of [mark(anchors, '*own', 0, 2).slice(0, -40), mark(laughs, '*a')]) {
			const { answer } = await askAt<unknown>(server, 'textDocument/documentHighlight', name('yaml'), text);
			expect(answer).toBeInstanceOf(Array);
		}
	});
	test('the schema of a modeline can be followed', async () => {
		const text = `# yaml-language-server: $schema=https://example.com/s.json\n${vmqText('  - { id: 0 }\n')}`;
		const uri = await server.open(name('yaml'), text);
		const links = await server.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
			textDocument: { uri },
		});
		expect(links).toContainEqual(expect.objectContaining({ target: 'https://example.com/s.json' }));
	});
});

test('a preset is defined by its file, where that came with the server', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'rssv2-shipped-'));
	await mkdir(join(folder, 'dist'));
	await mkdir(join(folder, 'schemas', 'presets'), { recursive: true });
	await copyFile(program.path, join(folder, 'dist', 'main.js'));
	const source = join(dirname(fileURLToPath(import.meta.url)), '../../schemas/presets/vmmq-64.json');
	const file = join(folder, 'schemas', 'presets', 'vmmq-64.json');
	await writeFile(file, await readFile(source));
	const shipped = await LanguageServerUnderTest.start(join(folder, 'dist', 'main.js'));
	const { answer } = await askAt<Location[]>(
		shipped,
		'textDocument/definition',
		'p.rssv2.yaml',
		mark(vmqText('  - { id: 0 }\n'), 'vmmq-64'),
	);
	expect(answer).toMatchObject([{ uri: pathToFileURL(file).href }]);
	await shipped.stop();
	await rm(folder, { recursive: true });
});

test.each([
	'definition',
	'references',
	'documentHighlight',
	'prepareRename',
	'documentLink',
	'foldingRange',
	'selectionRange',
	'inlayHint',
	'semanticTokens/full',
	'formatting',
])('textDocument/%s can be cancelled while the server is busy', async (method) => {
	const vports = Array.from(
		{ length: 300 },
		(_, id) => `  - { id: ${id}, indirectionTable: ["0:2", "0:4"] }\n`,
	);
	const busy = await server.open(name('yaml'), vmqText(vports.join('')));
	const uri = await server.open(name('yaml'), anchors);
	const first = server.diagnostics(busy);
	const source = new CancellationTokenSource();
	const position = { line: 12, character: 9 };
	const params = {
		textDocument: { uri },
		position,
		positions: [position],
		range: { start: position, end: position },
		context: { includeDeclaration: true },
		options: { tabSize: 2, insertSpaces: true },
	};
	const asked = server.connection.sendRequest(`textDocument/${method}`, params, source.token);
	source.cancel();
	await expect(asked).rejects.toMatchObject({ code: -32800 });
	await first;
});
