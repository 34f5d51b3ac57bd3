import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleText } from '../../server/src/rules/example.js';
import { type Bundle, bundle } from '../support/bundle.js';
import { eventually, LanguageServerUnderTest } from '../support/languageServer.js';

let program: Bundle;
let folder: string;
beforeAll(async () => {
	program = await bundle('main');
	folder = await mkdtemp(join(tmpdir(), 'rssv2-rules-'));
});
afterAll(async () => {
	await program.dispose();
	await rm(folder, { recursive: true, force: true });
});

const text = exampleText({ vport: 'numberOfQueues: 8, indirectionTable: ["0:2", "0:4"]' });

test('the rules file of the project is over the setting, follows its changes, and is told what is wrong with it', async () => {
	const settings = { 'rssv2.rules': { 'idle-queues': 'error' } };
	const server = await LanguageServerUnderTest.start(program.path, { settings });
	try {
		const path = join(folder, 'rssv2.config.yaml');
		const rulesUri = pathToFileURL(path).href;
		const write = async (rules: string) => {
			await writeFile(path, rules);
			await server.connection.sendNotification('workspace/didChangeWatchedFiles', {
				changes: [{ uri: rulesUri, type: 2 }],
			});
		};
		await write('rules: { idle-queues: hint }');
		const uri = await server.open('a.rssv2.yaml', text, folder);
		expect(await server.diagnostics(uri)).toMatchObject([{ code: 'idle-queues', severity: 4 }]);
		await write('rules: { idle-queues: off }');
		expect(await server.diagnostics(uri)).toEqual([]);

		await write('rules: { idle-queues: off, nonsense: off }');
		expect(await server.diagnostics(uri)).toMatchObject([{ code: 'idle-queues', severity: 1 }]);
		const told = await eventually('the problem', () => server.pushed.get(rulesUri)?.diagnostics[0]);
		expect(told).toMatchObject({ code: 'rules-file', range: { start: { line: 0, character: 27 } } });
		await write('rules: {}');
		await eventually('silence', () =>
			server.pushed.get(rulesUri)?.diagnostics.length === 0 ? true : undefined,
		);
	} finally {
		await server.stop();
	}
});
