import { mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Diagnostic, WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { exampleText } from '../../server/src/rules/example.js';
import { type Bundle, bundle } from '../support/bundle.js';
import { jsonText, pieceOf } from '../support/features.js';
import { eventually, LanguageServerUnderTest } from '../support/languageServer.js';

const configuration = (name: string, table: string, host: string | undefined = 'hv7') =>
	exampleText({ name, host, vport: `numberOfQueues: 2, indirectionTable: ${table}` });

let program: Bundle;
let folder: string;
beforeAll(async () => {
	program = await bundle('main');
});
afterAll(() => program.dispose());
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'rssv2-workspace-'));
	return () => rm(folder, { recursive: true, force: true });
});

const uriOf = (name: string) => URI.file(join(folder, name)).toString();
const write = (name: string, text: string) => writeFile(join(folder, name), text);
const shared = (diagnostics: readonly Diagnostic[] = []) =>
	diagnostics.filter(({ code }) => code === 'shared-processors');

async function within<T>(
	use: (server: LanguageServerUnderTest) => Promise<T>,
	options: { pull?: boolean; settings?: Record<string, unknown> } = {},
): Promise<T> {
	const server = await LanguageServerUnderTest.start(program.path, {
		...options,
		folder: URI.file(folder).toString(),
	});
	let result: T;
	try {
		result = await use(server);
	} catch (error) {
		server.child.kill();
		throw error;
	}
	expect(await server.stop()).toBe(0);
	return result;
}

/** Asks for the diagnostics of all files; what the client knows already by URI. */
async function workspaceReport(server: LanguageServerUnderTest, known: Record<string, string> = {}) {
	const previousResultIds = Object.entries(known).map(([uri, value]) => ({ uri, value }));
	const { items } = await server.connection.sendRequest<{ items: WorkspaceDocumentDiagnosticReport[] }>(
		'workspace/diagnostic',
		{ previousResultIds },
	);
	return items;
}
const idsOf = (items: readonly WorkspaceDocumentDiagnosticReport[]) =>
	Object.fromEntries(items.map(({ uri, resultId }) => [uri, resultId ?? '']));
const changed = (server: LanguageServerUnderTest, ...names: string[]) =>
	server.connection.sendNotification('workspace/didChangeWatchedFiles', {
		changes: names.map((name) => ({ uri: uriOf(name), type: 2 })),
	});

describe('processors that two adapters of a host share', () => {
	const other = configuration('SLOT 5', '["0:4", "0:10"]', 'HV7');

	test.each([
		['yaml', configuration('SLOT 3', '["0:2", "0:4"]')],
		[
			'json',
			jsonText(['{ "id": 0, "numberOfQueues": 2, "indirectionTable": ["0:2", "0:4"] }']).replace(
				'"host": {',
				'"host": { "name": "hv7",',
			),
		],
	])('are told in %s, with the place in a file that is not open', async (syntax, text) => {
		await write('other.rssv2.yaml', other);
		await within(async (server) => {
			const uri = await server.open(`a.rssv2.${syntax}`, text, folder);
			const [found, ...more] = shared(await server.diagnostics(uri));
			expect(more).toEqual([]);
			expect(found?.message).toMatch(
				/^Processor 0:4 also takes the traffic of SLOT 5 \(other\.rssv2\.yaml\); \d+ RSS processors free\.$/,
			);
			expect(found && pieceOf(text, found.range)).toBe('"0:4"');
			const [place] = found?.relatedInformation ?? [];
			expect(place?.location.uri).toBe(uriOf('other.rssv2.yaml'));
			expect(place && pieceOf(other, place.location.range)).toBe('"0:4"');
		});
	});

	test('are told in the other open file as one is typed, to clients that are sent their diagnostics', async () => {
		await within(
			async (server) => {
				const a = await server.open('a.rssv2.yaml', configuration('SLOT 3', '["0:2", "0:6"]'), folder);
				const b = await server.open('b.rssv2.yaml', other, folder);
				await eventually('no findings', () =>
					server.pushed.get(b)?.diagnostics.length === 0 ? true : undefined,
				);
				await server.change(a, configuration('SLOT 3', '["0:2", "0:10"]'));
				const found = await eventually('the other file', () => shared(server.pushed.get(b)?.diagnostics)[0]);
				expect(found.message).toContain('0:10');
				await server.change(a, configuration('SLOT 3', '["0:2", "0:10"]', 'hv8'));
				await eventually('silence', () =>
					server.pushed.get(b)?.diagnostics.length === 0 ? true : undefined,
				);
			},
			{ pull: false },
		);
	});

	test('are let pass by a comment, and have a fix that moves to a processor that the host has free', async () => {
		await write('other.rssv2.yaml', other);
		const text = configuration('SLOT 3', '["0:2", "0:4"]');
		await within(async (server) => {
			const uri = await server.open('a.rssv2.yaml', text, folder);
			const [diagnostic] = shared(await server.diagnostics(uri));
			if (!diagnostic) throw new Error('nothing was told');
			const actions = await server.connection.sendRequest<{ title: string }[]>('textDocument/codeAction', {
				textDocument: { uri },
				range: diagnostic.range,
				context: { diagnostics: [diagnostic] },
			});
			expect(actions.map(({ title }) => title)).toEqual(
				expect.arrayContaining(['Move 0:4 to 0:6', 'Ignore shared-processors here, with a reason']),
			);
			const lines = text.split('\n');
			const comment = '  # rssv2-ignore shared-processors: never busy at once';
			const at = lines.findIndex((line) => line.includes('id: 0'));
			await server.change(uri, lines.toSpliced(at, 0, comment).join('\n'));
			expect(await server.diagnostics(uri)).toEqual([]);
			await unlink(join(folder, 'other.rssv2.yaml'));
			await write('third.rssv2.yaml', configuration('SLOT 7', '["0:12", "0:14"]'));
			await changed(server, 'other.rssv2.yaml', 'third.rssv2.yaml');
			expect(await server.diagnostics(uri)).toMatchObject([{ code: 'unused-suppression' }]);
		});
	});
});

describe('the diagnostics of all files', () => {
	const idle = exampleText({ vport: 'numberOfQueues: 8, indirectionTable: ["0:2", "0:4"]' });

	test('are answered at once, then when something changes; files that are gone are emptied', async () => {
		await mkdir(join(folder, 'deep', 'node_modules'), { recursive: true });
		await write('deep/a.rssv2.yaml', idle);
		await write('deep/node_modules/b.rssv2.yaml', idle);
		await write('c.rssv2.jsonc', '{ "version": 1 }');
		await write('unrelated.yaml', 'a: 1');
		await within(async (server) => {
			const first = await workspaceReport(server);
			expect(first).toMatchObject([
				{ uri: uriOf('c.rssv2.jsonc'), kind: 'full', version: null, items: [{ code: 'missing-property' }] },
				{ uri: uriOf('deep/a.rssv2.yaml'), kind: 'full', items: [{ code: 'idle-queues' }] },
			]);
			const waiting = workspaceReport(server, idsOf(first));
			await write('deep/a.rssv2.yaml', 'version: 1\n');
			await unlink(join(folder, 'c.rssv2.jsonc'));
			await changed(server, 'deep/a.rssv2.yaml', 'c.rssv2.jsonc');
			expect(await waiting).toMatchObject([
				{ uri: uriOf('deep/a.rssv2.yaml'), kind: 'full', items: [{ code: 'missing-property' }] },
				{ uri: uriOf('c.rssv2.jsonc'), kind: 'full', items: [] },
			]);
		});
	});

	test('of an open document are those of its text, under the name that its own answer has', async () => {
		await write('a.rssv2.yaml', idle);
		await within(async (server) => {
			const uri = await server.open('a.rssv2.yaml', 'version: 1\n', folder);
			const own = await server.connection.sendRequest<{ resultId: string }>('textDocument/diagnostic', {
				textDocument: { uri },
			});
			expect(await workspaceReport(server)).toMatchObject([
				{ uri, version: 1, resultId: own.resultId, items: [{ code: 'missing-property' }] },
			]);
			const waiting = workspaceReport(server, { [uri]: own.resultId });
			await server.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
			expect(await waiting).toMatchObject([{ uri, version: null, items: [{ code: 'idle-queues' }] }]);
		});
	});

	test('are told or not as the setting says, and who waits does not keep the server alive', async () => {
		await write('a.rssv2.yaml', idle);
		const settings: Record<string, unknown> = { 'rssv2.workspaceDiagnostics': false };
		await within(
			async (server) => {
				const waiting = workspaceReport(server);
				settings['rssv2.workspaceDiagnostics'] = true;
				await server.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
				const items = await waiting;
				expect(items).toMatchObject([{ uri: uriOf('a.rssv2.yaml') }]);
				workspaceReport(server, idsOf(items)).catch(() => undefined);
			},
			{ settings },
		);
	});

	test('a waiting client can cancel', async () => {
		await within(async (server) => {
			const { CancellationTokenSource } = await import('vscode-jsonrpc/node');
			const source = new CancellationTokenSource();
			const waiting = server.connection.sendRequest(
				'workspace/diagnostic',
				{ previousResultIds: [] },
				source.token,
			);
			source.cancel();
			await expect(waiting).rejects.toThrow('Cancelled');
		});
	});
});

test('symbols of files that are not open are found', async () => {
	await write('a.rssv2.yaml', configuration('SLOT 3', '["0:2", "0:4"]'));
	await within(async (server) => {
		const symbols = await server.connection.sendRequest<{ name: string }[]>('workspace/symbol', {
			query: 'slot',
		});
		expect(symbols).toMatchObject([{ name: 'SLOT 3', location: { uri: uriOf('a.rssv2.yaml') } }]);
	});
});

test('of very many files the first are looked into, and the limits of each document say so', async () => {
	for (let i = 0; i < 1002; i += 100) {
		const numbers = Array.from({ length: Math.min(100, 1002 - i) }, (_, k) => String(i + k).padStart(4, '0'));
		await Promise.all(numbers.map((name) => write(`${name}.rssv2.json`, '{ "version": 1 }')));
	}
	await within(async (server) => {
		expect(await workspaceReport(server)).toHaveLength(1000);
		const uri = await server.open('1001.rssv2.json', '{ "version": 1 }', folder);
		expect(await server.request('rssv2/limits', { uri })).toEqual([
			'Of the workspace 2 files are checked only when opened.',
		]);
		expect(await server.diagnostics(uri)).toMatchObject([{ code: 'missing-property' }]);
	});
});
