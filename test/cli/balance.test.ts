import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat, pcapParts } from '../support/captureWriter.js';
import { CliUnderTest } from '../support/cli.js';
import { ethernet, ipv4, tcp } from '../support/packets.js';

let cli: CliUnderTest;
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());

/** Two nodes of four threads; the table is on two processors of six, four queues. */
const text = `# the host
version: 1
host:
  numaNodes:
    - { node: 0, processors: "0:0-0:7", threadsPerCore: 2 } # first socket
    - { node: 1, processors: "1:0-1:7", threadsPerCore: 2 }
adapter:
  name: Test
  mode: vmq
  capabilities: { preset: vmmq-64 }
  rssProcessors: { base: "0:2", max: "1:7" }
vports:
  - id: 0
    numberOfQueues: 4
    indirectionTable: # grown by hand
      ["0:2", "0:2", "0:2", "0:2", # first
      "0:4", "0:4", "0:2", "0:4"]
  - id: 1
    numberOfQueues: 2
    defaultProcessor: "0:6"
    indirectionTable: { numberOfEntries: 4, processors: "0:6" } # all on one
  - id: 2
    rss: false
`;

interface Balanced {
	vportId: number;
	table: string[];
	peak: number;
	peakBefore: number;
	lowerBound: number;
	total: number;
	measure: string;
	optimal: boolean;
	moved: { entry: number; from: string; to: string }[];
}

async function balanced(args: string[]): Promise<Balanced[]> {
	const file = await cli.file('b.rssv2.yaml', text);
	const run = await cli.run(['balance', file, '--format', 'json', ...args]);
	expect(run.code, run.stderr).toBe(0);
	return JSON.parse(run.stdout).entities;
}

describe('balance', () => {
	test('evens the load over as many processors as there are queues', async () => {
		const [first, second] = await balanced(['--flows', '20000']);
		expect(first?.peakBefore).toBeGreaterThan(11_000);
		expect(first?.peak).toBeLessThan((first?.total ?? 0) * 0.27);
		expect(new Set(first?.table).size).toBe(4);
		expect(first?.peak).toBeGreaterThanOrEqual(first?.lowerBound ?? 0);
		expect(second?.moved).toHaveLength(2);
		expect(new Set(second?.table)).toEqual(new Set(['0:6', second?.moved[0]?.to]));
	});
	test('--numa and --one-thread-per-core choose the processors', async () => {
		const [node] = await balanced(['--flows', '5000', '--vport', '0', '--numa', '1']);
		expect(node?.table.every((p) => p.startsWith('1:'))).toBe(true);
		const [cores] = await balanced(['--flows', '5000', '--vport', '0', '--one-thread-per-core']);
		const used = new Set(cores?.table);
		expect(used.size).toBe(4);
		expect(new Set([...used].map((p) => p.replace(/\d+$/, (n) => String(Number(n) >> 1)))).size).toBe(4);
	});
	test('--write edits the file and keeps what else is in it; a second run finds nothing', async () => {
		const file = await cli.file('w.rssv2.yaml', text);
		const run = await cli.run(['balance', file, '--flows', '20000', '--write']);
		expect(run).toMatchObject({ code: 0 });
		expect(run.stderr).toContain('Wrote ');
		expect(run.stdout).toMatch(/-\s+indirectionTable: \{ numberOfEntries: 4/);
		const written = await readFile(file, 'utf8');
		expect(written).not.toBe(text);
		const comments = (of: string) => of.match(/#.*/g);
		expect(comments(written)).toEqual(comments(text));
		expect((await cli.run(['check', file])).stdout).not.toContain('error');
		const again = await cli.run(['balance', file, '--flows', '20000', '--write']);
		expect(again.stdout).toContain('Nothing to edit.');
		expect(await readFile(file, 'utf8')).toBe(written);
	});
	test('without --write the file stays', async () => {
		const file = await cli.file('n.rssv2.yaml', text);
		await cli.run(['balance', file, '--flows', '20000']);
		expect(await readFile(file, 'utf8')).toBe(text);
	});
	test('keeps a byte order mark and Windows line breaks', async () => {
		const windows = `\ufeff${text.replaceAll('\n', '\r\n')}`;
		const file = await cli.file('bom.rssv2.yaml', windows);
		const run = await cli.run(['balance', file, '--flows', '20000', '--write']);
		expect(run.code, run.stderr).toBe(0);
		const written = await readFile(file, 'utf8');
		expect(written.startsWith('\ufeff# the host\r\n')).toBe(true);
		expect(written.replaceAll('\r\n', '')).not.toContain('\n');
		expect(written).not.toBe(windows);
	});
	test('--tolerance saves moves', async () => {
		const [exact] = await balanced(['--flow-set', 'zipf', '--vport', '0', '--tolerance', '0']);
		const [rough] = await balanced(['--flow-set', 'zipf', '--vport', '0', '--tolerance', '50']);
		expect(exact?.peak).toBeLessThanOrEqual(rough?.peak ?? 0);
		expect(rough?.moved.length).toBeLessThanOrEqual(exact?.moved.length ?? 0);
	});
});

describe('a capture', () => {
	/** One connection of 400 large packets among 300 of one small packet each. */
	const packet = (port: number, size: number) => ({
		data: Uint8Array.from(
			ethernet(0x0800, ipv4('192.0.2.7', '198.51.100.1', 6, [...tcp(port, 443), ...Array(size).fill(0)])),
		),
	});
	const packets = [
		...Array.from({ length: 300 }, (_, i) => packet(2000 + i, 0)),
		...Array.from({ length: 400 }, () => packet(1000, 1000)),
	];
	test('is what the table is balanced for, by packets or by bytes', async () => {
		const capture = await cli.file('b.pcap', concat(pcapParts(packets)));
		const [byPackets] = await balanced(['--capture', capture, '--vport', '0', '--tolerance', '0']);
		expect(byPackets).toMatchObject({ total: 700, measure: 'packets', optimal: true });
		expect(byPackets?.peak).toBeGreaterThanOrEqual(400);
		expect(byPackets?.peak).toBeLessThan(byPackets?.peakBefore ?? 0);
		const [byBytes] = await balanced(['--capture', capture, '--vport', '0', '--by', 'bytes']);
		expect(byBytes?.total).toBeGreaterThan(400 * 1000);
	});
	test('spread judges it: the elephant is named, bytes are told apart from flows', async () => {
		const capture = await cli.file('s.pcap', concat(pcapParts(packets)));
		const file = await cli.file('s.rssv2.yaml', text);
		const args = ['spread', file, '--vport', '0', '--capture', capture];
		const { stdout } = await cli.run(args);
		expect(stdout).toContain('One flow is above an even share, which no table can split: 192.0.2.7:1000 → ');
		expect(stdout).toMatch(/Bytes: the busiest of 2 processors, .* Jain's index/);
		const json = await cli.run([...args, '--format', 'json']);
		const { judgement } = JSON.parse(json.stdout).entities[0].capture;
		expect(judgement.measures.map(({ measure }: { measure: string }) => measure)).toEqual([
			'flows',
			'packets',
			'bytes',
		]);
		expect(judgement.unsplittable).toMatchObject([{ by: 'bytes' }]);
		expect(judgement.arrival.degreesOfFreedom).toBe(1);
	});
});

describe('what cannot be', () => {
	test.each([
		['no load named', [], 2, 'Which load?'],
		['bytes of made-up flows', ['--flows', '10', '--by', 'bytes'], 2, 'have no bytes'],
		['RSS off', ['--flows', '10', '--vport', '2'], 1, 'RSS is off'],
		['no such VPort', ['--flows', '10', '--vport', '9'], 2, 'has no VPort 9'],
		['no such node', ['--flows', '10', '--vport', '0', '--numa', '4'], 1, 'no NUMA node 4 (it has 0, 1)'],
		['no such capture', ['--capture', 'none.pcap'], 2, 'none.pcap: cannot read it: there is no such file'],
		['no such flow set', ['--flow-set', 'x'], 2, 'There is no flow set `x`'],
	])('%s', async (_, args, code, message) => {
		const file = await cli.file('c.rssv2.yaml', text);
		const run = await cli.run(['balance', file, ...args]);
		expect(run.stderr).toContain(message);
		expect(run.code).toBe(code);
	});
	test('standard input cannot be written', async () => {
		const run = await cli.run(['balance', '-', '--flows', '10', '--write'], { stdin: text });
		expect(run).toMatchObject({ code: 2, stdout: '' });
	});
	test('entities that cannot be balanced are passed over with a word', async () => {
		const file = await cli.file('d.rssv2.yaml', text);
		const run = await cli.run(['balance', file, '--flows', '100']);
		expect(run.code).toBe(0);
		expect(run.stderr).toContain('VPort 2: RSS is off');
	});
});
