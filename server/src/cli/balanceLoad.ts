import type { Configuration, ScalingEntity } from '../config/model.js';
import type { Steering } from '../rss/spread.js';
import type { EntityLoad } from '../traffic/balanceEntity.js';
import { nodesOf } from '../traffic/judgeSpread.js';
import type { Measure } from '../traffic/judgeTraffic.js';
import type { CliContext } from './context.js';
import { usageError } from './exit.js';
import { type CaptureMeter, type CaptureOptions, checkCaptureOptions } from './spreadCapture.js';
import { type FlowOptions, flowsThrough, wantsFlows } from './spreadFlows.js';

export interface LoadOptions extends FlowOptions, CaptureOptions {
	readonly by: Measure;
}

/** What an entity's table is balanced for. */
export interface MeasuredEntity extends EntityLoad {
	/** `10,000 flows: uniform, seed 1` */
	readonly source: string;
	readonly notes: readonly string[];
}

/** @throws CliError (usage) unless the options name traffic, and one that has the measure */
export function checkLoadOptions(file: string, options: LoadOptions): void {
	checkCaptureOptions(file, options);
	if (options.capture !== undefined) return;
	if (!wantsFlows(options)) {
		throw usageError('Which load? Name it with --flows, --flow-set or --capture.');
	}
	if (options.by === 'bytes') throw usageError('Made-up flows have no bytes: balance by flows or packets.');
}

/**
 * Sends the traffic of the command line through an entity.
 * @throws CliError when it cannot be read or hashed
 */
export async function measureEntity(
	context: CliContext,
	configuration: Configuration,
	entity: ScalingEntity,
	options: LoadOptions,
	meter: CaptureMeter | undefined,
): Promise<MeasuredEntity> {
	const { by } = options;
	const steering: Steering = {
		rssEnabled: entity.rss.value,
		primaryProcessor: entity.primaryProcessor.value,
		defaultProcessor: entity.defaultProcessor.value,
		indirectionTable: entity.indirectionTable.entries,
	};
	if (meter) {
		const capture = await meter.through(entity, steering, nodesOf(configuration));
		const unhashed = capture.notHashed.filter(({ toDefault }) => toDefault);
		return {
			entries: capture.entries.map((load) => load[by]),
			unhashed: unhashed.reduce((sum, load) => sum + load[by], 0),
			source: `${capture.file}: ${capture.total.packets.toLocaleString('en')} packets`,
			notes: capture.notes,
		};
	}
	const flows = await flowsThrough(context, configuration, entity, steering, options);
	const measure = by === 'bytes' ? 'packets' : by;
	return {
		entries: flows.entries.map((load) => load[measure]),
		unhashed: flows.unhashed[measure],
		source: `${flows.count.toLocaleString('en')} flows: ${flows.flowSet}, seed ${flows.seed}`,
		notes: flows.notes,
	};
}
