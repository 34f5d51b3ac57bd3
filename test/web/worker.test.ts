import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../.build/chromium.mjs';
import { type Bundle, bundle } from '../support/bundle.js';
import { LanguageServerUnderTest } from '../support/languageServer.js';
import { WorkerServer } from './workerServer.js';

// The server of the web extension in a worker of a real browser gives the answers that the one in Node gives.
const isMissing = (await findChromium()) === undefined && process.env['CI'] !== 'true';

const examples = ['hyper-v-host.rssv2.yaml', 'native.rssv2.jsonc'].map((name) => ({
	name,
	text: readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8'),
}));

describe.skipIf(isMissing)(
	`the server in a web worker${isMissing ? ' (no Chromium is installed)' : ''}`,
	() => {
		let program: Bundle;
		let node: LanguageServerUnderTest;
		let web: WorkerServer;
		beforeAll(async () => {
			program = await bundle('main');
			[node, web] = await Promise.all([LanguageServerUnderTest.start(program.path), WorkerServer.start()]);
			await web.connection.sendRequest('initialize', {
				processId: null,
				rootUri: null,
				capabilities: {
					workspace: { configuration: true },
					textDocument: {
						completion: { completionItem: { snippetSupport: true } },
						diagnostic: { dynamicRegistration: false },
					},
				},
			});
			await web.connection.sendNotification('initialized', {});
		});
		afterAll(async () => {
			await node.stop();
			await web.stop();
			await program.dispose();
		});

		async function open(name: string, text: string): Promise<string> {
			const uri = await node.open(name, text);
			const languageId = name.endsWith('yaml') ? 'rssv2-yaml' : 'rssv2-json';
			await web.connection.sendNotification('textDocument/didOpen', {
				textDocument: { uri, languageId, version: 1, text },
			});
			return uri;
		}

		async function both(method: string, params: object): Promise<unknown> {
			const [here, there] = await Promise.all([
				node.connection.sendRequest(method, params),
				web.connection.sendRequest(method, params),
			]);
			const same = (value: unknown) =>
				JSON.parse(JSON.stringify(value).replaceAll(/"resultId":"[^"]*",?/g, ''));
			expect(same(there), method).toEqual(same(here));
			return there;
		}

		it.each(examples)('answers as the one in Node does: $name', async ({ name, text }) => {
			const broken = text.replace(/numberOfQueues"?: (\d)/, (found) => found.replace(/\d$/, '99'));
			const uri = await open(name, broken);
			const textDocument = { uri };
			const lines = broken.split('\n');
			const row = lines.findIndex((line) => line.includes('numberOfQueues'));
			const position = { line: row, character: (lines[row] ?? '').indexOf('numberOfQueues') + 3 };
			const range = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
			const { items } = (await both('textDocument/diagnostic', { textDocument })) as { items: object[] };
			expect(items.length).toBeGreaterThan(0);
			expect(await both('textDocument/hover', { textDocument, position })).not.toBeNull();
			await both('textDocument/completion', { textDocument, position });
			await both('textDocument/codeAction', { textDocument, range, context: { diagnostics: items } });
			await both('textDocument/inlayHint', { textDocument, range });
			await both('textDocument/formatting', { textDocument, options: { tabSize: 4, insertSpaces: true } });
			for (const method of ['documentSymbol', 'codeLens', 'foldingRange', 'semanticTokens/full'])
				await both(`textDocument/${method}`, { textDocument });
			expect(await both('rssv2/preview', { uri })).not.toBeNull();
			await open(`sound-${name}`, text);
			const sound = { uri: uri.replace(name, `sound-${name}`) };
			await both('rssv2/exportOidRequests', sound);
			await both('rssv2/exportPowerShell', sound);
			// Millions of flows are for worker threads of Node; here they are sent on the one thread there is.
			for (const flows of [1000, 2_000_000]) {
				const source = { kind: 'flows', flowSet: 'uniform', flows, seed: 1 };
				expect(await both('rssv2/traffic', { ...sound, vportId: 0, source })).toMatchObject({
					total: { flows },
				});
			}
		});

		it('makes and imports configurations', async () => {
			await both('rssv2/presets', {});
			await both('rssv2/new', { preset: 'vmmq-64', syntax: 'json' });
			const table = new URL('../fixtures/ethtool/table-virtio.txt', import.meta.url);
			await both('rssv2/import', { text: readFileSync(table, 'utf8') });
		});

		it('says what a browser cannot do, and goes on', async () => {
			const uri = await open('other.rssv2.yaml', examples[0]?.text ?? '');
			const refused = (method: string, params: object) =>
				expect(web.connection.sendRequest(method, params), method).rejects.toThrow(/browser/);
			await refused('rssv2/emulator/start', { uri });
			await refused('rssv2/pull', { device: 'linux:///eth1' });
			await refused('rssv2/push/plan', { uri, device: 'linux:///eth1' });
			const source = { kind: 'capture', path: '/lan.pcapng', inner: false };
			await refused('rssv2/traffic', { uri, vportId: 0, source });
			expect(
				await web.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } }),
			).toHaveLength(4);
			expect(web.problems).toEqual([]);
		});
	},
);
