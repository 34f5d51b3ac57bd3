import type { Configuration, ScalingEntity } from '../config/model.js';
import type { FlowView, Load, TrafficResult, TrafficSource } from '../protocol.js';
import { formatProcessor } from '../rss/processor.js';
import type { Steering } from '../rss/spread.js';
import { capturedFlowText, captureNotes } from '../traffic/capture/captureWords.js';
import { type CaptureSpread, spreadCapture } from '../traffic/capture/spreadCapture.js';
import { furtherText } from '../traffic/judgementText.js';
import { judgeCapture, nodesOf } from '../traffic/judgeSpread.js';
import type { Captures } from './captures.js';
import { evennessViews } from './evenness.js';
import { failure } from './runner.js';
import type { TrafficWork } from './traffic.js';

/** Flows that are named of an entry: as many as a hover has room for. */
const NAMED_OF_ENTRY = 3;

/**
 * Where a capture arrives in an entity.
 * @throws ResponseError when the file cannot be read or is no capture
 */
export async function captureResult(
	configuration: Configuration,
	{ hash }: ScalingEntity,
	steering: Steering,
	{ path, inner }: Extract<TrafficSource, { kind: 'capture' }>,
	captures: Captures,
	{ signal, report }: TrafficWork,
): Promise<TrafficResult> {
	const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	const measure = {
		hashTypes: hash.types.value,
		secretKey: hash.secretKey.value,
		entries: Math.max(1, steering.indirectionTable.length),
		inner,
	};
	const onProgress = (bytes: number, size: number | undefined) => report(`Reading ${name}`, bytes, size ?? 0);
	const { load, end } = await captures
		.measure(path, measure, { signal, onProgress })
		.catch((error: unknown) => Promise.reject(unreadable(name, error)));
	const { problem, format } = end;
	if (problem && !format) throw failure(`${name} is no capture that can be read: ${problem.message}.`);
	const spread = spreadCapture(load, steering);
	const { processors, entries } = spread;
	const judged = judgeCapture(nodesOf(configuration), steering, spread, load);
	return {
		title: `${name}${inner ? ', tunnels by their inner header' : ''}`,
		hashed: steering.rssEnabled
			? load.hashTypes
					.map(({ type, packets }) => `${type}: ${packets.toLocaleString('en')} packets`)
					.join('; ')
			: '',
		total: plain(load.total),
		processors: processors
			.filter(({ packets }) => packets > 0)
			.map((one) => ({ processor: formatProcessor(one.processor), ...plain(one) })),
		entries: entries.map(({ largest, ...load }) => ({
			...plain(load),
			largest: largest
				.slice(0, NAMED_OF_ENTRY)
				.map((flow) => ({ flow: capturedFlowText(flow), packets: flow.packets })),
		})),
		topFlows: spread.topFlows.map(flowView),
		notHashable: steering.rssEnabled
			? load.noEntry.map(({ words, packets, toDefault }) => ({
					reason: toDefault ? `${words}, to the default processor` : `${words}: nobody knows where they go`,
					packets,
				}))
			: [],
		evenness: evennessViews(judged),
		judgement: furtherText(judged),
		notes: [
			...captureNotes(load, end, steering, hash.secretKey.value, entries),
			...(problem ? [`The capture is broken ${problem.message}; all packets before that are counted.`] : []),
		],
	};
}

const causes: Readonly<Record<string, string>> = {
	ENOENT: 'it is not there',
	EACCES: 'its permissions forbid it',
	EPERM: 'its permissions forbid it',
	EISDIR: 'it is a folder',
};

/** An error of the file system in a sentence; any other as it is. */
function unreadable(name: string, error: unknown): unknown {
	if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error;
	const cause = causes[String(error.code)] ?? String(error.code);
	return failure(`The capture ${name} cannot be read: ${cause}.`);
}

function plain({ packets, bytes, flows }: Load): Load {
	return { packets, bytes, flows };
}

function flowView({ processor, ...flow }: CaptureSpread['topFlows'][number]): FlowView {
	const { packets, bytes, entry } = flow;
	return {
		flow: capturedFlowText(flow),
		packets,
		bytes,
		flows: 1,
		...(entry !== undefined && { entry }),
		...(processor !== undefined && { processor: formatProcessor(processor) }),
	};
}
