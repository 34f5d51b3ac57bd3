import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLISHED_KEY } from '../../../server/src/config/readAdapter.js';
import { type FlowSetId, findFlowSetKind, parametersOf } from '../../../server/src/traffic/flowSets/index.js';
import { spreadFlows } from '../../../server/src/traffic/spreadFlows.js';
import { type JobSet, PART_FLOWS, partsOf, type SpreadJob } from '../../../server/src/traffic/spreadJob.js';
import { type Bundle, bundle } from '../../support/bundle.js';

function jobSet(kind: FlowSetId, flows: number, more: Partial<JobSet> = {}): JobSet {
	const found = findFlowSetKind(kind);
	if (!found) throw new Error(kind);
	return {
		kind,
		flows,
		family: 'ipv4',
		hashed: 'addresses and ports',
		parameters: parametersOf(found, {}),
		...more,
	};
}
const job: SpreadJob = {
	secretKey: PUBLISHED_KEY,
	tableSize: 128,
	seed: 3,
	sets: [
		jobSet('zipf', 3 * PART_FLOWS + 100),
		jobSet('uniform', PART_FLOWS + 1, { family: 'ipv6' }),
		jobSet('nat', 1000, { hashed: 'addresses' }),
		jobSet('zipf', 500, { hashed: 'nothing' }),
	],
};
const flows = 4 * PART_FLOWS + 1601;
const many: SpreadJob = { ...job, sets: [jobSet('uniform', 100_000_000)] };

let program: Bundle;
let workerFile: string;
beforeAll(async () => {
	program = await bundle('cli');
	workerFile = join(dirname(program.path), 'spreadWorker.js');
});
afterAll(() => program.dispose());

describe('a job', () => {
	it('is cut into parts that hold each flow once', () => {
		const parts = partsOf(job);
		for (const [set, { flows: wanted }] of job.sets.entries()) {
			const own = parts.filter((part) => part.set === set);
			let next = 0;
			for (const { first, length } of own) {
				expect(first).toBe(next);
				expect(length).toBeLessThanOrEqual(PART_FLOWS);
				next += length;
			}
			expect(next).toBe(wanted);
		}
	});

	it('gives the same result here, in one worker and in three', async () => {
		const here = await spreadFlows(job, { workers: 0 });
		const total = [...here.flows].reduce((sum, n) => sum + n, here.unhashed.flows);
		expect(total).toBe(flows);
		expect(here.unhashed.flows).toBe(500);
		expect(here.largest).toHaveLength(20);
		for (const workers of [1, 3]) expect(await spreadFlows(job, { workers, workerFile })).toEqual(here);
	});

	it('tells how far it is, and ends at 1', async () => {
		for (const workers of [0, 2]) {
			const shares: number[] = [];
			await spreadFlows(job, { workers, workerFile, onProgress: (share) => shares.push(share) });
			expect(shares).toHaveLength(partsOf(job).length);
			expect(shares).toEqual([...shares].sort((a, b) => a - b));
			expect(shares.at(-1)).toBe(1);
		}
	});
});

describe.each([0, 2])('with %i workers', (workers) => {
	it('is cancelled at once', async () => {
		const reason = new Error('enough');
		const already = AbortSignal.abort(reason);
		await expect(spreadFlows(many, { workers, workerFile, signal: already })).rejects.toBe(reason);
	});

	it('is cancelled on the way', async () => {
		const controller = new AbortController();
		const reason = new Error('enough');
		let last = 0;
		const onProgress = (share: number) => {
			last = share;
			controller.abort(reason);
		};
		await expect(
			spreadFlows(many, { workers, workerFile, signal: controller.signal, onProgress }),
		).rejects.toBe(reason);
		expect(last).toBeGreaterThan(0);
		expect(last).toBeLessThan(0.5);
	});

	it('fails with what went wrong', async () => {
		const short = { ...job, secretKey: PUBLISHED_KEY.subarray(1) };
		await expect(spreadFlows(short, { workers, workerFile })).rejects.toThrow(
			/40 to 52 bytes; this one has 39/,
		);
	});
});

describe('a worker', () => {
	it('that cannot be started is an error', async () => {
		const missing = join(program.directory, 'missing.js');
		await expect(spreadFlows(job, { workers: 1, workerFile: missing })).rejects.toThrow(
			/worker thread .*missing\.js/s,
		);
	});

	it('that ends without a result is an error', async () => {
		const silent = join(program.directory, 'silent.js');
		await writeFile(silent, 'process.exit(3);');
		await expect(spreadFlows(job, { workers: 2, workerFile: silent })).rejects.toThrow(/ended with code 3/);
	});
});
