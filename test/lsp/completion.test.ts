import { describe, expect, test } from 'vitest';
import { type CompletionItem, DiagnosticSeverity, InsertTextMode } from 'vscode-languageserver-types';
import { applyCompletion, fillStops } from '../support/completion.js';
import { vmqText } from '../support/configuration.js';
import { caret, serverOfFile } from '../support/languageServer.js';

const server = await serverOfFile();
const plain = await serverOfFile({ snippets: false });
let names = 0;

/** What is offered at the caret, and what the text becomes when one of it is taken. */
async function complete(marked: string, extension: string, from = server) {
	const { text, position } = caret(marked);
	const uri = await from.open(`c${++names}.rssv2.${extension}`, text);
	const items = await from.completion(uri, position);
	const item = (label: string): CompletionItem => {
		const found = items.find((one) => one.label === label);
		if (!found) throw new Error(`${label} is not among ${items.map((one) => one.label)}`);
		return found;
	};
	return {
		labels: items.map(({ label }) => label),
		item,
		apply: (label: string) => applyCompletion(text, item(label)),
	};
}

/** Each: what it shows, the text with the caret, what is taken, the text after. Stops are as in snippets. */
describe('YAML', () => {
	test.each([
		['a name at the top', 'version: 1\n|', 'host', 'version: 1\nhost:\n  $0'],
		['half a name', 'version: 1\nho|', 'host', 'version: 1\nhost:\n  $0'],
		[
			'a group with what it requires',
			'version: 1\nad|',
			'adapter',
			// biome-ignore lint/suspicious/noTemplateCurlyInString: snippet syntax
			'version: 1\nadapter:\n  name: $1\n  mode: ${2|vmq,native|}\n  rssProcessors:\n    base: "$3"',
		],
		['the first item of a list', 'version: 1\nvp|', 'vports', 'version: 1\nvports:\n  - id: $0'],
		[
			'a group by reference',
			'version: 1\nadapter: { name: x, mode: native }\nsc|',
			'scaling',
			'version: 1\nadapter: { name: x, mode: native }\nscaling:\n  $0',
		],
		['the only value there is', 'ver|', 'version', 'version: 1'],
		[
			'a nested name',
			'adapter:\n  name: x\n  ca|',
			'capabilities',
			'adapter:\n  name: x\n  capabilities:\n    $0',
		],
		['the first nested name', 'adapter:\n  |', 'name', 'adapter:\n  name: $0'],
		['between others', 'adapter:\n  na|\n  mode: vmq\n', 'name', 'adapter:\n  name: $0\n  mode: vmq\n'],
		[
			'in a list item',
			'vports:\n  - id: 0\n    numb|',
			'numberOfQueues',
			'vports:\n  - id: 0\n    numberOfQueues: $0',
		],
		['behind the hyphen', 'vports:\n  - id: 0\n  - |\n', 'id', 'vports:\n  - id: 0\n  - id: $0\n'],
		['a list at the column of its key', 'vports:\n- id: 0\n  na|', 'name', 'vports:\n- id: 0\n  name: $0'],
		['in braces', 'vports:\n  - { id: 0, na| }\n', 'name', 'vports:\n  - { id: 0, name: $0 }\n'],
		['in braces before another', 'vports:\n  - { | id: 0 }\n', 'name', 'vports:\n  - { name: $0, id: 0 }\n'],
		['in open braces', 'adapter:\n  hash: { ty|', 'types', 'adapter:\n  hash: { types: [$0]'],
		[
			'a group behind its key',
			'vports:\n  - linux: |\n',
			'interface',
			'vports:\n  - linux:\n      interface: $0\n',
		],
		['a name before its colon', 'adapter:\n  mo|d: vmq\n', 'mode', 'adapter:\n  mode: vmq\n'],
		['a value', 'adapter:\n  mode: |\n', 'native', 'adapter:\n  mode: native\n'],
		['a value without its space', 'adapter:\n  mode:|\n', 'native', 'adapter:\n  mode: native\n'],
		['half a value', 'adapter:\n  mode: na|\n', 'native', 'adapter:\n  mode: native\n'],
		[
			'the middle of a value',
			'adapter:\n  mode: v|mq # here\n',
			'native',
			'adapter:\n  mode: native # here\n',
		],
		['a value in single quotes', "adapter:\n  mode: 'na|'\n", 'native', "adapter:\n  mode: 'native'\n"],
		['an open quote', 'adapter:\n  mode: "na|\n', 'native', 'adapter:\n  mode: "native"\n'],
		[
			'an item of a list in brackets',
			'adapter:\n  hash: { types: [ipv4, tcp|] }\n',
			'tcpIpv4',
			'adapter:\n  hash: { types: [ipv4, tcpIpv4] }\n',
		],
		[
			'brackets over lines',
			'adapter:\n  hash:\n    types: [\n      ipv4,\n      |\n    ]\n',
			'ipv6',
			'adapter:\n  hash:\n    types: [\n      ipv4,\n      ipv6\n    ]\n',
		],
		[
			'an item behind a hyphen',
			'adapter:\n  hash:\n    types:\n      - ip|\n',
			'ipv6',
			'adapter:\n  hash:\n    types:\n      - ipv6\n',
		],
		[
			'a preset',
			'adapter:\n  capabilities: { preset: | }\n',
			'vmmq-64',
			'adapter:\n  capabilities: { preset: vmmq-64 }\n',
		],
		[
			'half a preset',
			'adapter:\n  capabilities:\n    preset: vmmq-r|\n',
			'vmmq-restricted',
			'adapter:\n  capabilities:\n    preset: vmmq-restricted\n',
		],
		[
			'within a preset',
			'adapter:\n  capabilities:\n    preset: vmmq|-64\n',
			'native-rss',
			'adapter:\n  capabilities:\n    preset: native-rss\n',
		],
		['a boolean', 'vports:\n  - rss: |\n', 'false', 'vports:\n  - rss: false\n'],
		['after CRLF', 'version: 1\r\nadapter:\r\n  na|\r\n', 'name', 'version: 1\r\nadapter:\r\n  name: $0\r\n'],
		['after a byte order mark', '\ufeffversion: 1\nho|', 'host', '\ufeffversion: 1\nhost:\n  $0'],
		[
			'after a surrogate pair',
			'adapter: { name: "🙂", mode: | }\n',
			'vmq',
			'adapter: { name: "🙂", mode: vmq }\n',
		],
		[
			'in the second document',
			'version: 1\n---\nversion: 1\nho|',
			'host',
			'version: 1\n---\nversion: 1\nhost:\n  $0',
		],
	])('%s', async (_name, marked, label, expected) => {
		expect((await complete(marked, 'yaml')).apply(label)).toBe(expected);
	});

	test.each([
		['in a comment', 'adapter:\n  mode: native # na|\n'],
		['in free text', 'adapter:\n  name: SLOT na|\n'],
		['under a list, at no column of anything', 'version: 1\nvports:\n  - id: 0\n    name: a\n  |\n'],
		[
			'where what follows would be swallowed',
			'vports:\n  - id: 0\n    indirectionTable:\n    |\n      numberOfEntries: 4\n',
		],
		['before something else on the line', 'adapter:\n  | name: x\n'],
	])('nothing %s', async (_name, marked) => {
		expect((await complete(marked, 'yaml')).labels).toEqual([]);
	});
});

describe('JSON', () => {
	test.each([
		['a name without quotes', '{ "version": 1, | }', 'host', '{ "version": 1, "host": { $0 } }'],
		['a name in quotes', '{ "version": 1, "ho|" }', 'host', '{ "version": 1, "host": { $0 } }'],
		['a name with an open quote', '{ "adapter": { "na| } }', 'name', '{ "adapter": { "name": "$0" } }'],
		[
			'a name before its colon',
			'{ "adapter": { "mo|": "vmq" } }',
			'mode',
			'{ "adapter": { "mode": "vmq" } }',
		],
		[
			'a missing comma before',
			'{ "version": 1 // one\n  | }',
			'host',
			'{ "version": 1, // one\n  "host": { $0 } }',
		],
		['no comma before, right behind', '{ "adapter": {}|', 'host', '{ "adapter": {}, "host": { $0 }'],
		[
			'a missing comma behind',
			'{ "adapter": { | "mode": "vmq" } }',
			'name',
			'{ "adapter": { "name": "$0", "mode": "vmq" } }',
		],
		[
			'a missing comma between items',
			'{ "adapter": { "hash": { "types": ["ipv4" |] } } }',
			'ipv6',
			'{ "adapter": { "hash": { "types": ["ipv4", "ipv6"] } } }',
		],
		['a value', '{ "adapter": { "mode": | } }', 'vmq', '{ "adapter": { "mode": "vmq" } }'],
		[
			'a value in quotes',
			'{ "adapter": { "mode": "na|" } }',
			'native',
			'{ "adapter": { "mode": "native" } }',
		],
		[
			'a value before a comma',
			'{ "adapter": { "mode": |, "name": "x" } }',
			'vmq',
			'{ "adapter": { "mode": "vmq", "name": "x" } }',
		],
		[
			'a group',
			'{ "vports": [{ "linux": | }] }',
			'{…}',
			'{ "vports": [{ "linux": { "interface": "$0" } }] }',
		],
		['a boolean', '{ "vports": [{ "rss": t| }] }', 'true', '{ "vports": [{ "rss": true }] }'],
		[
			'a name in an object that is open',
			'{ "version": 1,\n  "ho|',
			'host',
			'{ "version": 1,\n  "host": { $0 }',
		],
	])('%s', async (_name, marked, label, expected) => {
		expect((await complete(marked, 'jsonc')).apply(label)).toBe(expected);
	});

	test.each([
		['in a comment', '{ // ver|\n}'],
		['in free text', '{ "adapter": { "name": "a mo|de" } }'],
	])('nothing %s', async (_name, marked) => {
		expect((await complete(marked, 'jsonc')).labels).toEqual([]);
	});
});

test('what is there already is not offered again', async () => {
	const { labels } = await complete('version: 1\nadapter:\n  name: x\n  |\n  mode: vmq\n', 'yaml');
	expect(labels).toEqual(['capabilities', 'rssProcessors', 'hash']);
	expect((await complete('adapter:\n  hash: { types: [ipv4, |] }\n', 'yaml')).labels).not.toContain('ipv4');
	expect((await complete('vports:\n  - { | id: 0 }\n', 'yaml')).labels).not.toContain('id');
});

test('a file with VPorts is not offered the scaling of the adapter, nor the other way round', async () => {
	expect((await complete('version: 1\nvports: []\n|', 'yaml')).labels).not.toContain('scaling');
	expect((await complete('version: 1\nscaling: {}\n|', 'yaml')).labels).not.toContain('vports');
});

test('long tables elsewhere change nothing of what is offered', async () => {
	const vport = (entries: number) =>
		`  - { id: 0, indirectionTable: [${Array.from({ length: entries }, () => '"0:2"').join(', ')}], | }\n`;
	const short = await complete(vmqText(`${vport(1)}  - { id: 1, indirectionTable: ["0:2"] }\n`), 'yaml');
	const table = Array.from({ length: 128 }, (_, i) => `\n        '0:${2 + (i % 8)}'`).join(',');
	const long = await complete(
		vmqText(`${vport(64)}  - id: 1\n    indirectionTable: [${table}\n    ]\n`),
		'yaml',
	);
	expect(short.labels).toContain('numberOfQueues');
	expect(long.labels).toEqual(short.labels);
});

test('a property and each enumerated value explain themselves', async () => {
	const mode = (await complete('adapter:\n  mo|', 'yaml')).item('mode');
	expect(mode.documentation).toMatchObject({ value: expect.stringContaining('What spreads') });
	expect(mode.detail).toContain('required');
	const types = await complete('adapter:\n  hash: { types: [ipv4, |] }\n', 'yaml');
	expect(types.item('tcpIpv4').documentation).toMatchObject({
		value: expect.stringContaining('NDIS_HASH_TCP_IPV4'),
	});
});

test('lines are not indented a second time by the editor', async () => {
	const item = (await complete('adapter:\n  hash:\n    |', 'yaml')).item('types');
	expect(item.insertTextMode).toBe(InsertTextMode.asIs);
});

describe('processors', () => {
	const offered = async (vports: string) => {
		const { text, position } = caret(vmqText(vports));
		const uri = await server.open(
			`p${++names}.rssv2.yaml`,
			vmqText('  - { id: 0, primaryProcessor: "0:4" }\n'),
		);
		await server.diagnostics(uri);
		await server.change(uri, text);
		return { text, items: await server.completion(uri, position) };
	};
	test.each([
		['a processor', '  - { id: 0, primaryProcessor: "|" }\n', '"0:4"'],
		['a processor without quotes', '  - { id: 0, primaryProcessor: 0:| }\n', '"0:4"'],
		['an entry of a table', '  - { id: 0, indirectionTable: ["0:2", |] }\n', '"0:4"'],
		['an entry in quotes', '  - { id: 0, indirectionTable: ["0:2", "0:|"] }\n', '"0:4"'],
		['a processor of a generator', '  - { id: 0, indirectionTable: { processors: [|] } }\n', '"0:4"'],
		['a weight', '  - { id: 0, indirectionTable: { weights: { | } } }\n', '"0:4": $0'],
	])('%s: those of the RSS set, with node and core', async (_name, vports, newText) => {
		const { items } = await offered(vports);
		expect(items.find(({ label }) => label === '0:4')).toMatchObject({
			detail: 'NUMA node 0, core 2',
			textEdit: { newText },
		});
		expect(items.map(({ label }) => label)).not.toContain('1:0');
	});
	test('a processor that has its weight is not offered again', async () => {
		const { items } = await offered('  - { id: 0, indirectionTable: { weights: { "0:2": 1, | } } }\n');
		expect(items.map(({ label }) => label)).not.toContain('0:2');
	});
	test('an id: the lowest that is free', async () => {
		const { items } = await offered('  - { id: 0 }\n  - { id: | }\n');
		expect(items.map(({ label }) => label)).toEqual(['1']);
	});
});

describe('whole pieces', () => {
	test.each([
		['yaml', 'configuration of a switch'],
		['yaml', 'configuration of an adapter'],
		['jsonc', 'configuration of a switch'],
		['jsonc', 'configuration of an adapter'],
	])('an empty %s file becomes a "%s" without findings', async (extension, label) => {
		const text = fillStops((await complete('|', extension)).apply(label));
		const uri = await server.open(`whole${++names}.rssv2.${extension}`, text);
		expect(await server.diagnostics(uri)).toEqual([]);
		expect((await server.request('rssv2/preview', { uri }))?.entities).toHaveLength(1);
	});
	test.each([
		['VPort with RSS', '  - id: 0\n  - |\n'],
		['VPort without RSS', '  - id: 0\n  - |\n'],
		['round robin', '  - id: 0\n    numberOfQueues: 2\n    indirectionTable:\n      |\n'],
		['by weight', '  - id: 0\n    numberOfQueues: 2\n    indirectionTable: |\n'],
	])('"%s" can stand where it is offered', async (label, vports) => {
		const text = fillStops((await complete(vmqText(vports), 'yaml')).apply(label));
		const uri = await server.open(`piece${++names}.rssv2.yaml`, text);
		// Uneven weights are a hint: they are meant.
		const found = await server.diagnostics(uri);
		expect(found.filter(({ severity = 1 }) => severity < DiagnosticSeverity.Hint)).toEqual([]);
	});
});

test('a client that knows no snippets gets plain text', async () => {
	const { apply } = await complete('version: 1\nad|', 'yaml', plain);
	expect(apply('adapter')).toBe('version: 1\nadapter:\n  name: \n  mode: \n  rssProcessors:\n    base: ""');
});
