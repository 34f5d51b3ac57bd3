import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { FlowBatch } from '../../../server/src/rss/engine/flowBatch.js';

const run = promisify(execFile);
const LIMIT = { timeout: 60_000 };

/** What a run of the peer gives: nanoseconds of CPU time per flow, by round. */
export interface DpdkRun {
	readonly softrss: readonly number[];
	/** Only where the processor has GFNI and AVX-512. */
	readonly gfni?: readonly number[];
	/** Of hash AND 127, to see that both did the same work. */
	readonly counts: readonly number[];
}

/** The C program of this folder, compiled for this machine, and the flows that it hashes. */
export interface Dpdk {
	run(rounds: number): Promise<DpdkRun>;
	dispose(): Promise<void>;
}

/** Compiles the peer; a text instead when something is missing for that: why the comparison is left out. */
export async function buildDpdk(batch: FlowBatch, key: Uint8Array): Promise<Dpdk | string> {
	const { stdout: flags } = await run('pkg-config', ['--cflags', 'libdpdk'], LIMIT).catch(() => ({
		stdout: undefined,
	}));
	if (flags === undefined) return 'DPDK is not installed (apt-get install libdpdk-dev gcc pkg-config)';
	const folder = await mkdtemp(join(tmpdir(), 'rssv2-dpdk-'));
	const dispose = () => rm(folder, { recursive: true, force: true });
	const program = join(folder, 'dpdk');
	const source = fileURLToPath(new URL('./dpdk.c', import.meta.url));
	// DPDK's own -march comes first: the peer may use all that this processor has.
	const options = [...flags.trim().split(/\s+/), '-march=native', '-O3', '-DALLOW_EXPERIMENTAL_API'];
	try {
		await run('gcc', [...options, source, '-o', program, '-lrte_hash', '-lrte_eal'], LIMIT);
	} catch (error) {
		await dispose();
		return `the peer does not compile: ${(error as Error).message}`;
	}
	const [flows, secret] = [join(folder, 'flows'), join(folder, 'key')];
	await writeFile(flows, onTheWire(batch));
	await writeFile(secret, key);
	return {
		async run(rounds) {
			const { stdout } = await run(program, [flows, secret, String(rounds)], LIMIT);
			return JSON.parse(stdout);
		},
		dispose,
	};
}

/** The words of each flow, one flow after the other, in network order. */
function onTheWire({ words, length }: FlowBatch): DataView {
	const view = new DataView(new ArrayBuffer(length * words.length * 4));
	for (let i = 0; i < length; i++) {
		for (const [w, column] of words.entries()) view.setUint32((i * words.length + w) * 4, column[i] ?? 0);
	}
	return view;
}
