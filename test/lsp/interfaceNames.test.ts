import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundle, bundle } from '../support/bundle.js';
import { applyCompletion } from '../support/completion.js';
import { caret, LanguageServerUnderTest } from '../support/languageServer.js';

const devices = [
	{ uri: 'linux+ssh://root@host.invalid/ens1f0' },
	{ uri: 'windows:///SLOT%203%20Port%201' },
	{ uri: 'nonsense' },
];

let program: Bundle;
let server: LanguageServerUnderTest;
let opened = 0;
beforeAll(async () => {
	program = await bundle('main');
	server = await LanguageServerUnderTest.start(program.path, { settings: { 'rssv2.devices': devices } });
});
afterAll(async () => {
	await server.stop();
	await program.dispose();
});

/** What is offered at the mark, for a file of a device; each with the text once it was taken. */
async function offered(syntax: string, marked: string, device?: string) {
	const { text, position } = caret(marked);
	const uri = await server.open(`names${opened++}.rssv2.${syntax}`, text);
	await server.request('rssv2/fileDevices', { files: device === undefined ? [] : [{ uri, device }] });
	const items = await server.completion(uri, position);
	return new Map(items.map((item) => [item.label, applyCompletion(text, item)]));
}

describe('names of interfaces', () => {
	test('of devices in the settings, of the kind that the property is about', async () => {
		const yaml = await offered('yaml', 'scaling:\n  linux: { interface: | }\n');
		expect([...yaml]).toEqual([['ens1f0', 'scaling:\n  linux: { interface: ens1f0 }\n']]);
		const json = await offered('json', '{ "adapter": { "name": "| } }');
		expect([...json]).toEqual([['SLOT 3 Port 1', '{ "adapter": { "name": "SLOT 3 Port 1" } }']]);
		const windows = await offered(
			'yaml',
			'vports:\n  - id: 0\n    windows:\n      networkAdapter: \n'.replace('Adapter: ', 'Adapter: |'),
		);
		expect([...windows.values()]).toEqual([
			'vports:\n  - id: 0\n    windows:\n      networkAdapter: "SLOT 3 Port 1"\n',
		]);
		expect((await offered('yaml', 'adapter:\n  mode: |\n')).has('ens1f0')).toBe(false);
	});

	test.runIf(existsSync('/sys/class/net'))('of the machine that the file is for', async () => {
		const names = readdirSync('/sys/class/net').filter((name) => name !== 'lo');
		const found = await offered('yaml', 'scaling:\n  linux:\n    interface: |\n', 'linux:///eth77');
		expect([...found.keys()]).toEqual([...new Set([...names.sort(), 'eth77', 'ens1f0'])]);
	});

	test('a machine that cannot be reached has none, and does not hold up the others', async () => {
		const found = await offered(
			'yaml',
			'scaling:\n  linux:\n    interface: |\n',
			'linux+ssh://nobody@host.invalid/eth5',
		);
		expect([...found.keys()]).toEqual(['eth5', 'ens1f0']);
	});
});
