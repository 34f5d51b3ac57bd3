import { describe, expect, test } from 'vitest';
import type { SignatureHelp, TextEdit } from 'vscode-languageserver-types';
import { exampleText } from '../../server/src/rules/example.js';
import { afterEdits, askAt, jsonText, offsetOf } from '../support/features.js';
import { caret, serverOfFile } from '../support/languageServer.js';

const server = await serverOfFile();

describe('signature help', () => {
	/** The label of the signature, with the active parameter in angle brackets; and its documentation. */
	async function signatureAt(name: string, marked: string) {
		const { answer } = await askAt<SignatureHelp | null>(server, 'textDocument/signatureHelp', name, marked);
		const [signature] = answer?.signatures ?? [];
		const parameter = signature?.parameters?.[answer?.activeParameter ?? -1];
		const label = String(parameter?.label ?? '');
		const documentation = parameter?.documentation;
		return {
			label: label ? signature?.label.replace(label, `<${label}>`) : signature?.label,
			documentation: typeof documentation === 'object' ? documentation.value : undefined,
		};
	}
	const traffic = (set: string) =>
		`${exampleText({ vport: 'rss: false' })}traffic:\n  flowSets:\n    - ${set}\n`;

	test.each([
		[
			'{ | }',
			'Flow set { <kind>, name?, share?, family?, protocol?, sources?, server?, serverPort?, exponent? }',
		],
		['{ kind: zipf, | }', 'Flow set { kind, <name?>, share?, family?, protocol?, exponent? }'],
		['{ kind: zipf, exponent: | }', 'Flow set { kind, name?, share?, family?, protocol?, <exponent?> }'],
		['{ kind: vxlan, |', 'Flow set { kind, <name?>, share?, family?, server? }'],
	])('of a flow set: %s', async (set, label) => {
		expect((await signatureAt(`a${set.length}.rssv2.yaml`, traffic(set))).label).toBe(label);
	});
	test('of a group in JSON, where it stands on one line', async () => {
		const text = jsonText(['{ "id": 0, "numberOfQueues": | }']);
		const { label, documentation } = await signatureAt('b.rssv2.json', text);
		expect(label).toMatch(/^VPort \{ id, .*<numberOfQueues\?>/);
		expect(documentation).toContain('NumberOfQueues');
		const block = jsonText(['{\n      "id": 0,|\n    }']);
		expect((await signatureAt('c.rssv2.json', block)).label).toBeUndefined();
	});
	test.each([
		['yaml', exampleText({ vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4", |]' })],
		['json', jsonText(['{ "id": 0, "indirectionTable": ["0:2", "0:4", |] }'])],
	])('of the entries of a table in %s, with what the adapter allows', async (syntax, text) => {
		const { label, documentation } = await signatureAt(`d.rssv2.${syntax}`, text);
		expect(label).toBe('indirectionTable […, <ITE[2]>, …]');
		expect(documentation).toContain('hash AND (N - 1) is 2');
		expect(documentation).toMatch(/This adapter: 1 to \d+ entries, a power of two/);
	});
	test('not where brackets are text, nor in blocks', async () => {
		expect((await signatureAt('e.rssv2.yaml', '# { |')).label).toBeUndefined();
		expect((await signatureAt('f.rssv2.yaml', 'adapter:\n  name: "{ |"\n')).label).toBeUndefined();
		expect((await signatureAt('g.rssv2.yaml', 'adapter:\n  |\n')).label).toBeUndefined();
	});
});

describe('formatting on type', () => {
	async function typed(name: string, ch: string, marked: string) {
		const { text, position } = caret(marked);
		const uri = await server.open(name, text);
		const edits = await server.connection.sendRequest<TextEdit[] | null>('textDocument/onTypeFormatting', {
			textDocument: { uri },
			position,
			ch,
			options: { tabSize: 2, insertSpaces: true },
		});
		const at = offsetOf(text, position);
		for (const { range } of edits ?? []) expect(offsetOf(text, range.start)).not.toBe(at);
		return afterEdits(text, edits ?? []);
	}
	test('the line that was ended, and none but it', async () => {
		const untidy = exampleText({ vport: 'rss:   false' }).replace('mode: vmq', 'mode:   vmq\n|');
		const after = await typed('h.rssv2.yaml', '\n', untidy);
		expect(after).toBe(untidy.replace('|', '').replace('mode:   vmq', 'mode: vmq'));
	});
	test('in JSON the line whose bracket was closed', async () => {
		const untidy = jsonText(['{ "id":0,"rss":false }|']);
		expect(await typed('i.rssv2.json', '}', untidy)).toBe(jsonText(['{ "id": 0, "rss": false }']));
	});
	test('nothing in a text that cannot be read', async () => {
		const broken = 'version:   1\n|adapter: {';
		expect(await typed('j.rssv2.yaml', '\n', broken)).toBe(broken.replace('|', ''));
	});
});

describe.each(['yaml', 'json'])('swatches in %s', (syntax) => {
	const text =
		syntax === 'yaml'
			? exampleText({ vport: 'numberOfQueues: 3, indirectionTable: ["0:2", "0:4", "0:2", "0:6"]' })
			: jsonText(['{ "id": 0, "numberOfQueues": 3, "indirectionTable": ["0:2", "0:4", "0:2", "0:6"] }']);
	test('have the colours of the preview, before the quotes; a range has none', async () => {
		const uri = await server.open(`swatches.rssv2.${syntax}`, text);
		const preview = await server.request('rssv2/preview', { uri });
		const colour = new Map(
			preview?.adapter?.topology.flatMap(({ cores }) => cores.flat().map(({ id, colour: own }) => [id, own])),
		);
		const answer = await server.request('rssv2/swatches', { uri, lines: { first: 0, last: 100 } });
		expect(answer?.version).toBe(1);
		const named = answer?.swatches.map(({ position, colour: own }) => {
			const [, p = ''] = /^"(\d+:\d+)"/.exec(text.slice(offsetOf(text, position))) ?? [];
			expect(own).toBe(colour.get(p));
			return p;
		});
		// The base of the RSS processors is in use; their max is not.
		expect(named).toEqual(['0:2', '0:2', '0:4', '0:2', '0:6']);
		const last = text.split('\n').findIndex((line) => line.includes('0:6'));
		const some = await server.request('rssv2/swatches', { uri, lines: { first: last, last } });
		expect(some?.swatches).toHaveLength(4);
	});
});

test('limits are told, each in a sentence; a file within them has none', async () => {
	const limits = async (name: string, text: string) =>
		server.request('rssv2/limits', { uri: await server.open(name, text) });
	expect(await limits('k.rssv2.yaml', exampleText({ vport: 'rss: false' }))).toEqual([]);
	const wrong = `version: 1\nvports:\n${'  - { id: x }\n'.repeat(1001)}`;
	expect(await limits('l.rssv2.yaml', wrong)).toEqual(['Only the first 1,000 errors of its shape are told.']);
	expect(await limits('m.rssv2.json', `{}${' '.repeat(4 * 1024 * 1024)}`)).toEqual([
		'Not checked: more than 4,194,304 characters.',
	]);
	expect(await server.request('rssv2/limits', { uri: 'file:///w/not-open' })).toEqual([]);
});

test('an upgrade is an edit whose changes ask to be confirmed, with their reason', async () => {
	const text = exampleText({ vport: 'rss: false' });
	const uri = await server.open('draft.rssv2.yaml', text.replace('version: 1', "version: '1'"));
	const { edit, ...rest } = await server.request('rssv2/upgrade', { uri });
	expect(rest).toEqual({ version: 1, changes: 1 });
	expect(Object.values(edit?.changeAnnotations ?? {})).toEqual([
		{ label: 'The version is a number.', needsConfirmation: true },
	]);
	expect(edit?.documentChanges).toMatchObject([
		{ textDocument: { uri, version: 1 }, edits: [{ newText: '1', annotationId: expect.any(String) }] },
	]);
	await server.change(uri, text);
	expect(await server.request('rssv2/upgrade', { uri })).toEqual({ version: 1, changes: 0 });
	await server.change(uri, 'version: 7\n');
	await expect(server.request('rssv2/upgrade', { uri })).rejects.toThrow('Install a newer one');
});
