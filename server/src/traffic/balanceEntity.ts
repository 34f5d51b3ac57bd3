import type { Configuration, ScalingEntity } from '../config/model.js';
import { type Balance, balance } from '../rss/balance.js';
import { coreOf } from '../rss/judgement.js';
import { numberOf, type Processor } from '../rss/processor.js';
import { nodesOf } from './judgeSpread.js';

/** The load that an entity's table is to be balanced for, in one unit. */
export interface EntityLoad {
	/** By index, as many as the table has. */
	readonly entries: readonly number[];
	/** Without a hash: it goes to the default processor. */
	readonly unhashed: number;
}

/** What is wished of the processors beyond the limits of adapter and entity. */
export interface BalanceWishes {
	/** Processors of this NUMA node alone. */
	readonly numaNode?: number | undefined;
	/** No two threads of one core. */
	readonly oneThreadPerCore?: boolean | undefined;
	/** How far the peak may stay above the least found, to save moves: 0.01 is 1 %. */
	readonly tolerance?: number | undefined;
}

/** Says why a table cannot be balanced; the message is a sentence for the user. */
export class BalanceError extends Error {
	override readonly name = 'BalanceError';
}

/**
 * The table of an entity that evens a load with the fewest moved entries, within its queues and the RSS processors.
 * @throws BalanceError when RSS is off, nothing arrives by the table, or no processor is left
 */
export function balanceEntity(
	configuration: Configuration,
	entity: ScalingEntity,
	{ entries, unhashed }: EntityLoad,
	wishes: BalanceWishes = {},
): Balance {
	const { rss, indirectionTable, defaultProcessor, numberOfQueues } = entity;
	if (!rss.value) {
		throw new BalanceError(
			'RSS is off: all traffic goes to the primary processor, there is no table to balance.',
		);
	}
	if (!entries.some((load) => load > 0)) {
		throw new BalanceError('Nothing arrives by the table: there is no load to balance it for.');
	}
	const candidates = candidatesOf(configuration, entity, wishes);
	// A default processor that the file leaves out follows entry 0: it costs no queue of its own, and its load moves along.
	const follows = defaultProcessor.assumed === true;
	const entryLoads = follows ? entries.map((load, i) => (i === 0 ? load + unhashed : load)) : entries;
	const apart = { processor: defaultProcessor.value, load: unhashed };
	const room = numberOfQueues.value - (follows || candidates.includes(apart.processor) ? 0 : 1);
	if (room < 1) {
		throw new BalanceError(
			'The default processor takes the only queue, and it is none of the processors wished for.',
		);
	}
	return balance({
		table: indirectionTable.entries,
		entryLoads,
		candidates,
		queues: numberOfQueues.value,
		...(!follows && { defaultProcessor: apart }),
		...(wishes.tolerance !== undefined && { tolerance: wishes.tolerance }),
	});
}

/** The RSS processors that fit the wishes, those to take first at the front. */
function candidatesOf(
	configuration: Configuration,
	entity: ScalingEntity,
	{ numaNode, oneThreadPerCore }: BalanceWishes,
): Processor[] {
	const nodes = nodesOf(configuration);
	const ofNode = nodes.find(({ node }) => node === numaNode);
	if (numaNode !== undefined && !ofNode) {
		const known = nodes.map(({ node }) => node).join(', ') || 'none';
		throw new BalanceError(`The file's host has no NUMA node ${numaNode} (it has ${known}).`);
	}
	if (oneThreadPerCore && nodes.length === 0) {
		throw new BalanceError('Which processors share a core is not known: the file has no `host.numaNodes`.');
	}
	const { adapter } = configuration;
	const wished = adapter.rssProcessors.processors.filter((p) => !ofNode || ofNode.processors.includes(p));
	if (wished.length === 0) throw new BalanceError(`None of the RSS processors is in NUMA node ${numaNode}.`);
	const preferred = adapter.rssProcessors.preferredNumaNode?.value;
	const inUse = usesOf(entity);
	const busyCores = new Set([...inUse.keys()].map((p) => coreOf(p, nodes)));
	const ranked = wished
		.map((p) => {
			const node = nodes.find(({ processors }) => processors.includes(p));
			return {
				p,
				uses: inUse.get(p) ?? 0,
				sharesCore: busyCores.has(coreOf(p, nodes)) ? 1 : 0,
				far: preferred === undefined || node?.node === preferred ? 0 : 1,
				thread: numberOf(p) % (node?.threadsPerCore ?? 1),
			};
		})
		.sort(
			(a, b) =>
				b.uses - a.uses || a.far - b.far || a.sharesCore - b.sharesCore || a.thread - b.thread || a.p - b.p,
		)
		.map(({ p }) => p);
	if (!oneThreadPerCore) return ranked;
	const taken = new Set<Processor>();
	return ranked.filter((p) => {
		const core = coreOf(p, nodes);
		return !taken.has(core) && taken.add(core);
	});
}

/** How often a processor is pointed at; the default processor, which takes a queue anyway, before all. */
function usesOf({ indirectionTable, defaultProcessor }: ScalingEntity): Map<Processor, number> {
	const uses = new Map<Processor, number>();
	for (const p of indirectionTable.entries) uses.set(p, (uses.get(p) ?? 0) + 1);
	if (!defaultProcessor.assumed) uses.set(defaultProcessor.value, Number.POSITIVE_INFINITY);
	return uses;
}
