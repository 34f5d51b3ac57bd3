import { describe, expect, test } from 'vitest';
import { exampleText } from '../../server/src/rules/example.js';
import { actionsAt, applied } from '../support/codeActions.js';
import { jsonText } from '../support/features.js';
import { serverOfFile } from '../support/languageServer.js';

const server = await serverOfFile();
let opened = 0;

const yaml = (vport = 'rss: false') => exampleText({ vport });
const json = (vport = '{ "id": 0, "rss": false }', adapter = '') => jsonText([vport], adapter);
const native = yaml().replace('mode: vmq', 'mode: native').replace('preset: vmmq-64', 'preset: native-rss');

/** Of a finding that has an obvious fix: what is wrong, its code, the title, what it becomes, and whether that is safe. */
const cases: readonly (readonly [string, string, string, string, string, boolean])[] = [
	['yaml', yaml().replace('version: 1\n', ''), 'missing-property', 'Add version: 1', yaml(), true],
	['json', json().replace('  "version": 1,\n', ''), 'missing-property', 'Add version: 1', json(), true],
	[
		'yaml',
		yaml().replace('  mode: vmq\n', ''),
		'missing-property',
		'Add mode: "vmq"',
		yaml().replace('mode: vmq', 'mode: "vmq"'),
		false,
	],
	[
		'json',
		json('{ "name": "x" },\n    { "id": 0 }'),
		'missing-property',
		'Add id: 1',
		json('{ "name": "x", "id": 1 },\n    { "id": 0 }'),
		false,
	],
	['yaml', yaml('rss: "off"'), 'wrong-type', 'Change to false', yaml('rss: false'), true],
	[
		'json',
		json('{ "id": 0, "numberOfQueues": "4" }'),
		'wrong-type',
		'Change to 4',
		json('{ "id": 0, "numberOfQueues": 4 }'),
		true,
	],
	['yaml', yaml('name: 007'), 'wrong-type', 'Change to "007"', yaml('name: "007"'), true],
	[
		'yaml',
		yaml('hash: { types: tcpIpv4 }'),
		'wrong-type',
		'Change to [tcpIpv4]',
		yaml('hash: { types: [tcpIpv4] }'),
		true,
	],
	[
		'json',
		json(undefined, ', "hash": { "types": ["ipv4", "tcpIpv4", "ipv4"] }'),
		'duplicate-item',
		'Remove this item',
		json(undefined, ', "hash": { "types": ["ipv4", "tcpIpv4"] }'),
		true,
	],
	[
		'yaml',
		yaml().replace('threadsPerCore: 2', 'threadsPerCore: 9'),
		'out-of-range',
		'Change to 8',
		yaml().replace('threadsPerCore: 2', 'threadsPerCore: 8'),
		false,
	],
	[
		'yaml',
		native,
		'wrong-mode',
		'Change the mode to vmq',
		native.replace('mode: native', 'mode: vmq'),
		false,
	],
	[
		'yaml',
		yaml().replace('preset: vmmq-64', 'preset: native-rss'),
		'wrong-preset',
		'Use preset vmmq-64',
		yaml(),
		false,
	],
	[
		'yaml',
		'version: 1\nadapter:\n\tname: A # a\n  \tmode: vmq\n',
		'tab-indentation',
		'Indent with spaces',
		'version: 1\nadapter:\n  name: A # a\n    mode: vmq\n',
		false,
	],
	['json', json().replace('"version": 1,', '"version": 1'), 'comma-expected', 'Add the comma', json(), false],
	['json', json().replace('"vmq"', 'vmq'), 'invalid-symbol', 'Put it in quotes', json(), false],
];

describe.each(cases)('%s', (syntax, text, code, title, after, safe) => {
	test(`${code}: ${title}`, async () => {
		const uri = await server.open(`shape${opened++}.rssv2.${syntax}`, text);
		const found = (await server.diagnostics(uri)).filter((one) => one.code === code);
		const actions = (await Promise.all(found.map((one) => actionsAt(server, uri, one, ['quickfix'])))).flat();
		const action = actions.find((one) => one.title === title);
		if (!action) throw new Error(`not among ${JSON.stringify(actions.map((one) => one.title))}`);
		expect(applied(text, action)).toBe(after);
		const [diagnostic] = found;
		const all = diagnostic ? await actionsAt(server, uri, diagnostic, ['source.fixAll.rssv2']) : [];
		expect(all.length > 0).toBe(safe);
		if (all[0]) expect(applied(text, all[0])).toBe(after);
	});
});
