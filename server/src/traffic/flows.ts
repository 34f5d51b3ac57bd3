import type { HashTypeName } from '../emulator/description.js';
import type { AddressFamily } from '../rss/engine/flowBatch.js';
import type { Processor } from '../rss/processor.js';
import { activeTable, type Steering } from '../rss/spread.js';
import { type FlowKind, flowKindFor } from './flowKind.js';
import type { FlowSetParameters } from './flowSets/flowSet.js';
import { type FlowSetId, findFlowSetKind, parametersOf } from './flowSets/index.js';
import { shareOut } from './shareOut.js';
import { type SpreadOptions, spreadFlows } from './spreadFlows.js';
import { flowsOf, type JobSet, type LargeFlow, type Tally } from './spreadJob.js';
import { trafficNotes } from './trafficNotes.js';

/** A flow set to be sent; what it leaves open follows from the hash types. */
export interface FlowSetChoice {
	readonly kind: FlowSetId;
	readonly name?: string | undefined;
	/** Weight among the sets, 0 or more. */
	readonly share: number;
	readonly family?: AddressFamily | undefined;
	readonly protocol?: 'tcp' | 'udp' | undefined;
	readonly parameters: Partial<FlowSetParameters>;
}

/** A flow simulation: which scaling entity, with which hash, and how many flows of what kind and seed. */
export interface FlowSimulation {
	readonly steering: Steering;
	readonly hashTypes: readonly HashTypeName[];
	/** 40..52 bytes. */
	readonly secretKey: Uint8Array;
	/** Flows of all sets together. */
	readonly flows: number;
	readonly seed: number;
	/** Not given: uniform random ones. */
	readonly flowSets?: readonly FlowSetChoice[];
}

/** Flows and packets; a flow without a size has one packet. */
export interface FlowLoad {
	readonly flows: number;
	readonly packets: number;
}

/** Where the flows of a simulation arrived. */
export interface FlowSpread {
	/** The sets with what became of their open ends. */
	readonly sets: readonly (FlowKind & {
		readonly kind: FlowSetId;
		readonly name: string;
		readonly flows: number;
	})[];
	readonly total: FlowLoad;
	/** Every processor that got any, most flows first, then by processor. */
	readonly processors: readonly (FlowLoad & { readonly processor: Processor })[];
	/** By index; empty while RSS is off. */
	readonly entries: readonly FlowLoad[];
	/** Flows without a hash, which go to the default processor. */
	readonly unhashed: FlowLoad;
	/** The largest flows of sets with sizes, most packets first. */
	readonly largest: readonly (LargeFlow & { readonly processor: Processor })[];
	/** What must be known to read this, in sentences: RSS is off, the key is zeros, … */
	readonly notes: readonly string[];
}

const UNIFORM: readonly FlowSetChoice[] = [{ kind: 'uniform', share: 1, parameters: {} }];

/**
 * Sends flow sets through hash and table. With RSS off all arrive at the primary processor; without a hash, at the default.
 * @throws RangeError for a key of another size than 40..52 bytes or a table of more than 65536 entries; else as
 *   {@link spreadFlows}
 */
export async function simulateFlows(
	simulation: FlowSimulation,
	options: SpreadOptions = {},
): Promise<FlowSpread> {
	const { steering, hashTypes, secretKey, flows, seed, flowSets = UNIFORM } = simulation;
	const counts = shareOut(
		flows,
		flowSets.map(({ share }) => share),
	);
	const chosen = flowSets.map((choice, i) => setOf(choice, hashTypes, counts[i] ?? 0));
	// With RSS off there is no hash: every flow counts as one without, and goes to the primary processor.
	const sets = steering.rssEnabled
		? chosen
		: chosen.map((set) => ({ ...set, job: { ...set.job, hashed: 'nothing' as const } }));
	const table = activeTable(steering);
	const job = { secretKey, tableSize: table.length, seed, sets: sets.map((set) => set.job) };
	const tally = await spreadFlows(job, options);
	const elsewhere = steering.rssEnabled ? steering.defaultProcessor : steering.primaryProcessor;
	const named = chosen.map(({ job: { kind }, kindOfFlows, name }, i) => ({
		...kindOfFlows,
		kind,
		name,
		flows: counts[i] ?? 0,
	}));
	return {
		sets: named,
		total: { flows: flowsOf(job), packets: sum(tally.packets) + tally.unhashed.packets },
		processors: byProcessor(table, tally, elsewhere),
		entries: steering.rssEnabled
			? table.map((_, i) => ({ flows: tally.flows[i] ?? 0, packets: tally.packets[i] ?? 0 }))
			: [],
		unhashed: tally.unhashed,
		largest: tally.largest.map((flow) => ({
			...flow,
			processor: (flow.entry === undefined ? undefined : table[flow.entry]) ?? elsewhere,
		})),
		notes: trafficNotes(simulation, named, tally.flows),
	};
}

/** A set with its family and protocol: as chosen, as its kind demands, or as the hash types cover best. */
function setOf(
	{ kind: id, name, family, protocol, parameters }: FlowSetChoice,
	hashTypes: readonly HashTypeName[],
	flows: number,
): { readonly job: JobSet; readonly kindOfFlows: FlowKind; readonly name: string } {
	const kind = findFlowSetKind(id);
	if (!kind) throw new RangeError(`there is no flow set of kind ${id}`);
	const wanted = kind.protocol ?? protocol;
	const kindOfFlows = flowKindFor(hashTypes, { family, protocol: wanted });
	const job: JobSet = {
		kind: id,
		flows,
		family: kindOfFlows.family,
		hashed: kindOfFlows.hashed,
		parameters: parametersOf(kind, parameters),
	};
	return { job, kindOfFlows, name: name ?? id };
}

function byProcessor(
	table: readonly Processor[],
	tally: Tally,
	elsewhere: Processor,
): FlowSpread['processors'] {
	const loads = new Map<Processor, { flows: number; packets: number }>();
	const add = (processor: Processor, flows: number, packets: number) => {
		if (flows === 0) return;
		const load = loads.get(processor) ?? { flows: 0, packets: 0 };
		loads.set(processor, { flows: load.flows + flows, packets: load.packets + packets });
	};
	for (const [i, processor] of table.entries()) add(processor, tally.flows[i] ?? 0, tally.packets[i] ?? 0);
	add(elsewhere, tally.unhashed.flows, tally.unhashed.packets);
	return [...loads]
		.map(([processor, load]) => ({ processor, ...load }))
		.sort((a, b) => b.flows - a.flows || a.processor - b.processor);
}

function sum(values: Float64Array): number {
	return values.reduce((total, value) => total + value, 0);
}
