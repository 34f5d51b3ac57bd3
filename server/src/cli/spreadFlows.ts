import type { Configuration, ScalingEntity } from '../config/model.js';
import { formatProcessor } from '../rss/processor.js';
import type { Steering } from '../rss/spread.js';
import { chooseFlowSets, flowSetChoices } from '../traffic/chooseFlowSets.js';
import { kindText } from '../traffic/flowKind.js';
import { type FlowSpread, simulateFlows } from '../traffic/flows.js';
import { flowText } from '../traffic/flowText.js';
import { judgeFlows, nodesOf } from '../traffic/judgeSpread.js';
import type { CliContext } from './context.js';
import { CliError, usageError } from './exit.js';
import { type JudgementOutput, judgementOutput } from './judgement.js';

/** Most flows that can be made up. */
export const MAX_FLOWS = 100_000_000;

export interface FlowOptions {
	readonly flows?: number;
	readonly flowSet?: string;
	readonly seed?: number;
}

/** Made-up flows sent through an entity; this is part of the JSON output. Shares are 0..1. */
export interface EntityFlows {
	readonly count: number;
	readonly seed: number;
	/** `TCP over IPv4, addresses and ports hashed`, of each set. */
	readonly kind: string;
	/** What was chosen: `uniform`, a set of the file, `traffic` for all of its sets. */
	readonly flowSet: string;
	readonly sets: readonly { name: string; kind: string; flows: number; sent: string }[];
	/** A flow without a size has one packet. */
	readonly packets: number;
	readonly processors: readonly {
		processor: string;
		flows: number;
		share: number;
		packets: number;
		packetShare: number;
	}[];
	/** By index; empty while RSS is off. */
	readonly entries: readonly { flows: number; packets: number }[];
	/** Without a hash: these go to the default processor. */
	readonly unhashed: { flows: number; packets: number };
	/** Of sets with sizes, most packets first. `entry`: null without a hash. */
	readonly largest: readonly { flow: string; packets: number; entry: number | null; processor: string }[];
	/** What must be known to read this. */
	readonly notes: readonly string[];
	readonly judgement: JudgementOutput;
}

/** Whether the command line asks for flows at all. */
export function wantsFlows({ flows, flowSet }: FlowOptions): boolean {
	return flows !== undefined || flowSet !== undefined;
}

/**
 * Sends the flows of the command line, or of the file, through an entity.
 * @throws CliError when no flow set has the name, or the hash cannot be computed
 */
export async function flowsThrough(
	{ terminal, interruption }: CliContext,
	configuration: Configuration,
	{ hash }: ScalingEntity,
	steering: Steering,
	options: FlowOptions,
): Promise<EntityFlows> {
	const { traffic } = configuration;
	const chosen = chooseFlowSets(options.flowSet, traffic);
	if (!chosen) {
		const names = flowSetChoices(traffic).map(({ id }) => id);
		throw usageError(`There is no flow set \`${options.flowSet}\`. There are: ${names.join(', ')}.`);
	}
	const count = options.flows ?? chosen.flows;
	const seed = options.seed ?? chosen.seed;
	const hashing = { hashTypes: hash.types.value, secretKey: hash.secretKey.value };
	let shown = 0;
	const onProgress = (share: number) => {
		if (!terminal.showsProgress || share < shown + 0.1) return;
		shown = share;
		terminal.complain(terminal.styled('dim', `${Math.floor(share * 100)} % of the flows`));
	};
	try {
		const spread = await simulateFlows(
			{ steering, ...hashing, flows: count, seed, flowSets: chosen.flowSets },
			{ signal: interruption(), onProgress },
		);
		const judgement = judgeFlows(nodesOf(configuration), steering, spread);
		return { ...entityFlows(spread, chosen.name, count, seed), judgement: judgementOutput(judgement) };
	} catch (error) {
		throw error instanceof RangeError ? new CliError(`The flows cannot be hashed: ${error.message}.`) : error;
	}
}

function entityFlows(
	spread: FlowSpread,
	flowSet: string,
	count: number,
	seed: number,
): Omit<EntityFlows, 'judgement'> {
	const { sets, total, processors, entries, unhashed, largest, notes } = spread;
	return {
		count,
		seed,
		kind: [...new Set(sets.map(kindText))].join('; '),
		flowSet,
		sets: sets.map((set) => ({ name: set.name, kind: set.kind, flows: set.flows, sent: kindText(set) })),
		packets: total.packets,
		processors: processors.map(({ processor, flows, packets }) => ({
			processor: formatProcessor(processor),
			flows,
			share: flows / total.flows,
			packets,
			packetShare: packets / total.packets,
		})),
		entries,
		unhashed,
		largest: largest.map(({ tuple, packets, entry, processor, set }) => ({
			flow: flowText(tuple, sets[set]?.protocol),
			packets,
			entry: entry ?? null,
			processor: formatProcessor(processor),
		})),
		notes,
	};
}
