import type { Configuration, ScalingEntity } from '../config/model.js';
import type { BalanceResult, BalanceWish, TrafficResult } from '../protocol.js';
import { loadsOf } from '../rss/judgement.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import { BalanceError, balanceEntity, type EntityLoad } from '../traffic/balanceEntity.js';
import { balanceWords } from '../traffic/balanceWords.js';
import type { Measure } from '../traffic/judgeTraffic.js';
import { failure } from './runner.js';

/** How far the peak may stay above the least found, to save moves. */
const TOLERANCE = 0.01;

/**
 * The table of an entity that evens what arrived, with the fewest moved entries.
 * @throws ResponseError with a sentence for the user when there is nothing to balance
 */
export function balanceOf(
	configuration: Configuration,
	version: number,
	traffic: TrafficResult,
	{ vportId, by, numaNode, oneThreadPerCore }: BalanceWish,
): BalanceResult {
	const entity = configuration.entities.find((one) => one.vportId.value === vportId);
	if (!entity) throw failure(`The file has no VPort ${vportId}.`);
	const load = loadOf(traffic, entity, by);
	try {
		const wishes = { numaNode, oneThreadPerCore, tolerance: TOLERANCE };
		const balanced = balanceEntity(configuration, entity, load, wishes);
		const before = named(entity.indirectionTable.entries, load.entries);
		const after = named(balanced.table, load.entries);
		const names = [...new Set([...before.keys(), ...after.keys()])];
		return {
			version,
			title: traffic.title,
			words: balanceWords(balanced, by),
			processors: names.map((processor) => ({
				processor,
				before: before.get(processor) ?? 0,
				after: after.get(processor) ?? 0,
			})),
			changes: balanced.moved.flatMap((entry) => {
				const target = balanced.table[entry];
				return target === undefined ? [] : [{ vportId, entry, processor: formatProcessor(target) }];
			}),
			notes: traffic.notes,
		};
	} catch (error) {
		if (!(error instanceof BalanceError)) throw error;
		// With RSS off both would say that.
		throw failure([...(entity.rss.value ? traffic.notes : []), error.message].join(' '));
	}
}

/** What the default processor got beyond its entries has no hash. */
function loadOf(
	{ entries, processors }: TrafficResult,
	{ defaultProcessor, indirectionTable }: ScalingEntity,
	by: Measure,
): EntityLoad {
	const loads = entries.map((load) => load[by]);
	const own = formatProcessor(defaultProcessor.value);
	const arrived = processors.find(({ processor }) => processor === own)?.[by] ?? 0;
	const hashed = named(indirectionTable.entries, loads).get(own) ?? 0;
	return { entries: loads, unhashed: Math.max(0, arrived - hashed) };
}

/** Load of every processor of a table, by its name. */
function named(table: readonly Processor[], loads: readonly number[]): Map<string, number> {
	return new Map(loadsOf(table, loads).map(({ processor, load }) => [formatProcessor(processor), load]));
}
