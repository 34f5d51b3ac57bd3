import type { Command } from 'commander';
import type { Configuration, ScalingEntity } from '../config/model.js';
import { entityTitle } from '../plan/words.js';
import { formatProcessor } from '../rss/processor.js';
import {
	activeTable,
	loadRatio,
	nodeSharesOf,
	processorsInUse,
	type Steering,
	sharesOf,
} from '../rss/spread.js';
import { nodesOf } from '../traffic/judgeSpread.js';
import { checkFile, refuseErrors } from './configuration.js';
import { type CliContext, command, type Format } from './context.js';
import { usageError } from './exit.js';
import { displayName } from './files.js';
import {
	type CaptureMeter,
	type CaptureOptions,
	captureExit,
	captureMeter,
	checkCaptureOptions,
	type EntityCapture,
} from './spreadCapture.js';
import { type EntityFlows, type FlowOptions, flowsThrough, wantsFlows } from './spreadFlows.js';
import { spreadText } from './spreadText.js';
import { trafficOptions, vportId } from './trafficOptions.js';

interface SpreadOptions extends FlowOptions, CaptureOptions {
	readonly format: Format;
	readonly vport?: number;
}

/** How one scaling entity spreads; this is the JSON output. Shares are 0..1. */
export interface EntitySpread {
	readonly adapter: string;
	readonly title: string;
	readonly vportId: number;
	readonly rss: boolean;
	readonly entries: number;
	readonly queues: { readonly used: number; readonly limit: number };
	readonly processors: readonly { processor: string; entries: number; share: number }[];
	/** Busiest share over the even share; 1 is even. */
	readonly loadRatio: number;
	/** `null`: in no node of the file's host. */
	readonly numaNodes: readonly { node: number | null; entries: number; share: number }[];
	readonly flows?: EntityFlows;
	readonly capture?: EntityCapture;
}

/** `rssv2 spread FILE [--vport N] [--flows N] [--flow-set NAME] [--seed N] [--capture FILE.pcap [--inner]]` */
export function spreadCommand(context: CliContext): Command {
	return command<SpreadOptions>(
		context,
		{
			name: 'spread',
			description: 'Show how a configuration spreads receive traffic over processors.',
			configure: (self) =>
				trafficOptions(
					self
						.argument('<file>', 'configuration file, - for standard input')
						.option('--vport <id>', 'this VPort only', vportId),
				),
		},
		async ([file = ''], { format, ...options }) => {
			checkCaptureOptions(file, options);
			const result = await checkFile(context, file);
			refuseErrors(context, file, result, 'show how it spreads');
			const meter = captureMeter(context, result.documents, options);
			const spreads: EntitySpread[] = [];
			for (const { configuration } of result.documents) {
				if (!configuration) continue;
				for (const entity of entitiesOf(configuration, options.vport)) {
					spreads.push(await spreadOf(context, configuration, entity, options, meter));
				}
			}
			if (spreads.length === 0) {
				const what = options.vport === undefined ? 'no scaling entity' : `no VPort ${options.vport}`;
				throw usageError(`${displayName(file)}: has ${what}.`);
			}
			if (format === 'json') context.terminal.printJson({ entities: spreads });
			else context.terminal.print(spreads.map((spread) => spreadText(spread, context.terminal)).join('\n\n'));
			return captureExit(context, spreads);
		},
	);
}

function entitiesOf({ entities }: Configuration, vport: number | undefined): readonly ScalingEntity[] {
	return vport === undefined ? entities : entities.filter(({ vportId }) => vportId.value === vport);
}

async function spreadOf(
	context: CliContext,
	configuration: Configuration,
	entity: ScalingEntity,
	options: FlowOptions,
	meter: CaptureMeter | undefined,
): Promise<EntitySpread> {
	const { adapter, host } = configuration;
	const steering: Steering = {
		rssEnabled: entity.rss.value,
		primaryProcessor: entity.primaryProcessor.value,
		defaultProcessor: entity.defaultProcessor.value,
		indirectionTable: entity.indirectionTable.entries,
	};
	const table = activeTable(steering);
	const shares = sharesOf(table);
	const nodes = (host?.numaNodes ?? []).map(({ node, processors }) => ({ node: node.value, processors }));
	return {
		adapter: adapter.name.value,
		title: entityTitle({ vportId: entity.vportId.value, name: entity.name?.value ?? '' }, adapter.mode.value),
		vportId: entity.vportId.value,
		rss: steering.rssEnabled,
		entries: table.length,
		queues: { used: processorsInUse(steering).size, limit: entity.numberOfQueues.value },
		processors: shares.map(({ processor, entries, share }) => ({
			processor: formatProcessor(processor),
			entries,
			share,
		})),
		loadRatio: loadRatio(shares),
		numaNodes:
			nodes.length === 0
				? []
				: nodeSharesOf(table, nodes).map((share) => ({ ...share, node: share.node ?? null })),
		...(wantsFlows(options) && {
			flows: await flowsThrough(context, configuration, entity, steering, options),
		}),
		...(meter && { capture: await meter.through(entity, steering, nodesOf(configuration)) }),
	};
}
