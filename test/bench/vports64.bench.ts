import { expect, test } from 'vitest';
import { serverOfFile } from '../support/languageServer.js';
import { summary } from './statistics.js';

/**
 * A file with 64 VPorts of 64 spelled-out entries each, in both syntaxes: each request right after an edit, when nothing
 * of the new text is known yet.
 */
const ROUNDS = 30;
const VPORTS = 64;
const cells = JSON.stringify(Array.from({ length: 64 }, (_, i) => `0:${2 + 2 * (i % 4)}`)).replaceAll(
	',',
	', ',
);
const capabilities = `"capabilities": { "preset": "vmmq-64", "maxNumVPorts": 65, "maxNumQueuePairs": 512 }`;
const vports = Array.from(
	{ length: VPORTS },
	(_, id) => `{ "id": ${id}, "name": "vm${id}", "numberOfQueues": 4, "indirectionTable": ${cells} }`,
);
const adapter = `{ "name": "A", "mode": "vmq", ${capabilities}, "rssProcessors": { "base": "0:2", "max": "0:15" } }`;
const texts = {
	yaml: `version: 1\nadapter: ${adapter}\nvports:\n${vports.map((vport) => `  - ${vport}\n`).join('')}`,
	json: `{\n  "version": 1,\n  "adapter": ${adapter},\n  "vports": [\n    ${vports.join(',\n    ')}\n  ]\n}\n`,
} as const;

const server = await serverOfFile();

test.each(['yaml', 'json'] as const)('requests after an edit of a %s file', async (syntax) => {
	const text = texts[syntax];
	const uri = await server.open(`many.rssv2.${syntax}`, text);
	const lines = text.split('\n');
	const line = lines.findIndex((one) => one.includes('"vm40"'));
	const position = { line, character: (lines[line] ?? '').indexOf('"0:4"') + 2 };
	const number = (lines[line] ?? '').indexOf('"numberOfQueues": 4') + 18;
	const whole = { start: { line: 0, character: 0 }, end: { line: 60, character: 0 } };
	const textDocument = { uri };
	const requests: readonly (readonly [string, object])[] = [
		['textDocument/diagnostic', { textDocument }],
		['textDocument/hover', { textDocument, position }],
		['textDocument/completion', { textDocument, position }],
		['textDocument/signatureHelp', { textDocument, position }],
		[
			'textDocument/codeAction',
			{
				textDocument,
				range: { start: position, end: position },
				context: { diagnostics: [], triggerKind: 2 },
			},
		],
		['textDocument/definition', { textDocument, position }],
		['textDocument/references', { textDocument, position, context: { includeDeclaration: true } }],
		['textDocument/documentHighlight', { textDocument, position }],
		['textDocument/documentSymbol', { textDocument }],
		['textDocument/documentLink', { textDocument }],
		['textDocument/foldingRange', { textDocument }],
		['textDocument/selectionRange', { textDocument, positions: [position] }],
		['textDocument/codeLens', { textDocument }],
		['textDocument/inlayHint', { textDocument, range: whole }],
		['textDocument/semanticTokens/range', { textDocument, range: whole }],
		['textDocument/formatting', { textDocument, options: { tabSize: 2, insertSpaces: true } }],
		['rssv2/swatches', { uri, lines: { first: 0, last: 60 } }],
		['rssv2/preview', { uri }],
	];
	console.log(
		`${syntax}: ${VPORTS} VPorts, ${text.length} characters; milliseconds, an edit and the request after it`,
	);
	for (const [method, params] of requests) {
		const times: number[] = [];
		for (let i = 0; i < ROUNDS; i++) {
			const at = { line, character: number };
			const range = { start: at, end: { line, character: number + 1 } };
			const start = performance.now();
			await server.edit(uri, [{ range, text: i % 2 === 0 ? '5' : '4' }]);
			expect(await server.connection.sendRequest(method, params)).toBeDefined();
			times.push(performance.now() - start);
		}
		console.log(`  ${method.padEnd(36)} ${summary(times).text}`);
	}
});
