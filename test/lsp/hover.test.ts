import { describe, expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { vmqText } from '../support/configuration.js';
import { jsonText, pieceOf } from '../support/features.js';
import { caret, serverOfFile } from '../support/languageServer.js';

const server = await serverOfFile();
let names = 0;

async function hover(extension: string, marked: string) {
	const { text, position } = caret(marked);
	const uri = await server.open(`h${++names}.rssv2.${extension}`, text);
	const answer = await server.hover(uri, position);
	const { value = '' } = (answer?.contents ?? {}) as Partial<MarkupContent>;
	return { value, piece: answer?.range && pieceOf(text, answer.range) };
}

const key = Array.from({ length: 40 }, (_, i) => ((i * 37 + 11) % 256).toString(16).padStart(2, '0')).join(
	':',
);

describe.each(['yaml', 'jsonc'])('in %s', (extension) => {
	const value = async (marked: string) => (await hover(extension, marked)).value;
	const first =
		'{ "id": 0, "name": "host", "numberOfQueues": 2, "indirectionTable": ["0:2", "0:4", "0:2", "0:2"] }';
	const second = '{ "id": 1, "name": "sql", "numberOfQueues": 1, "indirectionTable": ["0:4"] }';

	test('a table cell tells its hashes, and where its processor is and who else uses it', async () => {
		const { value: text, piece } = await hover(
			extension,
			jsonText([first.replace('"0:4"', '"0|:4"'), second]),
		);
		expect(piece).toBe('0:4');
		for (const part of [
			'**Entry 1** of 4, 25 % of all hashes: hashes with `hash & 0x3` = 1',
			'NUMA node 0, core 2, thread 0; shares it with 0:5',
			"in the adapter's RSS set",
			"1 of 4 entries of this table: 25 % of the flows' hashes",
			'also used by VPort 1 (sql) 100 %',
		]) {
			expect(text).toContain(part);
		}
	});
	test('a processor that nothing else uses, or that is not the adapter’s', async () => {
		expect(await value(jsonText([first.replace('["0:2"', '["0:|2"')]))).toContain('used by no other VPort');
		expect(await value(jsonText([second.replace('"0:4"', '"1:|3"')]))).toMatch(
			/NUMA node 1, core 1, thread 1; shares it with 1:2[\s\S]*\*\*not in the adapter's RSS set\*\*/,
		);
	});
	test('of a weight the share', async () => {
		const vport =
			'{ "id": 0, "indirectionTable": { "numberOfEntries": 4, "weights": { "0|:2": 3, "0:4": 1 } } }';
		expect(await value(jsonText([vport]))).toContain('3 of 4 entries of this table: 75 %');
	});
	test.each([
		['"numberOf|Queues": 4', 0, 'This adapter: 1 to 16, 64 for all VPorts together'],
		['"indirection|Table": ["0:2"]', 0, 'This adapter: 1 to 128 entries, a power of two'],
		['"primary|Processor": "0:2"', 1, 'This adapter: 0:2 to 0:15, the 14 processors of its RSS set'],
	])('what this adapter allows: %s', async (property, id, wanted) => {
		expect(await value(jsonText([`{ "id": ${id}, ${property} }`]))).toContain(wanted);
	});
	test('a limit follows the capabilities that are spelled out, and the default VPort has its own', async () => {
		const capabilities =
			'"preset": "vmmq-64", "maxNumQueuePairsForDefaultVPort": 5, "maxNumQueuePairsPerNonDefaultVPort": 3';
		const queues = (id: number) =>
			value(jsonText([`{ "id": ${id}, "number|OfQueues": 1 }`]).replace('"preset": "vmmq-64"', capabilities));
		expect(await queues(0)).toContain('This adapter: 1 to 5');
		expect(await queues(1)).toContain('This adapter: 1 to 3');
	});
	test('a VPort is found though an item before it is none', async () => {
		const queues = '{ "id": 0, "number|OfQueues": 1 }';
		expect(await value(jsonText(['null', '{ "id": 1 }', queues]))).toContain('This adapter: 1 to');
	});
	test('a key tells its strength and fingerprint, never itself', async () => {
		const hash = (secretKey: string) =>
			value(jsonText([first], `, "hash": { "types": ["ipv4", "tcpIpv4"], "secretKey": "${secretKey}" }`));
		const text = await hash(`${key.slice(0, 4)}|${key.slice(4)}`);
		const [, fingerprint] = /fingerprint `([0-9a-f]{16})`/.exec(text) ?? [];
		expect(fingerprint).toBeDefined();
		expect(text).toMatch(/IPv4 addresses and ports \| \d+ of 32 \| 4 of 4/);
		expect(text).toContain('not a published key');
		expect(text.replaceAll(':', '')).not.toContain(key.replaceAll(':', '').slice(0, 16));
		const other = await hash(`${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}|`);
		expect(other).not.toContain(`${fingerprint}`);
		expect(await hash(`6d|:5a${':6d:5a'.repeat(19)}`)).toMatch(/symmetric over IPv4[\s\S]*\*\*published\*\*/);
	});
	test('hash types tell what the adapter computes', async () => {
		expect(await value(jsonText([first], ', "hash": { "ty|pes": ["ipv4"] }'))).toMatch(
			/This adapter: ipv4, ipv6, ipv6Ex, tcpIpv4/,
		);
	});
});

test('of a range the processor at the cursor is told', async () => {
	const text = vmqText('  - { id: 0, indirectionTable: { processors: "0:2-0:|8/2" } }\n');
	expect((await hover('yaml', text)).value).toContain('**Processor 0:8**');
});
test('a processor of the host tells who uses it', async () => {
	const text = vmqText('  - { id: 0, indirectionTable: ["0:2", "0:0"] }\n').replace(
		'"0:0-0:15"',
		'"0:|0-0:15"',
	);
	expect((await hover('yaml', text)).value).toContain('used by VPort 0 50 %');
});
test('what the adapter cannot be asked is left out', async () => {
	expect((await hover('yaml', 'version: 1\nadapter: { mo|de: vmq }\n')).value).not.toContain('This adapter');
});
