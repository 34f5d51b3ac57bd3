import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundle } from '../support/bundle.js';
import { LanguageServerUnderTest } from '../support/languageServer.js';

// The same texts and questions to a server that counts UTF-16 code units and to one that counts bytes of UTF-8.
let program: Bundle;
let units: LanguageServerUnderTest;
let bytes: LanguageServerUnderTest;

beforeAll(async () => {
	program = await bundle('main');
	units = await LanguageServerUnderTest.start(program.path);
	bytes = await LanguageServerUnderTest.start(program.path, { positionEncodings: ['utf-8', 'utf-16'] });
});
afterAll(async () => {
	await units.stop();
	await bytes.stop();
	await program.dispose();
});

/** Something beyond ASCII stands before all that has a place, on its line too: é has 2 bytes, € 3, 🙂 4 (and 2 units). */
const texts = {
	yaml: `# é€🙂
version: 1
adapter: { name: "é€🙂", mode: vmq, capabilities: { preset: vmmq-64 }, rssProcessors: { base: "0:2", max: "0:14" } }
vports:
  - { name: "🙂é", id: 0, numberOfQueues: 3, indirectionTable: &té ["0:2", "0:4"] }
  - { name: "é🙂", id: 1, numberOfQueues: 2, indirectionTable: *té, rss: true, bogus: 1 }
  - { name: "€", id: 1, numberOfQueues: 1, indirectionTable: ["0:2", "0:40"] }   # x
`,
	json: `{ /* é€🙂 */ "version": 1,
  "adapter": { "name": "é€🙂", "mode": "vmq", "capabilities": { "preset": "vmmq-64" }, "rssProcessors": { "base": "0:2", "max": "0:14" } },
  "vports": [
    { "name": "🙂é", "id": 0, "numberOfQueues": 3, "indirectionTable": ["0:2", "0:4"] },
    { "name": "é🙂",   "id": 1, "numberOfQueues": 2, "indirectionTable": ["0:2", "0:40"] }
  ] }
`,
};

interface Position {
	readonly line: number;
	readonly character: number;
}

/** An answer of the one server as the other has to give it, by means of its own. */
function inBytes(value: unknown, lines: readonly string[]): unknown {
	if (Array.isArray(value)) return value.map((item) => inBytes(item, lines));
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value);
	if (entries.length === 2 && 'line' in value && 'character' in value) {
		const { line, character } = value as Position;
		return { line, character: Buffer.byteLength((lines[line] ?? '').slice(0, character)) };
	}
	return Object.fromEntries(entries.map(([name, one]) => [name, inBytes(one, lines)]));
}

/** The tokens of an answer, each where it is in UTF-16 code units. */
function tokensOf({ data }: { data: number[] }, lines: readonly string[], encoding: 'utf16le' | 'utf8') {
	let [line, character] = [0, 0];
	return Array.from({ length: data.length / 5 }, (_, i) => {
		const [down = 0, right = 0, length = 0, ...kind] = data.slice(5 * i, 5 * i + 5);
		line += down;
		character = down > 0 ? right : character + right;
		const whole = Buffer.from(lines[line] ?? '', encoding);
		const scale = encoding === 'utf8' ? 1 : 2;
		const word = whole.subarray(scale * character, scale * (character + length)).toString(encoding);
		return { line, word, kind };
	});
}

describe('positions', () => {
	it('are counted in what the client likes best, and in UTF-16 where it does not say', () => {
		expect(units.capabilities.positionEncoding).toBe('utf-16');
		expect(bytes.capabilities.positionEncoding).toBe('utf-8');
	});

	it('are those of UTF-16 for a client that prefers it, or speaks only what is not spoken here', async () => {
		for (const positionEncodings of [['utf-16', 'utf-8'], ['utf-32'], []]) {
			const server = await LanguageServerUnderTest.start(program.path, { positionEncodings });
			expect(server.capabilities.positionEncoding).toBe('utf-16');
			await server.stop();
		}
	});

	it.each(['yaml', 'json'] as const)('of every feature are right in bytes, in %s', async (syntax) => {
		const text = texts[syntax];
		const lines = text.split('\n');
		const uri = await units.open(`e.rssv2.${syntax}`, text);
		await bytes.open(`e.rssv2.${syntax}`, text);
		const textDocument = { uri };
		const whole = { start: { line: 0, character: 0 }, end: { line: lines.length - 1, character: 0 } };
		const options = { tabSize: 2, insertSpaces: true };
		const row = lines.findIndex((line) => line.includes('🙂é'));
		const at = (word: string) => ({ line: row, character: (lines[row] ?? '').indexOf(word) + 1 });
		const diagnostics = await units.diagnostics(uri);
		expect(diagnostics.length).toBeGreaterThan(0);
		const asked: [method: string, params: object][] = [
			['textDocument/diagnostic', { textDocument }],
			['textDocument/hover', { textDocument, position: at('0:4') }],
			['textDocument/hover', { textDocument, position: at('numberOfQueues') }],
			['textDocument/completion', { textDocument, position: at('0:4') }],
			['textDocument/completion', { textDocument, position: at('indirectionTable') }],
			['textDocument/documentSymbol', { textDocument }],
			['textDocument/codeLens', { textDocument }],
			[
				'textDocument/references',
				{ textDocument, position: at('0:2'), context: { includeDeclaration: true } },
			],
			['textDocument/documentHighlight', { textDocument, position: at('0:2') }],
			['textDocument/prepareRename', { textDocument, position: at('0, "numb') }],
			['textDocument/rename', { textDocument, position: at('0:2'), newName: '0:6' }],
			['textDocument/documentLink', { textDocument }],
			['textDocument/foldingRange', { textDocument }],
			['textDocument/selectionRange', { textDocument, positions: [at('0:4')] }],
			['textDocument/inlayHint', { textDocument, range: whole }],
			['textDocument/formatting', { textDocument, options }],
			['workspace/symbol', { query: '' }],
			['rssv2/preview', { uri }],
			...diagnostics.map(({ range, ...diagnostic }): [string, object] => [
				'textDocument/codeAction',
				{ textDocument, range, context: { diagnostics: [{ range, ...diagnostic }] } },
			]),
		];
		let told = 0;
		for (const [method, params] of asked) {
			const [here, there] = await Promise.all([
				units.connection.sendRequest(method, params),
				bytes.connection.sendRequest(method, inBytes(params, lines) as object),
			]);
			const wanted = inBytes(here, lines);
			const same = (value: unknown) => JSON.stringify(value).replaceAll(/"resultId":"[^"]*"/g, '');
			expect(same(there), method).toBe(same(wanted));
			if (same(here) !== same(wanted)) told++;
		}
		for (const server of [units, bytes])
			await server.connection.sendNotification('textDocument/didClose', { textDocument });
		// It would be no test if the two ways of counting came to the same.
		expect(told).toBeGreaterThan(12);
	});

	it.each(['yaml', 'json'] as const)('of semantic tokens are right in bytes, in %s', async (syntax) => {
		const lines = texts[syntax].split('\n');
		const name = `tokens.rssv2.${syntax}`;
		const [uri] = [await units.open(name, texts[syntax]), await bytes.open(name, texts[syntax])];
		const ask = (server: LanguageServerUnderTest) =>
			server.connection.sendRequest<{ data: number[] }>('textDocument/semanticTokens/full', {
				textDocument: { uri },
			});
		const [here, there] = await Promise.all([ask(units), ask(bytes)]);
		expect(here.data).not.toEqual(there.data);
		expect(tokensOf(there, lines, 'utf8')).toEqual(tokensOf(here, lines, 'utf16le'));
		expect(tokensOf(there, lines, 'utf8').map(({ word }) => word)).toContain('0:2');
	});
});
