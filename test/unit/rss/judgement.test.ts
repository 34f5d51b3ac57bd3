import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chiSquareTail, chiSquareTest } from '../../../server/src/rss/chiSquare.js';
import {
	arrivalTest,
	coreOf,
	evennessOf,
	loadsOf,
	nodeLoads,
	siblingShare,
	unsplittable,
} from '../../../server/src/rss/judgement.js';
import { type Processor, processor } from '../../../server/src/rss/processor.js';
import { SeededRandom } from '../../../server/src/traffic/random.js';

const cpu = (number: number, group = 0) => processor(group, number);
const loads = (...given: number[]) => given.map((load, i) => ({ processor: cpu(i), load }));
const nodes = [
	{ node: 0, processors: [0, 1, 2, 3].map((n) => cpu(n)), threadsPerCore: 2 },
	{ node: 1, processors: [0, 1].map((n) => cpu(n, 1)), threadsPerCore: 1 },
];

describe('evenness', () => {
	test('even load', () => {
		expect(evennessOf(loads(5, 5, 5, 5))).toMatchObject({ maxOverMean: 1, jain: 1, busiestShare: 0.25 });
	});
	test('all on one of four', () => {
		expect(evennessOf(loads(0, 8, 0, 0))).toMatchObject({
			maxOverMean: 4,
			jain: 0.25,
			busiest: cpu(1),
			busiestShare: 1,
		});
	});
	test('nothing to judge without load', () => {
		expect(evennessOf([])).toBeUndefined();
		expect(evennessOf(loads(0, 0))).toBeUndefined();
	});
	test('Jain lies between 1/n and 1, and does not depend on the unit', () => {
		const some = fc.array(fc.nat({ max: 1e6 }), { minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(some, fc.integer({ min: 1, max: 1e6 }), (given, unit) => {
				const judged = evennessOf(loads(...given));
				if (!judged) return expect(given.every((load) => load === 0)).toBe(true);
				expect(judged.jain).toBeGreaterThanOrEqual(1 / given.length - 1e-12);
				expect(judged.jain).toBeLessThanOrEqual(1 + 1e-12);
				expect(judged.maxOverMean).toBeCloseTo(Math.max(...given) / (judged.total / given.length), 9);
				expect(evennessOf(loads(...given.map((load) => load * unit)))?.jain).toBeCloseTo(judged.jain, 9);
			}),
		);
	});
});

describe('chi-square', () => {
	// Quantiles of published tables (NIST/SEMATECH e-Handbook 1.3.6.7.4).
	test.each([
		[3.841, 1, 0.05],
		[6.635, 1, 0.01],
		[18.307, 10, 0.05],
		[29.588, 10, 0.001],
		[124.342, 100, 0.05],
		[77.929, 100, 0.95],
	])('P(χ² ≥ %d | %d) = %d', (x, k, p) => {
		expect(chiSquareTail(x, k)).toBeCloseTo(p, 4);
	});
	test('two degrees of freedom: exp(-x/2), however small', () => {
		fc.assert(
			fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (x) => {
				const wanted = Math.exp(-x / 2);
				expect(Math.abs(chiSquareTail(x, 2) - wanted)).toBeLessThanOrEqual(wanted * 1e-9 + 1e-15);
			}),
		);
	});
	test('falls from 1 to 0, also for as many classes as the largest table has entries', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 4095 }), fc.nat({ max: 10_000 }), (k, x) => {
				const [here, there] = [chiSquareTail(x, k), chiSquareTail(x + 1, k)];
				expect(here).toBeLessThanOrEqual(1);
				expect(there).toBeGreaterThanOrEqual(0);
				expect(there).toBeLessThanOrEqual(here);
			}),
		);
	});
	test('of counts against weights', () => {
		const test = chiSquareTest([60, 40], [1, 1]);
		expect(test).toMatchObject({ statistic: 4, degreesOfFreedom: 1, leastExpected: 50 });
		expect(test?.p).toBeCloseTo(0.0455, 4);
		expect(chiSquareTest([30, 10], [3, 1])).toMatchObject({ statistic: 0, p: 1 });
	});
	test('nothing to test, and the impossible', () => {
		expect(chiSquareTest([5], [1])).toBeUndefined();
		expect(chiSquareTest([0, 0], [1, 1])).toBeUndefined();
		expect(chiSquareTest([5, 5, 1], [1, 1, 0])).toMatchObject({ p: 0, degreesOfFreedom: 1 });
	});
	test('fair draws are rejected about as often as p says', () => {
		const random = new SeededRandom(7);
		let rejected = 0;
		for (let run = 0; run < 1000; run++) {
			const counts = new Array<number>(8).fill(0);
			for (let i = 0; i < 400; i++) {
				const at = random.next() & 7;
				counts[at] = (counts[at] ?? 0) + 1;
			}
			if ((chiSquareTest(counts, new Array(8).fill(1))?.p ?? 1) < 0.05) rejected++;
		}
		expect(rejected).toBeGreaterThan(25);
		expect(rejected).toBeLessThan(80);
	});
});

describe('arrival', () => {
	const table: Processor[] = [0, 1, 0, 1, 0, 1, 0, 2].map((n) => cpu(n));
	test('in proportion to the entries', () => {
		const flows = [
			{ processor: cpu(0), load: 400 },
			{ processor: cpu(1), load: 300 },
			{ processor: cpu(2), load: 100 },
		];
		expect(arrivalTest(table, flows)).toMatchObject({ statistic: 0, degreesOfFreedom: 2 });
	});
	test('a processor without any flow counts', () => {
		expect(arrivalTest(table, [{ processor: cpu(0), load: 800 }])?.p).toBeLessThan(1e-9);
	});
});

describe('parts of the host', () => {
	test('nodes, and processors of none', () => {
		const given = [
			{ processor: cpu(1), load: 3 },
			{ processor: cpu(0, 1), load: 1 },
			{ processor: cpu(5, 3), load: 4 },
			{ processor: cpu(2), load: 0 },
		];
		expect(nodeLoads(given, nodes)).toEqual([
			{ node: 0, load: 3, share: 3 / 8, busy: 1 },
			{ node: 1, load: 1, share: 1 / 8, busy: 1 },
			{ node: undefined, load: 4, share: 4 / 8, busy: 1 },
		]);
	});
	test('siblings share a core only where the node says so', () => {
		expect(coreOf(cpu(3), nodes)).toBe(cpu(2));
		expect(coreOf(cpu(1, 1), nodes)).toBe(cpu(1, 1));
		expect(siblingShare(loads(2, 1, 1), nodes)).toBe(3 / 4);
		expect(siblingShare(loads(2, 0, 2), nodes)).toBe(0);
		expect(siblingShare([], nodes)).toBe(0);
	});
});

test('flows that no table can split are those above the even share', () => {
	const flows = [{ load: 10 }, { load: 60 }, { load: 25 }];
	expect(unsplittable(flows, 100, 4)).toEqual([{ load: 60 }]);
	expect(unsplittable(flows, 100, 5)).toEqual([{ load: 60 }, { load: 25 }]);
	expect(unsplittable(flows, 100, 1)).toEqual([]);
});

test('loads of processors keep the sum of the entries', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 1000 }))), (pairs) => {
			const given = loadsOf(
				pairs.map(([p]) => cpu(p)),
				pairs.map(([, load]) => load),
			);
			expect(given.reduce((sum, { load }) => sum + load, 0)).toBe(
				pairs.reduce((sum, [, load]) => sum + load, 0),
			);
			expect(given.length).toBe(new Set(pairs.map(([p]) => p)).size);
		}),
	);
});
