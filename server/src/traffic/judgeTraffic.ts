import type { ChiSquare } from '../rss/chiSquare.js';
import {
	arrivalTest,
	type Evenness,
	evennessOf,
	loadsOf,
	nodeLoads,
	type PartLoad,
	siblingShare,
	unsplittable,
} from '../rss/judgement.js';
import type { Processor } from '../rss/processor.js';
import type { NodeProcessors } from '../rss/rssProcessorSet.js';
import { activeTable, type Steering } from '../rss/spread.js';

/** What can be counted of traffic. */
export type Measure = 'flows' | 'packets' | 'bytes';

/** What arrived at a processor; bytes are not known of made-up flows. */
export interface Arrival {
	readonly processor: Processor;
	readonly flows: number;
	readonly packets: number;
	readonly bytes?: number;
}

/** One of the largest flows. */
export interface LargestFlow {
	/** In words: `10.0.0.1:80 → …` */
	readonly flow: string;
	readonly load: number;
	readonly processor?: Processor | undefined;
}

/** Traffic as it arrived through an entity. */
export interface ArrivedTraffic {
	readonly steering: Steering;
	/** The host's nodes; empty when they are not known. */
	readonly nodes: readonly NodeProcessors[];
	readonly arrivals: readonly Arrival[];
	/** Flows under each entry, by index; without them it is not tested how they arrive. */
	readonly entryFlows?: readonly number[];
	/** Largest flows by one of the measures. */
	readonly largest: readonly LargestFlow[];
	readonly largestBy: Measure;
}

/** How evenly one measure is spread. */
export interface MeasureJudgement extends Evenness {
	readonly measure: Measure;
	readonly nodes: readonly (PartLoad & { readonly node: number | undefined })[];
	/** Share on cores of which two threads or more are busy, 0..1. */
	readonly siblingShare: number;
}

/** What is to be thought of how traffic arrived. */
export interface TrafficJudgement {
	/** Of each measure that has any load. */
	readonly measures: readonly MeasureJudgement[];
	/** Whether hashed flows arrive in proportion to the entries; undefined where that cannot be tested. */
	readonly arrival: ChiSquare | undefined;
	/** Largest flows that alone exceed an even share, with their share of all: no table can split them. */
	readonly unsplittable: readonly (LargestFlow & { readonly share: number })[];
	readonly unsplittableBy: Measure;
}

/** Judges how traffic arrived. All processors of the active table count, busy or not. */
export function judgeTraffic(traffic: ArrivedTraffic): TrafficJudgement {
	const { steering, nodes, arrivals, entryFlows, largest, largestBy } = traffic;
	const table = activeTable(steering);
	const processors = [...new Set([...table, ...arrivals.map(({ processor }) => processor)])];
	const arrived = new Map(arrivals.map((arrival) => [arrival.processor, arrival]));
	const measures = (['flows', 'packets', 'bytes'] as const).flatMap((measure) => {
		const loads = processors.map((processor) => ({
			processor,
			load: arrived.get(processor)?.[measure] ?? 0,
		}));
		const evenness = evennessOf(loads);
		if (!evenness) return [];
		return [
			{ measure, ...evenness, nodes: nodeLoads(loads, nodes), siblingShare: siblingShare(loads, nodes) },
		];
	});
	const total = measures.find(({ measure }) => measure === largestBy)?.total ?? 0;
	return {
		measures,
		arrival: steering.rssEnabled && entryFlows ? arrivalTest(table, loadsOf(table, entryFlows)) : undefined,
		unsplittable: unsplittable(largest, total, processors.length).map((flow) => ({
			...flow,
			share: flow.load / total,
		})),
		unsplittableBy: largestBy,
	};
}
