import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concat, pcapParts } from '../support/captureWriter.js';
import { CliUnderTest } from '../support/cli.js';
import { ethernet, ipv4, tcp } from '../support/packets.js';

const configuration = (rss = true) => `version: 1
adapter:
  name: NIC
  mode: vmq
  capabilities: { preset: vmmq-64 }
  rssProcessors: { base: "0:2", max: "0:14" }
  hash: { types: [ipv4, tcpIpv4, ipv6, tcpIpv6] }
vports:
  - id: 0
    name: Default
    primaryProcessor: "0:4"
    defaultProcessor: "0:2"
    numberOfQueues: 4
    rss: ${rss}
    indirectionTable: { numberOfEntries: 16, processors: ["0:2", "0:4", "0:6", "0:8"] }
  - id: 1
    name: sql01
    primaryProcessor: "0:10"
    defaultProcessor: "0:10"
    numberOfQueues: 2
    rss: true
    indirectionTable: ["0:10", "0:12", "0:10", "0:12"]
`;

const packets = Array.from({ length: 300 }, (_, i) => ({
	data: Uint8Array.from(ethernet(0x0800, ipv4(`192.0.2.${i % 250}`, '198.51.100.1', 6, tcp(1000 + i, 443)))),
}));
const parts = pcapParts(packets);
const file = concat(parts);
const arp = concat(pcapParts([{ data: Uint8Array.from(ethernet(0x0806, Array(46).fill(0))) }]));

let cli: CliUnderTest;
let on: string;
beforeAll(async () => {
	cli = await CliUnderTest.build();
	on = await cli.file('on.rssv2.yaml', configuration());
});
afterAll(() => cli.dispose());

interface Output {
	entities: {
		vportId: number;
		capture: {
			format: string | null;
			gzip: boolean;
			total: { packets: number; flows: number };
			processors: { processor: string; packets: number; packetShare: number }[];
			entries: { packets: number; processor: string }[];
			notes: string[];
			problem: { offset: number; place: string; reason: string } | null;
		};
	}[];
}
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

describe('rssv2 spread --capture', () => {
	it.each([
		['plain', file, false],
		['gzip', gzipSync(file), true],
	])('gives as JSON what arrives where, for each entity: %s', async (name, bytes, gzip) => {
		const capture = await cli.file(`${name}.pcap`, bytes);
		const run = await cli.run(['spread', on, '--capture', capture, '--format', 'json']);
		expect([run.code, run.stderr]).toEqual([0, '']);
		const { entities } = JSON.parse(run.stdout) as Output;
		expect(entities.map(({ vportId }) => vportId)).toEqual([0, 1]);
		for (const { capture: found } of entities) {
			expect(found).toMatchObject({
				format: 'pcap',
				gzip,
				total: { packets: 300, flows: 300 },
				problem: null,
			});
			expect(sum(found.processors.map((one) => one.packets))).toBe(300);
			expect(sum(found.entries.map((one) => one.packets))).toBe(300);
		}
		// The smaller table is the larger one folded.
		const [large, small] = entities.map(({ capture: found }) => found.entries.map((one) => one.packets));
		expect(small).toEqual([0, 1, 2, 3].map((i) => sum([0, 4, 8, 12].map((more) => large?.[i + more] ?? 0))));
	});

	it('says it in words', async () => {
		const capture = await cli.file('words.pcap', file);
		const run = await cli.run(['spread', on, '--vport', '0', '--capture', capture]);
		expect([run.code, run.stderr]).toEqual([0, '']);
		expect(run.stdout).toMatch(/words\.pcap \(pcap\): 300 packets, 16,200 bytes, 300 flows in 0\.000 s/);
		expect(run.stdout).toMatch(/packets by hash type: tcpIpv4 300/);
		expect(run.stdout).toMatch(/192\.0\.2\.\d+:\d+ → 198\.51\.100\.1:443 TCP \(entry \d+, 0:\d\)/);
	});

	it.each([
		['cut', file.subarray(0, file.length - 1), 299, file.length - parts.at(-1)!.length, 'file'],
		[
			'cut.gz',
			gzipSync(file.subarray(0, file.length - 1)),
			299,
			file.length - parts.at(-1)!.length,
			'unpacked capture',
		],
	])(
		'a broken capture is counted up to there, and the exit code is 1: %s',
		async (name, bytes, counted, offset, place) => {
			const capture = await cli.file(name, bytes);
			const run = await cli.run(['spread', on, '--vport', '0', '--capture', capture, '--format', 'json']);
			expect(run.code).toBe(1);
			expect(run.stderr).toContain(`at byte ${offset}`);
			const [entity] = (JSON.parse(run.stdout) as Output).entities;
			expect(entity?.capture.total.packets).toBe(counted);
			expect(entity?.capture.problem).toMatchObject({ offset, place });
			const text = await cli.run(['spread', on, '--vport', '0', '--capture', capture]);
			expect(text.stdout).toContain('299 packets');
			expect(text.code).toBe(1);
		},
	);

	it('reads standard input, as a capture that is just being taken comes, but only once', async () => {
		const run = await cli.run(['spread', on, '--capture', '-', '--format', 'json'], {
			stdin: gzipSync(file),
		});
		expect([run.code, run.stderr]).toEqual([0, '']);
		const { entities } = JSON.parse(run.stdout) as Output;
		expect(entities.map(({ capture }) => capture.total.packets)).toEqual([300, 300]);
		const own =
			'{ preset: vmmq-64, rssPerPFVPortHashFunction: true, rssPerPFVPortHashType: true, rssPerPFVPortHashKey: true }';
		const text = configuration().replace('    name: sql01\n', '    hash: { types: [ipv4] }\n');
		const several = await cli.file('several.rssv2.yaml', text.replace('{ preset: vmmq-64 }', own));
		const twice = await cli.run(['spread', several, '--capture', '-'], { stdin: file });
		expect(twice).toMatchObject({ code: 2, stdout: '' });
		expect(twice.stderr).toMatch(/<stdin>: it can be read only once.*--vport/);
		const alone = await cli.run(['spread', several, '--vport', '1', '--capture', '-'], { stdin: file });
		expect(alone.stdout).toContain('<stdin> (pcap): 300 packets');
	});

	it.each([
		['no IP', arp, /No packet of the capture has an IP header.*default processor 0:2/],
		['no packets', parts[0]!, /The capture has no packets\./],
		['no bytes', new Uint8Array(), /The capture is empty: 0 bytes\./],
	])('says so plainly: %s', async (name, bytes, expected) => {
		const run = await cli.run(['spread', on, '--vport', '0', '--capture', await cli.file(name, bytes)]);
		expect([run.code, run.stderr]).toEqual([0, '']);
		expect(run.stdout).toMatch(expected);
	});

	it('with RSS off everything is on the primary processor, and it says so', async () => {
		const off = await cli.file('off.rssv2.yaml', configuration(false));
		const capture = await cli.file('off.pcap', file);
		const json = await cli.run(['spread', off, '--vport', '0', '--capture', capture, '--format', 'json']);
		const [entity] = (JSON.parse(json.stdout) as Output).entities;
		expect(entity?.capture.processors).toMatchObject([{ processor: '0:4', packets: 300, packetShare: 1 }]);
		const text = await cli.run(['spread', off, '--vport', '0', '--capture', capture]);
		expect(text.stdout).toMatch(/RSS is off: all packets go to the primary processor 0:4/);
	});

	it.each([
		['no capture', ['--capture', 'on.rssv2.yaml'], /at byte 0: neither pcap nor pcapng/, 1],
		['no file', ['--capture', 'nosuch.pcap'], /nosuch\.pcap: cannot read it: there is no such file/, 2],
		['a directory', ['--capture', '.'], /it is a directory/, 2],
		['flows too', ['--capture', 'x', '--flows', '5'], /--capture and --flows do not go together/, 2],
		['one input for both', ['--capture', '-'], /either the configuration or the capture/, 2],
		['no capture for --inner', ['--inner'], /name a capture/, 2],
	])('refuses %s', async (name, args, expected, code) => {
		const run = await cli.run(['spread', name === 'one input for both' ? '-' : on, ...args]);
		expect(run.stderr).toMatch(expected);
		expect(run.stderr).not.toMatch(/^ +at /m);
		expect([run.code, run.stdout]).toEqual([code, '']);
	});
});
