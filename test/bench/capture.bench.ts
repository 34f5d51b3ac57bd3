import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLISHED_KEY } from '../../server/src/config/readAdapter.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { pcapParts } from '../support/captureWriter.js';
import { ethernet, ipv4, ipv6, tcp, udp } from '../support/packets.js';
import { median } from '../support/statistics.js';

/**
 * A large capture spread over 128 entries by this program and, in turn, by a loop of libpcap in C that hashes with the
 * same tables: with the flows told apart and without. Both are processes of their own; neither's start is counted. The
 * same entries must get the same packets and bytes. RSSV2_BENCH_MB sets the size of the capture, RSSV2_BENCH_ROUNDS how
 * often both read it.
 */
const MEGABYTES = Number(process.env['RSSV2_BENCH_MB'] ?? 1024);
const ROUNDS = Number(process.env['RSSV2_BENCH_ROUNDS'] ?? 5);
const FLOWS = 20_000;
const LENGTHS = [0, 46, 80, 200, 520, 1400, 1400];
const key = Buffer.from(PUBLISHED_KEY).toString('hex');

const directory = mkdtempSync(join(tmpdir(), 'rssv2-capture-bench-'));
const capture = join(directory, 'large.pcap');
const flood = join(directory, 'flood.pcap');
const ours = join(directory, 'child.mjs');
const peer = join(directory, 'loop');
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const compiled = spawnSync('gcc', ['-O3', '-march=native', '-o', peer, path('captureLoop.c'), '-lpcap']);
const hasPeer = compiled.status === 0;

interface Run {
	milliseconds: number;
	processorMilliseconds: number;
	packets: number;
	flows: number;
	/** Packets and bytes of each entry, then of what has no hash. */
	counts: number[][];
	maxRssMb: number;
}

/** Writes a capture of some megabytes; `record` gives the records, each with its header. */
function write(file: string, megabytes: number, record: () => Uint8Array): void {
	const [header = new Uint8Array()] = pcapParts([]);
	const out = openSync(file, 'w');
	writeSync(out, header);
	const buffer = new Uint8Array(1 << 20);
	for (let written = 0; written < megabytes; written++) {
		let filled = 0;
		for (let next = record(); filled + next.length <= buffer.length; next = record()) {
			buffer.set(next, filled);
			filled += next.length;
		}
		writeSync(out, buffer, 0, filled);
	}
	closeSync(out);
}

function recordsOfFlows(): () => Uint8Array {
	const random = new SeededRandom(1);
	const records = Array.from({ length: FLOWS }, (_, i) => {
		const ports = [random.next() & 0xffff, random.next() & 0xffff] as const;
		const payload = Array<number>(LENGTHS[i % LENGTHS.length] ?? 0).fill(0);
		const [protocol, transport] = i % 3 === 0 ? [17, udp(...ports, payload)] : [6, tcp(...ports, payload)];
		const host = random.next();
		const packet =
			i % 8 === 0
				? ethernet(
						0x86dd,
						ipv6(`2001:db8::${(host & 0xffff).toString(16)}`, '2001:db8:1::1', protocol, transport),
					)
				: ethernet(
						0x0800,
						ipv4(`10.${host & 255}.${(host >> 8) & 255}.7`, '198.51.100.1', protocol, transport),
					);
		return pcapParts([{ data: Uint8Array.from(packet) }])[1] ?? new Uint8Array();
	});
	// Few flows have most packets: the cube of a uniform number.
	return () => records[Math.floor(FLOWS * (random.next() / 2 ** 32) ** 3)] ?? new Uint8Array();
}

/** Every packet a flow of its own. */
function recordsOfFlood(): () => Uint8Array {
	const packet = ethernet(0x0800, ipv4('0.0.0.0', '198.51.100.1', 17, udp(1, 2)));
	const record = pcapParts([{ data: Uint8Array.from(packet) }])[1] ?? new Uint8Array();
	const view = new DataView(record.buffer);
	let source = 0;
	return () => {
		view.setUint32(16 + 26, source++);
		return record;
	};
}

function runOurs(file: string, flows: boolean): Run {
	const { stdout, stderr } = spawnSync(process.execPath, [ours, key, file, flows ? 'flows' : ''], {
		encoding: 'utf8',
	});
	if (stdout === '') throw new Error(stderr);
	const { nanoseconds, processorNanoseconds, entries, noEntry, ...rest } = JSON.parse(stdout);
	return {
		...rest,
		milliseconds: nanoseconds / 1e6,
		processorMilliseconds: processorNanoseconds / 1e6,
		counts: [...entries, ...(noEntry.length > 0 ? noEntry : [[0, 0]])],
	};
}

function runPeer(file: string, flows: boolean): Run {
	const { stdout, stderr } = spawnSync(peer, [key, file, flows ? 'flows' : ''], { encoding: 'utf8' });
	if (stdout === '') throw new Error(stderr);
	const [wall, processor, packets, kept, ...counts] = stdout.trim().split('\n');
	return {
		milliseconds: Number(wall) / 1e6,
		processorMilliseconds: Number(processor) / 1e6,
		packets: Number(packets),
		flows: Number(kept),
		counts: counts.map((line) => line.split(' ').map(Number)),
		maxRssMb: Number.NaN,
	};
}

beforeAll(async () => {
	write(capture, MEGABYTES, recordsOfFlows());
	await build({
		entryPoints: [path('captureChild.ts')],
		outfile: ours,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'esm',
		logLevel: 'error',
	});
}, 600_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const print = (line: string) => console.log(line);

test.skipIf(!hasPeer).each([
	['hash and table', false],
	['hash, table and flows', true],
])(
	`%s, against libpcap${hasPeer ? '' : ' (gcc or libpcap-dev is not installed)'}`,
	(name, flows) => {
		const rounds = Array.from({ length: ROUNDS }, () => ({
			our: runOurs(capture, flows),
			peer: runPeer(capture, flows),
		}));
		for (const { our, peer: its } of rounds) {
			expect(our.counts).toEqual(its.counts);
			expect([our.packets, our.flows]).toEqual([its.packets, its.flows]);
		}
		const [{ our }] = rounds as [(typeof rounds)[number]];
		const of = (which: 'our' | 'peer', what: 'milliseconds' | 'processorMilliseconds') =>
			median(rounds.map((round) => round[which][what]));
		const ratio = (what: 'milliseconds' | 'processorMilliseconds') =>
			median(rounds.map((round) => round.peer[what] / round.our[what])).toFixed(2);
		print(
			`${name}: ${our.packets.toLocaleString('en')} packets, ${Math.round(statSync(capture).size / 2 ** 20)} MiB, ${our.flows} flows`,
		);
		for (const [who, which] of [
			['this', 'our'],
			['libpcap', 'peer'],
		] as const) {
			const perPacket = (of(which, 'milliseconds') * 1e6) / our.packets;
			print(
				`${who}: ${of(which, 'milliseconds').toFixed(0)} ms, ${perPacket.toFixed(0)} ns a packet; processor time ${of(which, 'processorMilliseconds').toFixed(0)} ms`,
			);
		}
		print(
			`times libpcap: ${ratio('milliseconds')}; by processor time ${ratio('processorMilliseconds')} (medians of ${ROUNDS})`,
		);
		print(`peak RSS: ${Math.max(...rounds.map((round) => round.our.maxRssMb)).toFixed(0)} MB`);
	},
	600_000,
);

test('memory stays bounded when every packet is a flow', () => {
	write(flood, Math.min(MEGABYTES, 256), recordsOfFlood());
	const run = runOurs(flood, true);
	print(
		`${run.packets.toLocaleString('en')} flows, estimated as ${run.flows.toLocaleString('en')}: peak RSS ${run.maxRssMb.toFixed(0)} MB, ${((run.milliseconds * 1e6) / run.packets).toFixed(0)} ns a packet`,
	);
	expect(Math.abs(run.flows / run.packets - 1)).toBeLessThan(0.1);
	expect(run.maxRssMb).toBeLessThan(200);
}, 600_000);
