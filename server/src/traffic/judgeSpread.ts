import type { Configuration } from '../config/model.js';
import type { NodeProcessors } from '../rss/rssProcessorSet.js';
import type { Steering } from '../rss/spread.js';
import type { CaptureLoad } from './capture/captureLoad.js';
import { capturedFlowText } from './capture/captureWords.js';
import type { CaptureSpread } from './capture/spreadCapture.js';
import type { FlowSpread } from './flows.js';
import { flowText } from './flowText.js';
import { judgeTraffic, type TrafficJudgement } from './judgeTraffic.js';

/** The NUMA nodes of a file's host; none when it says nothing of them. */
export function nodesOf({ host }: Pick<Configuration, 'host'>): NodeProcessors[] {
	return (host?.numaNodes ?? []).map(({ node, processors, threadsPerCore }) => ({
		node: node.value,
		processors,
		threadsPerCore,
	}));
}

/** Judges how made-up flows arrived. */
export function judgeFlows(
	nodes: readonly NodeProcessors[],
	steering: Steering,
	{ processors, entries, largest, sets }: FlowSpread,
): TrafficJudgement {
	return judgeTraffic({
		steering,
		nodes,
		arrivals: processors,
		entryFlows: entries.map(({ flows }) => flows),
		largest: largest.map(({ tuple, packets, processor, set }) => ({
			flow: flowText(tuple, sets[set]?.protocol),
			load: packets,
			processor,
		})),
		largestBy: 'packets',
	});
}

/** Judges how a capture arrived. */
export function judgeCapture(
	nodes: readonly NodeProcessors[],
	steering: Steering,
	{ processors, entries, topFlows }: CaptureSpread,
	load: CaptureLoad,
): TrafficJudgement {
	return judgeTraffic({
		steering,
		nodes,
		arrivals: processors,
		// Estimates of numbers of flows are no counts to be tested.
		...(!load.approximate && { entryFlows: entries.map(({ flows }) => flows) }),
		largest: topFlows.map((flow) => ({
			flow: capturedFlowText(flow),
			load: flow.bytes,
			processor: flow.processor,
		})),
		largestBy: 'bytes',
	});
}
