import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkText } from '../../../server/src/validation/check.js';
import { vmqText } from '../../support/configuration.js';

const key39 = Array(39).fill('ab').join(':');

function check(text: string, fileName = 'a.rssv2.yaml') {
	const { findings } = checkText(text, { fileName });
	return findings.map(({ code, severity, span, message, related }) => ({
		code,
		severity,
		at: text.slice(span.start, span.end),
		message,
		related: related?.map(({ span: s, message: m }) => [text.slice(s.start, s.end), m]),
	}));
}
const places = (text: string, fileName?: string) => check(text, fileName).map(({ code, at }) => [code, at]);

describe('the example files are clean', () => {
	test.each(['hyper-v-host.rssv2.yaml', 'native.rssv2.jsonc'])('%s', (name) => {
		const text = readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');
		expect(check(text, name)).toEqual([]);
	});
});

describe('a refusal stands at the value that caused it', () => {
	test.each([
		[
			'the cell that needs a queue too many',
			'  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4", "0:6", "0:4"] }\n',
			[['NDIS_STATUS_NO_QUEUES', '"0:6"']],
		],
		[
			'the processor of a generator that needs a queue too many',
			'  - { id: 0, numberOfQueues: 1, indirectionTable: { numberOfEntries: 4, processors: ["0:2", "0:4"] } }\n',
			[['NDIS_STATUS_NO_QUEUES', '0:4']],
		],
		[
			'every cell outside the RSS set',
			'  - { id: 0, numberOfQueues: 4, indirectionTable: ["0:2", "1:3", "0:6", "1:4"] }\n',
			[
				['NDIS_STATUS_INVALID_DATA', '"1:3"'],
				['NDIS_STATUS_INVALID_DATA', '"1:4"'],
			],
		],
		[
			'the default processor outside the RSS set',
			'  - { id: 0, numberOfQueues: 3, defaultProcessor: "0:1", indirectionTable: ["0:2", "0:4"] }\n',
			[['NDIS_STATUS_INVALID_DATA', '"0:1"']],
		],
		[
			'the active primary processor outside the RSS set',
			'  - { id: 0, rss: false, primaryProcessor: "1:1" }\n',
			[['NDIS_STATUS_INVALID_DATA', '"1:1"']],
		],
		[
			'a table of 3 entries',
			'  - { id: 0, numberOfQueues: 3, indirectionTable: ["0:2", "0:4", "0:6"] }\n',
			[['NDIS_STATUS_INVALID_PARAMETER', '["0:2", "0:4", "0:6"]']],
		],
		[
			'a table beyond the capability',
			'  - { id: 0, numberOfQueues: 2, indirectionTable: { numberOfEntries: 256, processors: "0:2,0:4" } }\n',
			[['NDIS_STATUS_INVALID_PARAMETER', '256']],
		],
		['no queue at all', '  - { id: 0, numberOfQueues: 0 }\n', [['NDIS_STATUS_INVALID_PARAMETER', '0']]],
		[
			'a hash type the adapter lacks',
			'  - { id: 0, hash: { types: [tcpIpv6Ex] }, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }\n',
			[['NDIS_STATUS_INVALID_PARAMETER', '[tcpIpv6Ex]']],
		],
		[
			'a key of 39 bytes',
			`  - { id: 0, hash: { secretKey: "${key39}" }, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }\n`,
			[['NDIS_STATUS_INVALID_LENGTH', `"${key39}"`]],
		],
		['a VPort twice', '  - { id: 1 }\n  - { id: 1 }\n', [['NDIS_STATUS_INVALID_PARAMETER', '1']]],
	])('%s', (_name, vports, expected) => {
		expect(places(vmqText(vports))).toEqual(expected);
	});

	test('a hash of its own on an adapter with one hash points at the VPort it conflicts with', () => {
		const own = 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"], hash: { types: ';
		const [found, ...rest] = check(vmqText(`  - { id: 0, ${own}[ipv4] } }\n  - { id: 1, ${own}[ipv6] } }\n`));
		expect(rest).toEqual([]);
		expect(found).toMatchObject({ at: '[ipv6]', related: [['[ipv4]', expect.stringContaining('VPort 0')]] });
	});

	test('capabilities that contradict each other are told once, at the capabilities', () => {
		const [found, ...rest] = check(vmqText('  - { id: 0 }\n  - { id: 1 }\n', 'maxNumQueuePairs: 8'));
		expect(rest).toEqual([]);
		expect(found).toMatchObject({ at: 'capabilities' });
		expect(found?.message).toContain('8 queue pairs (maxNumQueuePairs) are too few for 64 VPorts');
	});

	test('too many queues in use names both figures and points at the limit', () => {
		const [found] = check(
			vmqText('  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4", "0:6", "0:4"] }\n'),
		);
		expect(found?.message).toMatch(/3/);
		expect(found?.message).toMatch(/2/);
		expect(found?.related).toEqual([['2', 'numberOfQueues: 2']]);
	});

	test('the shared key of the adapter is told once, not for each VPort', () => {
		const text = vmqText(
			'  - { id: 0, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }\n  - { id: 1, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }\n',
		);
		const broken = text.replace('mode: vmq', `mode: vmq\n  hash: { secretKey: "${key39}" }`);
		expect(places(broken)).toEqual([['NDIS_STATUS_INVALID_LENGTH', `"${key39}"`]]);
	});

	test('a restricted adapter wants as many entries as queues, rounded up to a power of two', () => {
		const vport = (n: number) =>
			vmqText(
				`  - { id: 0, numberOfQueues: 3, indirectionTable: { numberOfEntries: ${n}, processors: "0:2,0:4,0:6" } }\n`,
				'preset: vmmq-restricted',
			);
		expect(places(vport(8))).toEqual([['NDIS_STATUS_INVALID_PARAMETER', '8']]);
		expect(places(vport(4))).toEqual([]);
	});
});

describe('bad input: one clear diagnostic at its place', () => {
	test.each([
		['an empty file', '', 'empty-file', ''],
		['a tab in YAML', 'version: 1\nadapter:\n\tname: x\n', 'tab-indentation', '\t'],
		['a duplicate key', 'version: 1\nversion: 1\n', 'duplicate-key', 'version'],
		['processor 0:64', vmqText('  - { id: 0, primaryProcessor: "0:64" }\n'), 'invalid-processor', '"0:64"'],
		['an unknown version', 'version: 9\nadapter: 3\n', 'unknown-version', '9'],
	])('%s', (_name, text, code, at) => {
		expect(places(text)).toEqual([[code, at]]);
	});
});

test('each document of a YAML stream is checked by itself', () => {
	const one = vmqText('  - { id: 0, numberOfQueues: 0 }\n');
	expect(places(`${one}---\n${one}`).map(([code]) => code)).toEqual(
		['NDIS_STATUS_INVALID_PARAMETER', 'NDIS_STATUS_INVALID_PARAMETER'].concat(),
	);
});
