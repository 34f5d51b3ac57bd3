import { type Command, InvalidArgumentError } from 'commander';
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
import { simulateFlows } from '../traffic/flows.js';
import { checkFile, refuseErrors } from './configuration.js';
import { type CliContext, command, type Format } from './context.js';
import { Exit, usageError } from './exit.js';
import { displayName } from './files.js';
import { spreadText } from './spreadText.js';

interface SpreadOptions {
	readonly format: Format;
	readonly vport?: number;
	readonly flows?: number;
	readonly seed: number;
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
	readonly flows?: {
		readonly count: number;
		readonly seed: number;
		readonly kind: string;
		readonly processors: readonly { processor: string; flows: number; share: number }[];
	};
}

/** `rssv2 spread FILE [--vport N] [--flows N]` */
export function spreadCommand(context: CliContext): Command {
	return command<SpreadOptions>(
		context,
		{
			name: 'spread',
			description: 'Show how a configuration spreads receive traffic over processors.',
			configure: (self) =>
				self
					.argument('<file>', 'configuration file, - for standard input')
					.option('--vport <id>', 'this VPort only', (text) => wholeNumber(text, 0, 0xffff_fffe))
					.option('--flows <n>', 'also send N random flows through hash and table', (text) =>
						wholeNumber(text, 1, 10_000_000),
					)
					.option('--seed <n>', 'seed of the random flows', (text) => wholeNumber(text, 0, 0xffff_ffff), 1),
		},
		async ([file = ''], { format, ...options }) => {
			const result = await checkFile(context, file);
			refuseErrors(context, file, result, 'show how it spreads');
			const spreads = result.documents.flatMap(({ configuration }) =>
				configuration
					? entitiesOf(configuration, options.vport).map((entity) => spreadOf(configuration, entity, options))
					: [],
			);
			if (spreads.length === 0) {
				const what = options.vport === undefined ? 'no scaling entity' : `no VPort ${options.vport}`;
				throw usageError(`${displayName(file)}: has ${what}.`);
			}
			if (format === 'json') context.terminal.printJson({ entities: spreads });
			else context.terminal.print(spreads.map((spread) => spreadText(spread, context.terminal)).join('\n\n'));
			return Exit.clean;
		},
	);
}

function entitiesOf({ entities }: Configuration, vport: number | undefined): readonly ScalingEntity[] {
	return vport === undefined ? entities : entities.filter(({ vportId }) => vportId.value === vport);
}

function spreadOf(
	{ adapter, host }: Configuration,
	entity: ScalingEntity,
	{ flows, seed }: Pick<SpreadOptions, 'flows' | 'seed'>,
): EntitySpread {
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
		...(flows !== undefined && { flows: flowsOf(entity, steering, flows, seed) }),
	};
}

function flowsOf(
	{ hash }: ScalingEntity,
	steering: Steering,
	flows: number,
	seed: number,
): NonNullable<EntitySpread['flows']> {
	const { kind, counts } = simulateFlows({
		steering,
		hashTypes: hash.types.value,
		secretKey: hash.secretKey.value,
		flows,
		seed,
	});
	const protocol = `${kind.protocol.toUpperCase()} over ${kind.family === 'ipv4' ? 'IPv4' : 'IPv6'}`;
	return {
		count: flows,
		seed,
		kind: `${protocol}, ${kind.hashed} hashed`,
		processors: counts.map(({ processor, flows: arrived }) => ({
			processor: formatProcessor(processor),
			flows: arrived,
			share: arrived / flows,
		})),
	};
}

function wholeNumber(text: string, min: number, max: number): number {
	const value = Number(text);
	if (!/^\d{1,10}$/.test(text) || value < min || value > max) {
		throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max.toLocaleString('en')}.`);
	}
	return value;
}
