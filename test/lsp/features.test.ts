import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { DiagnosticSeverity, type MarkupContent } from 'vscode-languageserver-types';
import { type Bundle, bundle } from '../support/bundle.js';
import { vmqText } from '../support/configuration.js';
import { caret, eventually, LanguageServerUnderTest } from '../support/languageServer.js';

const broken = vmqText('  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4", "0:6", "0:4"] }\n');

let program: Bundle;
let server: LanguageServerUnderTest;
let names = 0;
const name = (extension: string) => `f${++names}.rssv2.${extension}`;

beforeAll(async () => {
	program = await bundle('main');
	server = await LanguageServerUnderTest.start(program.path);
});
afterAll(async () => {
	expect(await server.stop()).toBe(0);
	await program.dispose();
});

describe('diagnostics', () => {
	test('a refusal has code, source, link, range and the place it conflicts with', async () => {
		const uri = await server.open(name('yaml'), broken);
		const [found, ...rest] = await server.diagnostics(uri);
		expect(rest).toEqual([]);
		const line = broken.split('\n').findIndex((text) => text.includes('- { id: 0'));
		const at = broken.split('\n')[line]?.indexOf('"0:6"') ?? -1;
		expect(found).toMatchObject({
			code: 'NDIS_STATUS_NO_QUEUES',
			source: 'rssv2',
			severity: DiagnosticSeverity.Error,
			codeDescription: { href: expect.stringMatching(/^https:.*#ndis_status_no_queues$/) },
			range: { start: { line, character: at }, end: { line, character: at + 5 } },
			relatedInformation: [{ location: { uri }, message: 'numberOfQueues: 2' }],
		});
	});

	test('the same document again is unchanged; an edit is not', async () => {
		const uri = await server.open(name('yaml'), broken);
		const pull = (previousResultId?: string) =>
			server.connection.sendRequest<{ kind: string; resultId: string }>('textDocument/diagnostic', {
				textDocument: { uri },
				previousResultId,
			});
		const { resultId } = await pull();
		expect(await pull(resultId)).toMatchObject({ kind: 'unchanged' });
		await server.change(uri, broken.replace('numberOfQueues: 2', 'numberOfQueues: 3'));
		expect(await pull(resultId)).toMatchObject({ kind: 'full', items: [] });
	});

	test('a document that was closed and is opened anew is not taken for the one before', async () => {
		const uri = await server.open(name('yaml'), broken);
		const pull = (previousResultId?: string) =>
			server.connection.sendRequest<{ kind: string; resultId: string }>('textDocument/diagnostic', {
				textDocument: { uri },
				previousResultId,
			});
		const { resultId } = await pull();
		await server.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
		await server.open(
			uri.slice('file:///w/'.length),
			broken.replace('numberOfQueues: 2', 'numberOfQueues: 3'),
		);
		expect(await pull(resultId)).toMatchObject({ kind: 'full', items: [] });
	});

	test('JSON gets the same findings at its own places', async () => {
		const text =
			'{ "version": 1, // one\n"adapter": { "name": "x", "mode": "native", "rssProcessors": { "base": "0:0", "max": "0:7" } },\n"scaling": { "numberOfQueues": 1, "indirectionTable": ["0:2", "0:4"] } }';
		const uri = await server.open(name('json'), text);
		expect(await server.diagnostics(uri)).toMatchObject([
			{ code: 'NDIS_STATUS_NO_QUEUES', range: { start: { line: 2, character: 62 } } },
		]);
	});

	test('a client that cannot pull is pushed to, on type and on save, and cleared on close', async () => {
		const pushing = await LanguageServerUnderTest.start(program.path, { pull: false });
		const uri = await pushing.open('p.rssv2.yaml', broken);
		await eventually('first diagnostics', () =>
			pushing.pushed.get(uri)?.diagnostics.find(({ code }) => code === 'NDIS_STATUS_NO_QUEUES'),
		);
		const version = await pushing.change(uri, broken.replace('numberOfQueues: 2', 'numberOfQueues: 3'));
		await eventually('clean', () => (pushing.pushed.get(uri)?.version === version ? true : undefined));
		expect(pushing.pushed.get(uri)?.diagnostics).toEqual([]);
		await pushing.change(uri, broken);
		await pushing.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
		await eventually('diagnostics after save', () => pushing.pushed.get(uri)?.diagnostics[0]);
		await pushing.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
		await eventually('cleared', () => (pushing.pushed.get(uri)?.diagnostics.length === 0 ? true : undefined));
		await pushing.stop();
	});

	test('a request that is cancelled while the server is busy is answered as cancelled', async () => {
		const vports = Array.from(
			{ length: 400 },
			(_, id) => `  - { id: ${id}, indirectionTable: ["0:2", "0:4"] }\n`,
		);
		const busy = await server.open(name('yaml'), vmqText(vports.join('')));
		const uri = await server.open(name('yaml'), broken);
		const first = server.diagnostics(busy);
		const source = new CancellationTokenSource();
		const asked = server.connection.sendRequest(
			'textDocument/diagnostic',
			{ textDocument: { uri } },
			source.token,
		);
		source.cancel();
		await expect(asked).rejects.toMatchObject({ code: -32800 });
		expect((await first).length).toBeGreaterThan(0);
	});
});

describe('hover', () => {
	const value = async (marked: string, extension = 'yaml') => {
		const { text, position } = caret(marked);
		const uri = await server.open(name(extension), text);
		return ((await server.hover(uri, position))?.contents as MarkupContent | undefined)?.value ?? '';
	};
	test('a property tells meaning, unit, default and its names elsewhere', async () => {
		const text = await value(vmqText('  - { id: 0, number|OfQueues: 2 }\n'));
		for (const part of [
			'Number of queues',
			'queues',
			'NDIS_RECEIVE_SCALE_PARAMETERS_V2.NumberOfQueues',
			'*NumRSSQueues',
			'Set-NetAdapterRss',
			'ethtool',
			'https://',
		]) {
			expect(text).toContain(part);
		}
	});
	test('an enumerated value tells what it means', async () => {
		expect(await value('version: 1\nadapter:\n  mode: nat|ive\n')).toContain(
			'The adapter itself is the one scaling entity',
		);
	});
	test('in JSON too', async () => {
		expect(
			await value('{ "version": 1, "adapter": { "rssProcessors": { "ba|se": "0:0" } } }', 'json'),
		).toContain('*RssBaseProcNumber');
	});
	test('an item of a list is explained by the list, and by its own meaning', async () => {
		const text = await value('version: 1\nadapter:\n  hash: { types: [ipv4, tcp|Ipv4] }\n');
		expect(text).toContain('Hash types');
		expect(text).toContain('NDIS_HASH_TCP_IPV4');
	});
	test('the range is what is explained, in UTF-16 units', async () => {
		const { text, position } = caret('version: 1\nadapter: { name: "🙂", mo|de: vmq }\n');
		const uri = await server.open(name('yaml'), text);
		const start = text.split('\n')[1]?.indexOf('mode') ?? -1;
		expect((await server.hover(uri, position))?.range).toEqual({
			start: { line: 1, character: start },
			end: { line: 1, character: start + 4 },
		});
	});
	test('nothing where nothing is', async () => {
		expect(await value('version: 1\n|\n')).toBe('');
	});
});

describe('outline', () => {
	test('adapter, VPorts by id and name, tables', async () => {
		const uri = await server.open(
			name('yaml'),
			vmqText('  - { id: 3, name: sql01, indirectionTable: ["0:2", "0:4"] }\n'),
		);
		const symbols = await server.outline(uri);
		expect(symbols.map((symbol) => symbol.name)).toEqual(['version', 'host', 'adapter', 'vports']);
		const vport = symbols[3]?.children?.[0];
		expect(vport).toMatchObject({ name: 'VPort 3', detail: 'sql01' });
		expect(vport?.children?.[0]).toMatchObject({
			name: 'indirectionTable',
			detail: '2 entries → 2 processors',
		});
	});
	test('a half-typed document keeps the last good one', async () => {
		const good = vmqText('  - { id: 3 }\n');
		const uri = await server.open(name('yaml'), good);
		const before = await server.outline(uri);
		await server.change(uri, `${good}  - { id: 4, na`);
		expect(await server.outline(uri)).toEqual(before);
	});
});

describe('preview', () => {
	test('shows each entity with its cells, shares, queues and findings', async () => {
		const uri = await server.open(name('yaml'), broken);
		const model = await server.request('rssv2/preview', { uri });
		expect(model).toMatchObject({
			stale: false,
			adapter: { mode: 'vmq', vports: { used: 1, limit: 64 }, queues: { used: 2, limit: 64 } },
			findings: [{ code: 'NDIS_STATUS_NO_QUEUES', entity: 'vport:0' }],
		});
		expect(model?.entities[0]).toMatchObject({
			key: 'vport:0',
			rss: true,
			queues: { used: 3, limit: 2 },
			shares: [{ processor: '0:4', entries: 2, share: 0.5 }, { processor: '0:2' }, { processor: '0:6' }],
			numa: [{ node: 0, share: 1 }],
			errors: 1,
		});
		expect(model?.entities[0]?.table.map(({ processor, severity }) => [processor, severity])).toEqual([
			['0:2', undefined],
			['0:4', undefined],
			['0:6', 'error'],
			['0:4', undefined],
		]);
		expect(model?.adapter?.topology.map(({ node, cores }) => [node, cores.length])).toEqual([
			[0, 8],
			[1, 8],
		]);
	});
	test('a broken text shows the last good state, and says so', async () => {
		const uri = await server.open(name('yaml'), broken);
		await server.request('rssv2/preview', { uri });
		await server.change(uri, `${broken}  - { id: `);
		const model = await server.request('rssv2/preview', { uri });
		expect(model?.stale).toBe(true);
		expect(model?.entities).toHaveLength(1);
		expect(model?.findings.map(({ kind }) => kind)).toEqual(['syntax']);
	});
	test('keeps what it showed while the adapter is being typed', async () => {
		const uri = await server.open(name('yaml'), broken);
		await server.request('rssv2/preview', { uri });
		await server.change(uri, 'version: 1\nadapter:\n');
		const model = await server.request('rssv2/preview', { uri });
		expect(model).toMatchObject({ stale: true, adapter: { name: 'Test' } });
		expect(model?.entities).toHaveLength(1);
	});
	test('takes a name with a bare percent sign as it is', async () => {
		const uri = await server.open('100%.rssv2.yaml', broken);
		expect(await server.request('rssv2/preview', { uri })).toMatchObject({ fileName: '100%.rssv2.yaml' });
	});
	test('one processor has one colour in the whole file, and in the topology', async () => {
		const vports =
			'  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:6", "0:4"] }\n  - { id: 1, primaryProcessor: "0:4", rss: false }\n';
		const uri = await server.open(name('yaml'), vmqText(vports));
		const model = await server.request('rssv2/preview', { uri });
		const coloured = model?.adapter?.topology
			.flatMap(({ cores }) => cores.flat())
			.filter(({ colour }) => colour !== undefined);
		expect(coloured?.map(({ id, colour }) => [id, colour])).toEqual([
			['0:4', 0],
			['0:6', 1],
		]);
	});
	test('tells of every check, and knows nothing of what is not open', async () => {
		const uri = await server.open(name('yaml'), broken);
		const version = await server.change(uri, `${broken}# more\n`);
		await eventually('previewChanged', () =>
			server.previewChanges.find((change) => change.uri === uri && change.version === version),
		);
		expect(await server.request('rssv2/preview', { uri: 'file:///w/none.rssv2.yaml' })).toBeNull();
	});
});
