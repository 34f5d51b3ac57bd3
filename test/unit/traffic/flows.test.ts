import { describe, expect, it } from 'vitest';
import { PUBLISHED_KEY } from '../../../server/src/config/readAdapter.js';
import { type Processor, parseProcessor } from '../../../server/src/rss/processor.js';
import { flowKindFor, hashedBytes } from '../../../server/src/traffic/flowKind.js';
import { simulateFlows } from '../../../server/src/traffic/flows.js';

const p = (text: string) => parseProcessor(text) as Processor;
const steering = {
	rssEnabled: true,
	primaryProcessor: p('0:9'),
	defaultProcessor: p('0:8'),
	indirectionTable: ['0:2', '0:4', '0:2', '0:6'].map(p),
};
const simulation = {
	steering,
	hashTypes: ['ipv4', 'tcpIpv4'] as const,
	secretKey: PUBLISHED_KEY,
	flows: 20_000,
	seed: 1,
};
const set = (kind: 'uniform' | 'zipf' | 'nvgre' | 'vxlan' | 'oneClient', share = 1) => ({
	kind,
	share,
	parameters: {},
});
const all = (processor: string, flows = 20_000) => [{ processor: p(processor), flows, packets: flows }];

describe('simulated flows', () => {
	it('arrive in proportion to the entries', async () => {
		const { processors, entries, total, notes } = await simulateFlows(simulation);
		expect(total).toEqual({ flows: 20_000, packets: 20_000 });
		expect(processors.reduce((sum, { flows }) => sum + flows, 0)).toBe(20_000);
		expect(entries.reduce((sum, { flows }) => sum + flows, 0)).toBe(20_000);
		expect(processors[0]?.processor).toBe(p('0:2'));
		const shares = new Map(processors.map(({ processor, flows }) => [processor, flows / 20_000]));
		// Six standard deviations of a binomial distribution.
		expect(Math.abs((shares.get(p('0:2')) ?? 0) - 0.5)).toBeLessThan(0.0213);
		expect(Math.abs((shares.get(p('0:4')) ?? 0) - 0.25)).toBeLessThan(0.0184);
		expect(notes).toEqual([]);
	});

	it('are the same for the same seed, and others for another', async () => {
		expect(await simulateFlows(simulation)).toEqual(await simulateFlows(simulation));
		expect(await simulateFlows({ ...simulation, seed: 2 })).not.toEqual(await simulateFlows(simulation));
	});

	it('are mixed in proportion to their shares, each set hashed as its own packets are', async () => {
		const flowSets = [set('uniform', 3), set('nvgre', 1), { ...set('uniform', 0), name: 'none' }];
		const spread = await simulateFlows({ ...simulation, hashTypes: ['tcpIpv4'], flowSets });
		expect(spread.sets.map(({ name, flows, protocol, hashed }) => [name, flows, protocol, hashed])).toEqual([
			['uniform', 15_000, 'tcp', 'addresses and ports'],
			['nvgre', 5_000, 'gre', 'nothing'],
			['none', 0, 'tcp', 'addresses and ports'],
		]);
		expect(spread.unhashed).toEqual({ flows: 5_000, packets: 5_000 });
		expect(spread.processors.find(({ processor }) => processor === p('0:8'))?.flows).toBe(5_000);
		expect(spread.notes).toEqual([
			expect.stringMatching(/^nvgre: no hash type covers GRE over IPv4, .*0:8\.$/),
		]);
	});

	it('of unlike size put packets where the elephants are, and say which those are', async () => {
		const { total, processors, largest } = await simulateFlows({ ...simulation, flowSets: [set('zipf')] });
		expect(total.packets).toBeGreaterThan(5 * total.flows);
		expect(processors.reduce((sum, { packets }) => sum + packets, 0)).toBe(total.packets);
		expect(largest.map(({ flow }) => flow)).toEqual(Array.from({ length: 20 }, (_, i) => i));
		expect(largest.map(({ packets }) => packets)).toEqual(
			Array.from({ length: 20 }, (_, i) => Math.round(20_000 / (i + 1))),
		);
		for (const { entry, processor } of largest)
			expect(steering.indirectionTable[entry ?? -1]).toBe(processor);
	});
});

describe('what goes to one place says so', () => {
	it('with RSS off: to the primary processor', async () => {
		const off = await simulateFlows({ ...simulation, steering: { ...steering, rssEnabled: false } });
		expect(off).toMatchObject({ processors: all('0:9'), entries: [] });
		expect(off.notes).toEqual(['RSS is off: all traffic goes to the primary processor, 0:9.']);
	});

	it('without a hash: to the default processor', async () => {
		const unhashed = await simulateFlows({ ...simulation, hashTypes: [] });
		expect(unhashed.processors).toEqual(all('0:8'));
		expect(unhashed.notes).toEqual([expect.stringMatching(/no hash type covers TCP over IPv4.*0:8/)]);
	});

	it('under a key of zeros: to entry 0', async () => {
		const zeros = await simulateFlows({ ...simulation, secretKey: new Uint8Array(40) });
		expect(zeros.processors).toEqual(all('0:2'));
		expect(zeros.notes).toEqual([expect.stringMatching(/key is all zeros.*entry 0, 0:2/)]);
	});

	it('with constant headers: to one entry', async () => {
		const one = await simulateFlows({ ...simulation, flowSets: [set('nvgre')] });
		expect(one.processors).toHaveLength(1);
		expect(one.notes).toEqual([expect.stringMatching(/All 20,000 flows .* land on entry \d, 0:\d/)]);
	});

	it('of no flows: nowhere', async () => {
		const none = await simulateFlows({ ...simulation, flows: 0 });
		expect(none).toMatchObject({ processors: [], total: { flows: 0, packets: 0 } });
		expect(none.notes).toEqual(['There are no flows, so nothing arrives anywhere.']);
	});
});

it('hashes the fields that the types cover', () => {
	expect(hashedBytes(flowKindFor(['ipv4', 'tcpIpv4']))).toBe(12);
	expect(hashedBytes(flowKindFor(['ipv4']))).toBe(8);
	expect(hashedBytes(flowKindFor(['udpIpv6', 'ipv4']))).toBe(36);
	expect(hashedBytes(flowKindFor(['ipv6']))).toBe(32);
	expect(hashedBytes(flowKindFor(['tcpIpv6Ex']))).toBe(36);
	expect(hashedBytes(flowKindFor([]))).toBe(0);
	expect(flowKindFor(['tcpIpv4', 'ipv6'], { family: 'ipv6' })).toMatchObject({
		family: 'ipv6',
		hashed: 'addresses',
	});
	expect(flowKindFor(['tcpIpv4'], { protocol: 'udp' })).toMatchObject({ protocol: 'udp', hashed: 'nothing' });
	expect(flowKindFor(['tcpIpv4', 'ipv4'], { protocol: 'gre' })).toMatchObject({ hashed: 'addresses' });
});
