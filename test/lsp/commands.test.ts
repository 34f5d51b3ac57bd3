import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import { checkText } from '../../server/src/validation/check.js';
import { type Bundle, bundle } from '../support/bundle.js';
import { LanguageServerUnderTest } from '../support/languageServer.js';

let program: Bundle;
let server: LanguageServerUnderTest;
/** What the client was asked to change, and whether it does. */
let edits: WorkspaceEdit[] = [];
let applies = true;

beforeAll(async () => {
	program = await bundle('main');
	server = await LanguageServerUnderTest.start(program.path);
	server.connection.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
		edits.push(edit);
		return { applied: applies, failureReason: applies ? undefined : 'read-only' };
	});
});
afterAll(async () => {
	await server.stop();
	await program.dispose();
});

const example = (name: string) => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
const yaml = example('hyper-v-host.rssv2.yaml');
const json = example('native.rssv2.jsonc');

function run(command: string, argument: object): Promise<unknown> {
	edits = [];
	return server.connection.sendRequest('workspace/executeCommand', {
		command: `rssv2.server.${command}`,
		arguments: [argument],
	});
}

/** The text after the one edit that was asked for. */
function edited(text: string): string {
	expect(edits).toHaveLength(1);
	const [change] = edits[0]?.documentChanges ?? [];
	if (!change || !('edits' in change)) throw new Error('no edits of a document');
	const document = TextDocument.create('file:///w/x', '', 1, text);
	return TextDocument.applyEdits(
		document,
		change.edits.flatMap((edit) => ('newText' in edit ? [edit] : [])),
	);
}

const tables = (text: string, syntax: 'yaml' | 'json') =>
	checkText(text, { syntax }).configuration?.entities.map(({ indirectionTable }) => indirectionTable.entries);
const keyOf = (text: string, syntax: 'yaml' | 'json') =>
	Buffer.from(
		checkText(text, { syntax }).configuration?.adapter.hash.secretKey.value ?? new Uint8Array(),
	).toString('hex');

describe('commands of the server', () => {
	it('are told to the client', () => {
		expect(server.capabilities.executeCommandProvider?.commands).toHaveLength(9);
	});

	it('spell a table out and generate it again', async () => {
		const uri = await server.open('commands.rssv2.yaml', yaml);
		const lines = yaml.split('\n');
		const line = lines.findIndex((text) => text.includes('numberOfEntries'));
		await run('spellOutTable', { uri, position: { line, character: 10 } });
		const spelledOut = edited(yaml);
		expect(tables(spelledOut, 'yaml')).toEqual(tables(yaml, 'yaml'));
		expect(spelledOut.split('"0:4"').length).toBeGreaterThan(yaml.split('"0:4"').length + 3);
		const other = await server.open('spelled.rssv2.yaml', spelledOut);
		const row = spelledOut.split('\n').findIndex((text) => text.includes('indirectionTable'));
		await run('generateTable', { uri: other, position: { line: row, character: 8 } });
		expect(tables(edited(spelledOut), 'yaml')).toEqual(tables(yaml, 'yaml'));
	});

	it.each([
		['yaml', yaml],
		['json', json],
	] as const)('draw a new key, in %s', async (syntax, text) => {
		const uri = await server.open(`key.rssv2.${syntax}`, text);
		await run('newKey', { uri });
		const after = edited(text);
		expect(checkText(after, { syntax }).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
		expect(keyOf(after, syntax)).toMatch(/^[0-9a-f]{80}$/);
		expect(keyOf(after, syntax)).not.toBe(keyOf(text, syntax));
	});

	it('balance a table, and say what it is worth', async () => {
		const uneven = yaml.replace(/processors: .*0:2.*0:8.*$/m, 'processors: ["0:2", "0:2", "0:2", "0:4"]');
		expect(uneven).not.toBe(yaml);
		const uri = await server.open('balance.rssv2.yaml', uneven);
		const words = await run('balanceTable', { uri, vportId: 0, flows: 20_000 });
		expect((words as string[]).join(' ')).toMatch(/entries|moved|busiest/);
		expect(tables(edited(uneven), 'yaml')).not.toEqual(tables(uneven, 'yaml'));
	});

	it('tell the spread as text, and export', async () => {
		const uri = await server.open('spread.rssv2.yaml', yaml);
		expect(await run('spread', { uri })).toMatch(/sql01.*\n {2}0:10 +2 +50 % █/);
		expect(await run('exportOidRequests', { uri })).toMatchObject({
			fileName: expect.stringMatching(/\.h$/),
		});
		expect(await run('exportPowerShell', { uri })).toMatchObject({
			fileName: expect.stringMatching(/\.ps1$/),
			text: expect.stringContaining('Set-'),
		});
		expect(edits).toEqual([]);
	});

	it('make and import configurations', async () => {
		expect(await run('new', { preset: 'native-rss', syntax: 'json' })).toMatchObject({
			text: expect.stringContaining('native-rss'),
		});
		const table = readFileSync(new URL('../fixtures/ethtool/table-virtio.txt', import.meta.url), 'utf8');
		expect(await run('import', { text: table })).toMatchObject({ files: [{ text: expect.any(String) }] });
	});

	it('say in a sentence what is missing', async () => {
		const uri = await server.open('wrong.rssv2.yaml', yaml.replace('numberOfQueues: 2', 'numberOfQueues: 1'));
		await expect(run('newKey', {})).rejects.toThrow('Name the document');
		await expect(run('newKey', { uri: 'file:///w/none' })).rejects.toThrow('not open');
		await expect(run('newKey', { uri, vportId: 99 })).rejects.toThrow('no VPort 99');
		await expect(run('exportPowerShell', { uri })).rejects.toThrow('has errors');
		await expect(run('spellOutTable', { uri, position: { line: 0, character: 0 } })).rejects.toThrow(
			'no table',
		);
		await expect(run('new', { preset: 'x' })).rejects.toThrow('vmmq-64');
		await expect(run('unknown', { uri })).rejects.toThrow('no command');
		applies = false;
		await expect(run('newKey', { uri }).finally(() => (applies = true))).rejects.toThrow('read-only');
	});
});
