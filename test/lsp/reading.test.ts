import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FoldingRange, InlayHint, SelectionRange, SemanticTokens } from 'vscode-languageserver-types';
import { type Bundle, bundle } from '../support/bundle.js';
import { vmqText } from '../support/configuration.js';
import { jsonText, pieceOf } from '../support/features.js';
import { caret, LanguageServerUnderTest } from '../support/languageServer.js';

let program: Bundle;
let server: LanguageServerUnderTest;
let names = 0;
const name = (extension: string) => `r${++names}.rssv2.${extension}`;
const everything = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };

beforeAll(async () => {
	program = await bundle('main');
	server = await LanguageServerUnderTest.start(program.path);
});
afterAll(async () => {
	expect(await server.stop()).toBe(0);
	await program.dispose();
});

async function ask<R>(extension: string, method: string, text: string, more: object = {}): Promise<R> {
	const uri = await server.open(name(extension), text);
	return server.connection.sendRequest<R>(method, { textDocument: { uri }, ...more });
}

/** Hints as the eye sees them: the end of the line before, and the label. */
async function hints(extension: string, text: string, range = everything, from = server) {
	const uri = await from.open(name(extension), text);
	const found = await from.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
		textDocument: { uri },
		range,
	});
	const rows = text.split('\n');
	return found.map(({ position: { line, character }, label }) => [
		rows[line]?.slice(0, character).slice(-8),
		label,
	]);
}

/** Tokens as pieces of the text with their type. */
async function tokens(extension: string, text: string, range?: object) {
	const uri = await server.open(name(extension), text);
	const method = range ? 'textDocument/semanticTokens/range' : 'textDocument/semanticTokens/full';
	const { data } = await server.connection.sendRequest<SemanticTokens>(method, {
		textDocument: { uri },
		...(range && { range }),
	});
	const rows = text.split('\n');
	const legend = ['variable', 'enumMember', 'type', 'label'];
	const found: string[] = [];
	let line = 0;
	let character = 0;
	for (let i = 0; i < data.length; i += 5) {
		const [down = 0, along = 0, length = 0, type = 0, modifiers = 0] = data.slice(i, i + 5);
		line += down;
		character = down === 0 ? character + along : along;
		const piece = rows[line]?.slice(character, character + length);
		found.push(`${legend[type]}${modifiers ? '!' : ''} ${piece}`);
	}
	return found;
}

describe.each(['yaml', 'jsonc'])('in %s', (extension) => {
	test('after a table stands the share of each processor', async () => {
		const text = jsonText([
			'{ "id": 0, "numberOfQueues": 2, "indirectionTable": ["0:2", "0:4", "0:2", "0:2"] }',
		]);
		expect(await hints(extension, text)).toContainEqual([', "0:2"]', '0:2 75 %, 0:4 25 %']);
	});
	test('a generated table tells its entries, a range its processors, hash types their value', async () => {
		const text = jsonText(
			['{ "id": 0, "indirectionTable": { "numberOfEntries": 8, "processors": "0:2-0:8/2" } }'],
			', "hash": { "types": ["ipv4", "tcpIpv4"] }',
		);
		const labels = (await hints(extension, text)).map(([, label]) => label);
		expect(labels).toEqual([
			'= 16 processors',
			'= 16 processors',
			'= 0x00000301',
			'= 4 processors',
			'→ 8 entries: 0:2 25 %, 0:4 25 %, 0:6 25 %, 0:8 25 %',
		]);
	});
	test('of many processors the busiest alone is told; RSS that is off is said', async () => {
		const many = ['0:2', '0:4', '0:6', '0:8', '0:10', '0:2', '0:2', '0:2'];
		const text = jsonText([`{ "id": 0, "rss": false, "indirectionTable": ${JSON.stringify(many)} }`]);
		expect((await hints(extension, text)).map(([, label]) => label)).toContain(
			'5 processors, busiest 50 %, RSS is off',
		);
	});
	test('only what is asked for is answered', async () => {
		const table = (id: number) => `{ "id": ${id}, "indirectionTable": ["0:2", "0:4"] }`;
		const text = jsonText([table(0), table(1)]);
		const line = text.split('\n').findIndex((row) => row.includes('"id": 1'));
		const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
		expect(await hints(extension, text, range)).toHaveLength(1);
	});
	test('what ends outside of what is asked for is not answered either', async () => {
		const text = jsonText(['{ "id": 0, "indirectionTable": ["0:2",\n"0:4",\n"0:2"] }']);
		const line = text.split('\n').findIndex((row) => row.includes('"id": 0'));
		const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
		expect(await hints(extension, text, range)).toEqual([]);
	});
	test('processors, ids and presets are told from other text, in full and in part', async () => {
		const text = jsonText(['{ "id": 3, "indirectionTable": ["0:2", "0:4"] }']);
		const all = await tokens(extension, text);
		expect(all).toEqual([
			'enumMember! 0:0-0:15',
			'enumMember! 1:0-1:15',
			'type vmmq-64',
			'enumMember 0:2',
			'enumMember 0:15',
			'variable! 3',
			'enumMember 0:2',
			'enumMember 0:4',
		]);
		const line = text.split('\n').findIndex((row) => row.includes('"id": 3'));
		const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
		expect(await tokens(extension, text, range)).toEqual(all.slice(-3));
	});
	test('values over several lines fold, and so do comments', async () => {
		const sign = extension === 'yaml' ? '#' : '//';
		const text = `${sign} one\n${sign} two\n${jsonText(['{ "id": 0 }'])}`;
		const ranges = await ask<FoldingRange[]>(extension, 'textDocument/foldingRange', text);
		const rows = text.split('\n');
		const line = (piece: string) => rows.findIndex((row) => row.includes(piece));
		expect(ranges).toContainEqual({ startLine: 0, endLine: 1, kind: 'comment' });
		expect(ranges).toContainEqual({ startLine: line('"adapter"'), endLine: line('"rssProcessors"') });
		expect(ranges).toContainEqual({ startLine: line('"vports"'), endLine: line('"id": 0') });
	});
	test('a selection grows from the word outwards to the file', async () => {
		const { text, position } = caret(
			jsonText(['{ "id": 0, "indirectionTable": { "processors": "0:2, 0:4|-0:8" } }']),
		);
		const [selection] = await ask<SelectionRange[]>(extension, 'textDocument/selectionRange', text, {
			positions: [position],
		});
		const pieces: string[] = [];
		for (let at = selection; at; at = at.parent) pieces.push(pieceOf(text, at.range));
		expect(pieces.slice(0, 6)).toEqual([
			'0:4-0:8',
			'0:2, 0:4-0:8',
			'"0:2, 0:4-0:8"',
			'"processors": "0:2, 0:4-0:8"',
			'{ "processors": "0:2, 0:4-0:8" }',
			'"indirectionTable": { "processors": "0:2, 0:4-0:8" }',
		]);
		expect(pieces.at(-1)).toBe(text);
	});
	test('the outline says how a table spreads', async () => {
		const uri = await server.open(
			name(extension),
			jsonText(['{ "id": 3, "rss": false, "indirectionTable": ["0:2", "0:4", "0:4", "0:4"] }']),
		);
		const symbols = await server.outline(uri);
		const vport = symbols.find((symbol) => symbol.name === 'vports')?.children?.[0];
		expect(vport).toMatchObject({ name: 'VPort 3', detail: 'RSS off' });
		expect(vport?.children).toMatchObject([
			{ name: 'indirectionTable', detail: '4 entries → 2 processors, busiest 75 %' },
		]);
	});
});

test('hints are not shown to who does not want them', async () => {
	const text = vmqText('  - { id: 0, indirectionTable: ["0:2", "0:4"] }\n');
	expect(await hints('yaml', text)).not.toEqual([]);
	const without = await LanguageServerUnderTest.start(program.path, {
		settings: { 'rssv2.inlayHints': false },
	});
	expect(await hints('yaml', text, everything, without)).toEqual([]);
	await without.stop();
});

test('block YAML: folds from the name, items of a list, tokens of anchors, weights', async () => {
	const text = vmqText(`  - id: 0
    indirectionTable: &table
      weights:
        "0:2": 3
        0:4: 1
  - id: 1
    indirectionTable: *table
`);
	const rows = text.split('\n');
	const line = (piece: string) => rows.findIndex((row) => row.includes(piece));
	const ranges = await ask<FoldingRange[]>('yaml', 'textDocument/foldingRange', text);
	expect(ranges).toContainEqual({ startLine: line('vports:'), endLine: line('*table') });
	expect(ranges).toContainEqual({ startLine: line('- id: 0'), endLine: line('0:4: 1') });
	expect(ranges).toContainEqual({ startLine: line('weights:'), endLine: line('0:4: 1') });
	expect((await tokens('yaml', text)).slice(-7)).toEqual([
		'enumMember 0:15',
		'variable! 0',
		'label! table',
		'enumMember 0:2',
		'enumMember 0:4',
		'variable! 1',
		'label table',
	]);
	const tooltips = await ask<InlayHint[]>('yaml', 'textDocument/inlayHint', text, { range: everything });
	const shares = tooltips.filter(({ label }) => label === '→ 4 entries: 0:2 75 %, 0:4 25 %');
	// One below the weights, one at the alias.
	expect(shares.map(({ position }) => position.line)).toEqual([line('0:4: 1'), line('*table')]);
	const tooltip = { value: expect.stringContaining('- 0:2 75 % (3)') };
	expect(shares[0]).toMatchObject({ tooltip });
});
