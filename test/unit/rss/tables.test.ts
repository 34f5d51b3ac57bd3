import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	foldsTo,
	isPowerOfTwo,
	periodOf,
	roundRobin,
	roundUpToPowerOfTwo,
	weighted,
} from '../../../server/src/rss/indirectionTable.js';
import { type Processor, parseProcessor } from '../../../server/src/rss/processor.js';
import { loadRatio, nodeSharesOf, sharesOf } from '../../../server/src/rss/spread.js';

const count = (table: readonly number[], source: number) => table.filter((entry) => entry === source).length;
const p = (text: string) => parseProcessor(text) as Processor;

describe('generators', () => {
	it('gives the tables that ethtool makes of weights', () => {
		expect(weighted([6, 2], 128)).toEqual([...new Array(96).fill(0), ...new Array(32).fill(1)]);
		expect(weighted([1, 0, 0, 3], 8)).toEqual([0, 0, 3, 3, 3, 3, 3, 3]);
		expect(weighted([1, 1, 1], 8)).toEqual([0, 0, 1, 1, 1, 2, 2, 2]);
	});

	it('gives every source its share, to less than one entry', () => {
		const weights = fc.array(fc.nat(50), { minLength: 1, maxLength: 12 }).filter((w) => w.some((x) => x > 0));
		fc.assert(
			fc.property(weights, fc.integer({ min: 1, max: 512 }), (given, size) => {
				const sum = given.reduce((a, b) => a + b, 0);
				const table = weighted(given, size);
				expect(table).toHaveLength(size);
				for (const [source, weight] of given.entries()) {
					expect(Math.abs(count(table, source) - (size * weight) / sum)).toBeLessThan(1);
				}
			}),
		);
	});

	it('round robin is even to one entry, and periodic', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 512 }), (sources, size) => {
				const table = roundRobin(sources, size);
				const counts = Array.from({ length: sources }, (_, source) => count(table, source));
				expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
				expect(periodOf(table)).toBe(Math.min(sources, size));
			}),
		);
	});
});

describe('patterns', () => {
	it('finds the least period, and folds onto exactly its multiples and more', () => {
		const tables = fc
			.tuple(fc.array(fc.nat(2), { minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 40 }))
			.map(([pattern, size]) => Array.from({ length: size }, (_, i) => pattern[i % pattern.length]));
		fc.assert(
			fc.property(tables, (table) => {
				const least = table.map((_, i) => i + 1).find((size) => foldsTo(table, size));
				expect(periodOf(table)).toBe(least);
			}),
		);
		expect(periodOf([])).toBe(0);
		expect(foldsTo([1, 2, 1, 2], 2)).toBe(true);
		expect(foldsTo([1, 2, 1, 3], 2)).toBe(false);
		expect(foldsTo([1], 0)).toBe(false);
	});

	it('powers of two', () => {
		expect([0, 1, 2, 3, 128, 129, 2 ** 40, 1.5].map(isPowerOfTwo)).toEqual([
			false,
			true,
			true,
			false,
			true,
			false,
			true,
			false,
		]);
		expect([0, 1, 3, 4, 127].map(roundUpToPowerOfTwo)).toEqual([1, 1, 4, 4, 128]);
	});
});

describe('spread', () => {
	const table = ['0:4', '1:0', '0:4', '0:2'].map(p);

	it('shares, busiest first', () => {
		expect(sharesOf(table)).toEqual([
			{ processor: p('0:4'), entries: 2, share: 0.5 },
			{ processor: p('0:2'), entries: 1, share: 0.25 },
			{ processor: p('1:0'), entries: 1, share: 0.25 },
		]);
		expect(loadRatio(sharesOf(table))).toBe(1.5);
	});

	it('per NUMA node, what belongs to none last', () => {
		const nodes = [
			{ node: 1, processors: [p('0:4')] },
			{ node: 0, processors: [p('0:2'), p('0:3')] },
		];
		expect(nodeSharesOf(table, nodes)).toEqual([
			{ node: 0, entries: 1, share: 0.25 },
			{ node: 1, entries: 2, share: 0.5 },
			{ node: undefined, entries: 1, share: 0.25 },
		]);
	});
});
