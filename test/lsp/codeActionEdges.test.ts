import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { exampleText } from '../../server/src/rules/example.js';
import { actionsAt, actionsIn, applied } from '../support/codeActions.js';
import { vmqText } from '../support/configuration.js';
import { serverOfFile } from '../support/languageServer.js';

const server = await serverOfFile();
let opened = 0;

const everything = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };

async function fixesFor(text: string, code: string) {
	const uri = await server.open(`e${opened++}.rssv2.yaml`, text);
	const found = (await server.diagnostics(uri)).find((one) => one.code === code);
	if (!found) throw new Error(`no ${code}`);
	const actions = await actionsAt(server, uri, found, ['quickfix']);
	return { actions, titles: actions.map(({ title }) => title) };
}

test('line breaks stay what they are', async () => {
	const block = stringify(parse(exampleText({ vport: 'indirectionTable: ["0:2", "0:4"]' }))).replaceAll(
		'\n',
		'\r\n',
	);
	const { actions } = await fixesFor(block, 'NDIS_STATUS_NO_QUEUES');
	const [action] = actions;
	const after = action ? applied(block, action) : '';
	expect(after).toContain('  - id: 0\r\n    numberOfQueues: 2\r\n');
	expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

describe('what would change another VPort is not offered', () => {
	test('queues that an anchor lends', async () => {
		const text = vmqText(
			'  - { id: 0, numberOfQueues: &q 8, indirectionTable: ["0:2", "0:4"] }\n  - &a\n    id: 1\n    numberOfQueues: 8\n    indirectionTable: ["0:2", "0:4"]\n  - <<: *a\n    id: 2\n',
		);
		const uri = await server.open(`e${opened++}.rssv2.yaml`, text);
		const idle = (await server.diagnostics(uri)).filter(({ code }) => code === 'idle-queues');
		const titles = await Promise.all(
			idle.map(async (one) => (await actionsAt(server, uri, one)).map(({ title }) => title)),
		);
		expect(titles.flat().filter((title) => title.startsWith('Lower'))).toHaveLength(1);
	});
	test('a table that an anchor lends is neither spread nor rewritten', async () => {
		const text = vmqText(
			'  - id: 0\n    numberOfQueues: 2\n    indirectionTable: &t { numberOfEntries: 4, weights: { "0:2": 3, "0:4": 1 } }\n  - id: 1\n    numberOfQueues: 2\n    indirectionTable: *t\n',
		);
		const uri = await server.open(`e${opened++}.rssv2.yaml`, text);
		const actions = await actionsIn(server, uri, everything);
		for (const action of actions) {
			const after = parse(applied(text, action), { maxAliasCount: 10 });
			const changed = [0, 1].filter(
				(i) => JSON.stringify(after.vports[i]) !== JSON.stringify(parse(text).vports[i]),
			);
			expect(changed.length, action.title).toBeLessThan(2);
		}
	});
});

test('queues that all VPorts must have alike are not lowered for one', async () => {
	const capabilities = 'preset: vmmq-64, asymmetricQueuePairsForNonDefaultVPort: false';
	const text = vmqText(
		'  - { id: 0 }\n  - { id: 1, numberOfQueues: 3, indirectionTable: ["0:2", "0:4"] }\n  - { id: 2, numberOfQueues: 3, indirectionTable: ["0:2", "0:4", "0:6", "0:2"] }\n',
		capabilities,
	);
	const { titles } = await fixesFor(text, 'idle-queues');
	expect(titles).toEqual(['Ignore idle-queues here, with a reason']);
});

test('siblings stay where no core is free', async () => {
	const text = vmqText('  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:3"] }').replace(
		'max: "0:15"',
		'max: "0:3"',
	);
	const { titles } = await fixesFor(text, 'smt-siblings');
	expect(titles).toEqual(['Ignore smt-siblings here, with a reason']);
});

test.each(['yaml', 'json'])(
	'a %s text broken off anywhere has actions that apply, and never fails',
	async (syntax) => {
		const full = exampleText({
			rssProcessors: 'base: "0:0", max: "1:15", preferredNumaNode: 0, profile: Balanced',
			hash: 'types: [tcpIpv4, udpIpv4], secretKey: "00"',
			vport: 'numberOfQueues: 9, defaultProcessor: "1:1", indirectionTable: ["0:0", "0:1", "1:4"]',
		});
		const text = syntax === 'yaml' ? full : JSON.stringify(parse(full), undefined, 1);
		const uri = await server.open(`broken.rssv2.${syntax}`, '');
		let offered = 0;
		for (let end = 0; end <= text.length; end += 7) {
			const part = end + 7 > text.length ? text : text.slice(0, end);
			await server.change(uri, part);
			const actions = await actionsIn(server, uri, everything, ['quickfix', 'refactor', 'source']);
			for (const action of actions) expect(applied(part, action)).not.toBe(part);
			offered = Math.max(offered, actions.length);
		}
		expect(offered).toBeGreaterThan(5);
	},
);
