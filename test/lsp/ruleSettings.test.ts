import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleText } from '../../server/src/rules/example.js';
import { type Bundle, bundle } from '../support/bundle.js';
import { eventually, LanguageServerUnderTest } from '../support/languageServer.js';

let program: Bundle;
beforeAll(async () => {
	program = await bundle('main');
});
afterAll(() => program.dispose());

const text = exampleText({ vport: 'numberOfQueues: 8, indirectionTable: ["0:2", "0:4"]' });
const ERROR = 1;

test('the setting is asked for, and holds for the first diagnostics', async () => {
	const settings: Record<string, unknown> = { 'rssv2.rules': { 'idle-queues': 'error' } };
	const server = await LanguageServerUnderTest.start(program.path, { settings });
	try {
		const uri = await server.open('a.rssv2.yaml', text);
		expect(await server.diagnostics(uri)).toMatchObject([{ code: 'idle-queues', severity: ERROR }]);
		settings['rssv2.rules'] = { 'idle-queues': 'off' };
		await server.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
		expect(await server.diagnostics(uri)).toEqual([]);
	} finally {
		await server.stop();
	}
});

test('a client that sends its settings gets its diagnostics anew when they change', async () => {
	const server = await LanguageServerUnderTest.start(program.path, { pull: false, configuration: false });
	try {
		const uri = await server.open('b.rssv2.yaml', text);
		await eventually('a warning', () => server.pushed.get(uri)?.diagnostics[0]);
		await server.connection.sendNotification('workspace/didChangeConfiguration', {
			settings: { rssv2: { rules: { 'idle-queues': 'off', nonsense: 'off' } } },
		});
		await eventually('silence', () => (server.pushed.get(uri)?.diagnostics.length === 0 ? true : undefined));
	} finally {
		await server.stop();
	}
});
