import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes, type ResponseError } from 'vscode-languageserver';
import { hugeConfiguration } from '../bench/hugeConfiguration.js';
import { type Bundle, bundle } from '../support/bundle.js';
import { LanguageServerUnderTest } from '../support/languageServer.js';

let program: Bundle;
let server: LanguageServerUnderTest;
let uri: string;
let other: string;
let large: string;

beforeAll(async () => {
	program = await bundle('main');
	server = await LanguageServerUnderTest.start(program.path);
	const text = readFileSync(new URL('../../examples/hyper-v-host.rssv2.yaml', import.meta.url), 'utf8');
	uri = await server.open('cancel.rssv2.yaml', text);
	await server.diagnostics(uri);
	large = hugeConfiguration('yaml', 200, 64);
	other = await server.open('large.rssv2.yaml', large);
});
afterAll(async () => {
	await server.stop();
	await program.dispose();
});

const position = { line: 3, character: 4 };
const range = { start: { line: 0, character: 0 }, end: { line: 30, character: 0 } };
const options = { tabSize: 2, insertSpaces: true };
const flows = { kind: 'flows', flowSet: 'uniform', flows: 10_000_000, seed: 1 };
const device = 'emulator:///nobody/listens.sock';

/** Parameters of every request that the server answers, but the two whose result must be told whatever happens. */
const requests: readonly (readonly [method: string, params: object])[] = [
	['textDocument/diagnostic', {}],
	['workspace/diagnostic', { previousResultIds: [] }],
	['textDocument/hover', { position }],
	['textDocument/completion', { position }],
	['textDocument/documentSymbol', {}],
	['textDocument/codeLens', {}],
	['textDocument/codeAction', { range, context: { diagnostics: [] } }],
	['textDocument/definition', { position }],
	['textDocument/references', { position, context: { includeDeclaration: true } }],
	['textDocument/documentHighlight', { position }],
	['textDocument/prepareRename', { position }],
	['textDocument/rename', { position, newName: 'x' }],
	['textDocument/documentLink', {}],
	['textDocument/foldingRange', {}],
	['textDocument/selectionRange', { positions: [position] }],
	['textDocument/inlayHint', { range }],
	['textDocument/semanticTokens/full', {}],
	['textDocument/semanticTokens/range', { range }],
	['textDocument/formatting', { options }],
	['textDocument/rangeFormatting', { options, range }],
	['textDocument/onTypeFormatting', { options, position, ch: '\n' }],
	['textDocument/signatureHelp', { position }],
	['workspace/symbol', { query: 'v' }],
	['workspace/executeCommand', { command: 'rssv2.server.spread', arguments: [] }],
	['rssv2/preview', {}],
	['rssv2/editTable', { version: 1, changes: [] }],
	['rssv2/baseline', { device }],
	['rssv2/traffic', { vportId: 0, source: flows }],
	['rssv2/balance', { vportId: 0, by: 'packets', source: flows }],
	['rssv2/devices', {}],
	['rssv2/push/plan', { device }],
	['rssv2/rollback/plan', { device }],
	['rssv2/pull', { device }],
	['rssv2/device/inspect', { device }],
	['rssv2/exportOidRequests', {}],
	['rssv2/exportPowerShell', {}],
	['rssv2/import', { text: '' }],
	['rssv2/presets', {}],
	['rssv2/new', { preset: 'vmmq-64', syntax: 'yaml' }],
];

it('every request that the server says it answers is tried', () => {
	const providers = Object.keys(server.capabilities).filter((name) => name.endsWith('Provider'));
	const tried = requests.map(([method]) => method.replace(/^\w+\//, '').toLowerCase());
	const known: Readonly<Record<string, string>> = {
		renameProvider: 'rename',
		documentRangeFormattingProvider: 'rangeformatting',
		documentFormattingProvider: 'formatting',
		documentOnTypeFormattingProvider: 'ontypeformatting',
		workspaceSymbolProvider: 'symbol',
		semanticTokensProvider: 'semantictokens/full',
		diagnosticProvider: 'diagnostic',
	};
	const missing = providers.filter(
		(name) => !tried.includes(known[name] ?? name.replace(/Provider$/, '').toLowerCase()),
	);
	expect(missing).toEqual([]);
});

it.each(requests)('%s can be cancelled', async (method, params) => {
	const source = new CancellationTokenSource();
	// While that is checked, request and cancellation come in: an answer cannot be quicker.
	large += '#\n';
	await server.change(other, large);
	const busy = server.diagnostics(other);
	const answer = server.connection.sendRequest(
		method,
		{ textDocument: { uri }, uri, ...params },
		source.token,
	);
	source.cancel();
	const error = await answer.then(
		() => undefined,
		(thrown: ResponseError) => thrown,
	);
	expect(error?.code).toBe(LSPErrorCodes.RequestCancelled);
	await busy;
	source.dispose();
});

it.each(['rssv2/traffic', 'rssv2/balance'])('%s stops in the midst of its work', async (method) => {
	const source = new CancellationTokenSource();
	const token = `midst ${method}`;
	const answer = server.connection.sendRequest(
		method,
		{ uri, vportId: 0, by: 'packets', source: flows, workDoneToken: token },
		source.token,
	);
	answer.catch(() => {});
	while (!server.progress(token).some((one) => 'kind' in one && one.kind === 'report'))
		await new Promise((resolve) => setTimeout(resolve, 2));
	source.cancel();
	await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
	source.dispose();
});
