/**
 * How fast flows are hashed and put on table entries.
 *
 *     apt-get install libdpdk-dev gcc pkg-config      # the peer; left out, with the reason, where it is missing
 *     npm run bench -- test/bench/engine.bench.ts
 *
 * One core: IPv4 4-tuples under a key of 40 bytes, a histogram over 128 entries; both programs hash the same flows, in
 * turns, and CPU time is what counts, so that others on the machine disturb both alike. The ratios are of medians.
 * Threads: a whole job, made and hashed, by the clock; the ratio means something on idle cores only.
 */
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PUBLISHED_KEY } from '../../server/src/config/readAdapter.js';
import { createBatch } from '../../server/src/rss/engine/flowBatch.js';
import type { IndexKernel } from '../../server/src/rss/engine/kernel.js';
import { scriptKernel } from '../../server/src/rss/engine/scriptKernel.js';
import { simdKernel } from '../../server/src/rss/engine/simdKernel.js';
import { findFlowSetKind, parametersOf } from '../../server/src/traffic/flowSets/index.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { spreadFlows } from '../../server/src/traffic/spreadFlows.js';
import type { SpreadJob } from '../../server/src/traffic/spreadJob.js';
import { bundle } from '../support/bundle.js';
import { buildDpdk, type DpdkRun } from './peer/dpdk.js';
import { summary } from './statistics.js';

const ENTRIES = 128;
const FLOWS = 2 ** 20;
/** Programs take turns so many times, with so many rounds each. */
const TURNS = 6;
const ROUNDS = 5;
const key = PUBLISHED_KEY;

function flows(family: 'ipv4' | 'ipv6') {
	const batch = createBatch(family, FLOWS);
	const random = new SeededRandom(1);
	for (let i = 0; i < FLOWS; i++) for (const column of batch.words) column[i] = random.next();
	return batch;
}

/** CPU nanoseconds per flow of some rounds, and the histogram of the last. */
function rounds(kernel: IndexKernel, batch: ReturnType<typeof flows>, n: number, entries = ENTRIES) {
	const ns: number[] = [];
	let counts = new Float64Array(entries);
	for (let round = 0; round < n; round++) {
		counts = new Float64Array(entries);
		const start = process.cpuUsage();
		kernel.count(batch, counts);
		const { user, system } = process.cpuUsage(start);
		ns.push(((user + system) * 1000) / batch.length);
	}
	return { ns, counts: [...counts] };
}

test('one core against DPDK', async ({ skip }) => {
	const batch = flows('ipv4');
	const dpdk = await buildDpdk(batch, key);
	if (typeof dpdk === 'string') return skip(dpdk);
	const spec = { secretKey: key, family: 'ipv4', ports: true, tableSize: ENTRIES } as const;
	const kernels = [scriptKernel(spec), simdKernel(spec)].filter((kernel) => kernel !== undefined);
	for (const kernel of kernels) rounds(kernel, batch, 3); // compiled for good
	const ours = new Map<string, number[]>();
	const peers: DpdkRun[] = [];
	try {
		for (let turn = 0; turn < TURNS; turn++) {
			const peer = await dpdk.run(ROUNDS);
			peers.push(peer);
			for (const kernel of kernels) {
				const { ns, counts } = rounds(kernel, batch, ROUNDS);
				expect(counts).toEqual(peer.counts);
				ours.set(kernel.name, [...(ours.get(kernel.name) ?? []), ...ns]);
			}
		}
	} finally {
		await dpdk.dispose();
	}
	const softrss = summary(peers.flatMap((peer) => peer.softrss));
	const gfni = peers.flatMap((peer) => peer.gfni ?? []);
	const lines = [`rte_softrss_be: ${softrss.text} ns a flow`];
	lines.push(
		gfni.length > 0
			? `rte_thash_gfni_bulk: ${summary(gfni).text} ns a flow`
			: 'rte_thash_gfni_bulk: left out, this processor has no GFNI with AVX-512',
	);
	for (const [name, ns] of ours) {
		const own = summary(ns);
		const bulk =
			gfni.length > 0 ? `, ${(summary(gfni).median / own.median).toFixed(2)} × rte_thash_gfni_bulk` : '';
		lines.push(
			`${name}: ${own.text} ns a flow, ${(softrss.median / own.median).toFixed(1)} × rte_softrss_be${bulk}`,
		);
	}
	console.log(lines.join('\n'));
});

test('IPv6 4-tuples, and a table size that is no power of two', () => {
	const lines: string[] = [];
	for (const [family, tableSize] of [
		['ipv6', 128],
		['ipv6', 2048],
		['ipv4', 2048],
		['ipv4', 100],
	] as const) {
		const batch = flows(family);
		const spec = { secretKey: key, family, ports: true, tableSize };
		const results = [scriptKernel(spec), simdKernel(spec)]
			.filter((kernel) => kernel !== undefined)
			.map((kernel) => {
				rounds(kernel, batch, 3, tableSize);
				const { ns, counts } = rounds(kernel, batch, 3 * ROUNDS, tableSize);
				expect(counts.reduce((sum, n) => sum + n, 0)).toBe(FLOWS);
				return `${kernel.name} ${summary(ns).text}`;
			});
		lines.push(`${family}, ${tableSize} entries, ns a flow: ${results.join('; ')}`);
	}
	console.log(lines.join('\n'));
});

test('two worker threads against one', async () => {
	const program = await bundle('cli');
	const workerFile = join(dirname(program.path), 'spreadWorker.js');
	const kind = findFlowSetKind('uniform');
	if (!kind) throw new Error('no uniform flows');
	const set = {
		kind: 'uniform',
		flows: 40_000_000,
		family: 'ipv4',
		hashed: 'addresses and ports',
		parameters: parametersOf(kind, {}),
	} as const;
	const job: SpreadJob = { secretKey: key, tableSize: ENTRIES, seed: 1, sets: [set] };
	const seconds = new Map<number, { clock: number[]; cpu: number[] }>([
		[1, { clock: [], cpu: [] }],
		[2, { clock: [], cpu: [] }],
	]);
	try {
		for (let turn = 0; turn < TURNS; turn++) {
			for (const [workers, times] of seconds) {
				const start = performance.now();
				const startCpu = process.cpuUsage();
				const { flows: counted } = await spreadFlows(job, { workers, workerFile });
				const { user, system } = process.cpuUsage(startCpu);
				times.clock.push((performance.now() - start) / 1000);
				times.cpu.push((user + system) / 1e6);
				expect(counted.reduce((sum, n) => sum + n, 0)).toBe(set.flows);
			}
		}
	} finally {
		await program.dispose();
	}
	const of = (workers: number, kind: 'clock' | 'cpu') => summary(seconds.get(workers)?.[kind] ?? []);
	const ratio = (of(1, 'clock').median / of(2, 'clock').median).toFixed(2);
	// What two would be if each had a core to itself: no more than twice, less by what they do in excess.
	const idle = ((2 * of(1, 'cpu').median) / of(2, 'cpu').median).toFixed(2);
	console.log(
		[
			`40 million flows made and hashed, 1 worker: ${of(1, 'clock').text} s by the clock, ${of(1, 'cpu').text} s of CPU`,
			`2 workers: ${of(2, 'clock').text} s by the clock, ${of(2, 'cpu').text} s of CPU`,
			`2 against 1: ${ratio} × by the clock (${availableParallelism()} cores here), ${idle} × by CPU time`,
		].join('\n'),
	);
});
