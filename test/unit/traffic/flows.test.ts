import { describe, expect, it } from 'vitest';
import { PUBLISHED_KEY } from '../../../server/src/config/readAdapter.js';
import { type Processor, parseProcessor } from '../../../server/src/rss/processor.js';
import { flowKindFor, hashedBytes, simulateFlows } from '../../../server/src/traffic/flows.js';

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

describe('simulated flows', () => {
	it('arrive in proportion to the entries', () => {
		const { counts } = simulateFlows(simulation);
		expect(counts.reduce((sum, { flows }) => sum + flows, 0)).toBe(20_000);
		expect(counts[0]?.processor).toBe(p('0:2'));
		const shares = new Map(counts.map(({ processor, flows }) => [processor, flows / 20_000]));
		// Six standard deviations of a binomial distribution.
		expect(Math.abs((shares.get(p('0:2')) ?? 0) - 0.5)).toBeLessThan(0.0213);
		expect(Math.abs((shares.get(p('0:4')) ?? 0) - 0.25)).toBeLessThan(0.0184);
	});

	it('are the same for the same seed, and others for another', () => {
		expect(simulateFlows(simulation)).toEqual(simulateFlows(simulation));
		expect(simulateFlows({ ...simulation, seed: 2 })).not.toEqual(simulateFlows(simulation));
	});

	it('all land on entry 0 under a key of zeros', () => {
		const { counts } = simulateFlows({ ...simulation, secretKey: new Uint8Array(40) });
		expect(counts).toEqual([{ processor: p('0:2'), flows: 20_000 }]);
	});

	it('go to the primary processor with RSS off, to the default without a hash', () => {
		const off = simulateFlows({ ...simulation, steering: { ...steering, rssEnabled: false } });
		expect(off.counts).toEqual([{ processor: p('0:9'), flows: 20_000 }]);
		const unhashed = simulateFlows({ ...simulation, hashTypes: [] });
		expect(unhashed.counts).toEqual([{ processor: p('0:8'), flows: 20_000 }]);
	});

	it('hash the fields that the types cover', () => {
		expect(hashedBytes(flowKindFor(['ipv4', 'tcpIpv4']))).toBe(12);
		expect(hashedBytes(flowKindFor(['ipv4']))).toBe(8);
		expect(hashedBytes(flowKindFor(['udpIpv6', 'ipv4']))).toBe(36);
		expect(hashedBytes(flowKindFor(['ipv6']))).toBe(32);
		expect(hashedBytes(flowKindFor([]))).toBe(0);
	});
});
