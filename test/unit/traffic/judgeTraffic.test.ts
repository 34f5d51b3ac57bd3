import { describe, expect, test } from 'vitest';
import { type Processor, processor } from '../../../server/src/rss/processor.js';
import { judgementText } from '../../../server/src/traffic/judgementText.js';
import { type ArrivedTraffic, judgeTraffic } from '../../../server/src/traffic/judgeTraffic.js';

const cpu = (number: number) => processor(0, number);
const table: Processor[] = [0, 1, 2, 3, 0, 1, 2, 3].map(cpu);
const steering = {
	rssEnabled: true,
	primaryProcessor: cpu(0),
	defaultProcessor: cpu(0),
	indirectionTable: table,
};
const nodes = [
	{ node: 0, processors: [0, 1].map(cpu), threadsPerCore: 2 },
	{ node: 1, processors: [2, 3].map(cpu), threadsPerCore: 1 },
];
const arrived = (flows: number[], packets = flows) =>
	flows.map((n, i) => ({ processor: cpu(i), flows: n, packets: packets[i] ?? 0 }));
const even: ArrivedTraffic = {
	steering,
	nodes,
	arrivals: arrived([20, 20, 20, 20]),
	entryFlows: [10, 10, 10, 10, 10, 10, 10, 10],
	largest: [],
	largestBy: 'packets',
};

describe('judgement', () => {
	test('of even flows', () => {
		const { measures, arrival, unsplittable } = judgeTraffic(even);
		expect(measures).toMatchObject([
			{ measure: 'flows', jain: 1, maxOverMean: 1, siblingShare: 0.5 },
			{ measure: 'packets', jain: 1 },
		]);
		expect(measures[0]?.nodes).toMatchObject([
			{ node: 0, share: 0.5 },
			{ node: 1, share: 0.5 },
		]);
		expect(arrival).toMatchObject({ statistic: 0, degreesOfFreedom: 3, leastExpected: 20 });
		expect(unsplittable).toEqual([]);
	});
	test('a processor of the table that nothing reaches counts', () => {
		const { measures } = judgeTraffic({ ...even, arrivals: arrived([40, 40]) });
		expect(measures[0]).toMatchObject({ processors: 4, maxOverMean: 2, jain: 0.5 });
	});
	test('several entries of one processor are one class', () => {
		const { arrival } = judgeTraffic({ ...even, entryFlows: [20, 10, 10, 10, 0, 10, 10, 10] });
		expect(arrival).toMatchObject({ statistic: 0, degreesOfFreedom: 3 });
	});
	test('with RSS off all is on the primary and nothing is tested', () => {
		const { measures, arrival } = judgeTraffic({
			...even,
			steering: { ...steering, rssEnabled: false },
			arrivals: arrived([80]),
		});
		expect(measures[0]).toMatchObject({ processors: 1, maxOverMean: 1 });
		expect(arrival).toBeUndefined();
	});
	test('elephants are named with their share', () => {
		const { unsplittable } = judgeTraffic({
			...even,
			arrivals: arrived([20, 20, 20, 20], [700, 100, 100, 100]),
			largest: [
				{ flow: 'mouse', load: 10 },
				{ flow: 'elephant', load: 600 },
			],
		});
		expect(unsplittable).toEqual([{ flow: 'elephant', load: 600, share: 0.6 }]);
	});
});

describe('in words', () => {
	test('even flows', () => {
		expect(judgementText(judgeTraffic(even))).toEqual([
			"Flows: the busiest of 4 processors, 0:0, takes 25.0 %, 1.00 times the mean; Jain's index 1.000 (1 is even).",
			'Flows arrive in proportion to the entries, to within chance (χ² = 0.0, 3 degrees of freedom, p = 1.000).',
			'NUMA, by packets: 50.0 % on node 0 and 50.0 % on node 1.',
			'SMT: 50.0 % of the packets are on cores of which more than one thread is busy.',
		]);
	});
	test('uneven packets, an elephant, flows that are no chance', () => {
		const text = judgementText(
			judgeTraffic({
				...even,
				nodes: [],
				arrivals: arrived([80, 0, 0, 0], [1000, 0, 0, 0]),
				entryFlows: [80, 0, 0, 0, 0, 0, 0, 0],
				largest: [{ flow: 'a → b', load: 900 }],
			}),
		);
		expect(text).toEqual([
			"Flows: the busiest of 4 processors, 0:0, takes 100.0 %, 4.00 times the mean; Jain's index 0.250 (1 is even).",
			'Flows do not arrive in proportion to the entries (χ² = 240.0, 3 degrees of freedom, p < 0.001): these flows and this key are no random match.',
			'One flow is above an even share, which no table can split: a → b (90.0 % of the packets).',
		]);
	});
	test('one processor is no comparison', () => {
		const steering = { ...even.steering, rssEnabled: false };
		const alone = judgeTraffic({ ...even, steering, nodes: [], arrivals: arrived([80]), largest: [] });
		expect(judgementText(alone)).toEqual(['Everything goes to one processor, 0:0: nothing is spread.']);
	});
	test('too few flows are not tested', () => {
		const few = { ...even, arrivals: arrived([1, 0, 0, 0]), entryFlows: [1, 0, 0, 0, 0, 0, 0, 0] };
		expect(judgementText(judgeTraffic(few)).join()).not.toContain('χ²');
	});
	test('nothing arrived, nothing said', () => {
		expect(judgementText(judgeTraffic({ ...even, arrivals: [], entryFlows: [] }))).toEqual([]);
	});
});
