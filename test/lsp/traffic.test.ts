import { expect, test } from 'vitest';
import { flowSetIds } from '../../server/src/traffic/flowSets/index.js';
import { vmqText } from '../support/configuration.js';
import { caret, serverOfFile } from '../support/languageServer.js';

const server = await serverOfFile();
let names = 0;

async function open(traffic: string) {
	const { text, position } = caret(vmqText(`  - { id: 0 }\n${traffic}`));
	return { uri: await server.open(`t${++names}.rssv2.yaml`, text), position };
}
async function offered(traffic: string): Promise<string[]> {
	const { uri, position } = await open(traffic);
	return (await server.completion(uri, position)).map(({ label }) => label);
}

test('the traffic of a file is completed', async () => {
	expect(await offered('traffic:\n  |\n')).toEqual(expect.arrayContaining(['flows', 'seed', 'flowSets']));
	expect(await offered('traffic:\n  flowSets:\n    - kind: |\n')).toEqual(
		expect.arrayContaining([...flowSetIds]),
	);
	const rest = await offered('traffic:\n  flowSets:\n    - kind: nat\n      |\n');
	expect(rest).toEqual(expect.arrayContaining(['name', 'share', 'sources', 'server']));
	expect(rest).not.toContain('kind');
});

test('it explains itself on hover', async () => {
	const { uri, position } = await open('traffic:\n  flowSets:\n    - { kind: zipf, expo|nent: 1.2 }\n');
	expect(JSON.stringify(await server.hover(uri, position))).toMatch(/1 \/ r\^exponent/);
	expect(await server.diagnostics(uri)).toEqual([]);
});

test('a complaint stands on the value', async () => {
	const { uri, position } = await open('traffic:\n  flowSets: [{ kind: nat, server: |bogus }]\n');
	const [only, ...others] = await server.diagnostics(uri);
	expect(others).toEqual([]);
	expect(only).toMatchObject({ code: 'invalid-address', range: { start: position } });
});
