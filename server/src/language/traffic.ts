import type { Configuration, ScalingEntity } from '../config/model.js';
import type { TrafficOffer, TrafficResult, TrafficSource } from '../protocol.js';
import { formatProcessor } from '../rss/processor.js';
import type { Steering } from '../rss/spread.js';
import { chooseFlowSets, flowSetChoices } from '../traffic/chooseFlowSets.js';
import { kindText } from '../traffic/flowKind.js';
import { simulateFlows } from '../traffic/flows.js';
import { flowText } from '../traffic/flowText.js';
import { furtherText } from '../traffic/judgementText.js';
import { judgeFlows, nodesOf } from '../traffic/judgeSpread.js';
import type { Captures } from './captures.js';
import { evennessViews } from './evenness.js';
import { failure } from './runner.js';
import { captureResult } from './trafficCapture.js';

/** Most flows that can be made up for a picture. */
const MAX_FLOWS = 10_000_000;

/** What a long question is given. */
export interface TrafficWork {
	readonly signal: AbortSignal;
	/** `done` of `total` flows or bytes. */
	report(message: string, done: number, total: number): void;
}

/** What can be sent through the entities of a configuration: its own flow sets first, with its own numbers. */
export function trafficOffer({ traffic }: Pick<Configuration, 'traffic'>): TrafficOffer {
	const { flows = 0, seed = 0 } = chooseFlowSets(undefined, traffic) ?? {};
	return { flowSets: flowSetChoices(traffic), flows, seed };
}

/**
 * Where the packets of a source arrive in an entity.
 * @throws ResponseError with a sentence for the user when there is nothing to send, or nothing to hash it with; the reason
 *   of the signal
 */
export async function trafficOf(
	configuration: Configuration,
	vportId: number,
	source: TrafficSource,
	captures: Captures,
	work: TrafficWork,
): Promise<TrafficResult> {
	const entity = configuration.entities.find((one) => one.vportId.value === vportId);
	if (!entity) throw failure(`The file has no VPort ${vportId}.`);
	const steering: Steering = {
		rssEnabled: entity.rss.value,
		primaryProcessor: entity.primaryProcessor.value,
		defaultProcessor: entity.defaultProcessor.value,
		indirectionTable: entity.indirectionTable.entries,
	};
	if (steering.rssEnabled && steering.indirectionTable.length === 0)
		throw failure(`VPort ${vportId} has an indirection table of 0 entries: no hash leads anywhere.`);
	try {
		return source.kind === 'capture'
			? await captureResult(configuration, entity, steering, source, captures, work)
			: await flowsResult(configuration, entity, steering, source, work);
	} catch (error) {
		// A key or table that cannot be hashed with.
		throw error instanceof RangeError ? failure(`The packets cannot be hashed: ${error.message}.`) : error;
	}
}

async function flowsResult(
	configuration: Configuration,
	{ hash }: ScalingEntity,
	steering: Steering,
	{ flowSet, flows, seed }: Extract<TrafficSource, { kind: 'flows' }>,
	{ signal, report }: TrafficWork,
): Promise<TrafficResult> {
	if (!Number.isInteger(flows) || flows < 0 || flows > MAX_FLOWS)
		throw failure(`Choose 0 to ${MAX_FLOWS.toLocaleString('en')} flows, not ${flows}.`);
	const chosen = chooseFlowSets(flowSet, configuration.traffic);
	if (!chosen) throw failure(`There is no flow set “${flowSet}” any more: choose another.`);
	const spread = await simulateFlows(
		{
			steering,
			hashTypes: hash.types.value,
			secretKey: hash.secretKey.value,
			flows,
			seed,
			flowSets: chosen.flowSets,
		},
		{ signal, onProgress: (share) => report('Sending flows', share * flows, flows) },
	);
	const { label = flowSet } = flowSetChoices(configuration.traffic).find(({ id }) => id === flowSet) ?? {};
	const noBytes = { bytes: 0 };
	const judged = judgeFlows(nodesOf(configuration), steering, spread);
	return {
		title: `${label}, seed ${seed}`,
		hashed: steering.rssEnabled ? [...new Set(spread.sets.map(kindText))].join('; ') : '',
		total: { ...spread.total, ...noBytes },
		processors: spread.processors
			.map(({ processor, flows: n, packets }) => ({
				processor: formatProcessor(processor),
				flows: n,
				packets,
				...noBytes,
			}))
			.sort((a, b) => b.packets - a.packets),
		entries: spread.entries.map((load) => ({ ...load, ...noBytes })),
		topFlows: spread.largest.map(({ tuple, packets, entry, processor, set }) => ({
			flow: flowText(tuple, spread.sets[set]?.protocol),
			packets,
			flows: 1,
			...noBytes,
			...(entry !== undefined && { entry }),
			processor: formatProcessor(processor),
		})),
		notHashable:
			steering.rssEnabled && spread.unhashed.packets > 0
				? [{ reason: 'no hash type covers them, to the default processor', packets: spread.unhashed.packets }]
				: [],
		evenness: evennessViews(judged),
		judgement: furtherText(judged),
		notes: [...spread.notes],
	};
}
