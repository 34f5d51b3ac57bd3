import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntityFlows } from '../../server/src/cli/spreadFlows.js';
import { CliUnderTest } from '../support/cli.js';

let cli: CliUnderTest;
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());

const file = (traffic = '', hash = '') => `version: 1
adapter:
  name: Test
  mode: vmq
  rssProcessors: { base: "0:0", max: "0:7" }
${hash}vports:
  - { id: 0, numberOfQueues: 4, indirectionTable: ["0:2", "0:4", "0:2", "0:6"] }
  - { id: 3, name: sql, rss: false, primaryProcessor: "0:7" }
${traffic}`;
const mix = `traffic:
  flows: 4000
  seed: 9
  flowSets:
    - { kind: manyClients, name: web, share: 3 }
    - { kind: zipf, name: bulk }
`;

async function flowsOf(text: string, ...args: readonly string[]): Promise<EntityFlows[]> {
	const run = await cli.run(['spread', '-', '--format', 'json', ...args], { stdin: text });
	expect(run).toMatchObject({ code: 0, stderr: '' });
	return JSON.parse(run.stdout).entities.map(({ flows }: { flows: EntityFlows }) => flows);
}

describe('spread --flow-set', () => {
	it('sends uniform flows unless the file or the command line says otherwise', async () => {
		const [plain] = await flowsOf(file(), '--flows', '1000');
		expect(plain).toMatchObject({
			count: 1000,
			seed: 1,
			flowSet: 'uniform',
			kind: 'TCP over IPv4, addresses and ports hashed',
		});
		expect(plain?.processors.reduce((sum, { flows }) => sum + flows, 0)).toBe(1000);
		expect(plain?.processors.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
	});

	it('sends the traffic of the file, in the amount and with the seed that it says', async () => {
		const [whole] = await flowsOf(file(mix), '--flow-set', 'traffic');
		expect(whole).toMatchObject({ count: 4000, seed: 9, flowSet: 'traffic' });
		expect(whole?.sets.map(({ name, kind, flows }) => [name, kind, flows])).toEqual([
			['web', 'manyClients', 3000],
			['bulk', 'zipf', 1000],
		]);
		expect(whole?.entries).toHaveLength(4);
		expect(whole?.packets).toBe(whole?.entries.reduce((sum, { packets }) => sum + packets, 0));
		expect(whole?.largest[0]?.packets).toBe(1000);
		const [chosen] = await flowsOf(file(mix), '--flow-set', 'web', '--flows', '50', '--seed', '2');
		expect(chosen).toMatchObject({ count: 50, seed: 2, flowSet: 'web', packets: 50, largest: [] });
		const [alone] = await flowsOf(file(mix), '--flows', '100');
		expect(alone).toMatchObject({ count: 100, seed: 9, flowSet: 'traffic' });
	});

	it('says what goes to one place, and where', async () => {
		const [, off] = await flowsOf(file(), '--flows', '10');
		expect(off?.notes).toEqual(['RSS is off: all traffic goes to the primary processor, 0:7.']);
		expect(off?.processors).toEqual([{ processor: '0:7', flows: 10, share: 1, packets: 10, packetShare: 1 }]);
		const zeros = `  hash: { secretKey: "${'00'.repeat(40)}" }\n`;
		const { stdout } = await cli.run(['spread', '-', '--vport', '0', '--flows', '10'], {
			stdin: file('', zeros),
		});
		expect(stdout).toMatch(/The key is all zeros: .*entry 0, 0:2\./);
		const tunnel = await cli.run(['spread', '-', '--vport', '0', '--flow-set', 'nvgre'], { stdin: file() });
		expect(tunnel.stdout).toMatch(/All 10,000 flows that are hashed land on entry \d, 0:\d/);
	});

	it('shows packets where flows have sizes', async () => {
		const { stdout } = await cli.run(['spread', '-', '--vport', '0', '--flow-set', 'zipf'], {
			stdin: file(),
		});
		expect(stdout).toMatch(/processor +entries +share +flows +share +packets\n/);
		expect(stdout).toMatch(/10,000 flows with [\d,]+ packets: zipf, seed 1\n/);
		expect(stdout).toMatch(/largest flow: [\d.]+:\d+ → [\d.]+:\d+ TCP, [\d.]+ % of the packets, on 0:\d/);
	});

	it('refuses what there is not', async () => {
		expect(await cli.run(['spread', '-', '--flow-set', 'bogus'], { stdin: file(mix) })).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/no flow set `bogus`.*traffic, web, bulk, uniform, .*nvgre/),
		});
		expect(await cli.run(['spread', '-', '--flows', '0'], { stdin: file() })).toMatchObject({
			code: 2,
			stderr: expect.stringMatching(/Of zero flows nothing arrives anywhere/),
		});
	});
});

describe('many flows', () => {
	it('go through worker threads, and none is lost', async () => {
		const [many] = await flowsOf(file(), '--vport', '0', '--flows', '5000000');
		expect(many?.entries.reduce((sum, { flows }) => sum + flows, 0)).toBe(5_000_000);
		expect(Math.abs((many?.processors[0]?.share ?? 0) - 0.5)).toBeLessThan(0.002);
	});

	it('are given up on Ctrl+C', async () => {
		const path = await cli.file('many.rssv2.yaml', file());
		const args = ['spread', path, '--vport', '0', '--flows', '100000000', '--flow-set', 'nat'];
		// A signal that comes before the flows are started on just ends the process: then it came too early.
		for (let wait = 250; ; wait += 250) {
			const child = cli.start(args);
			const errors: Buffer[] = [];
			child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
			const early = setTimeout(() => child.kill('SIGINT'), wait);
			const [code, signal] = await once(child, 'close');
			clearTimeout(early);
			if (signal === 'SIGINT') continue;
			expect([code, Buffer.concat(errors).toString()]).toEqual([130, 'Cancelled.\n']);
			return;
		}
	});
});
