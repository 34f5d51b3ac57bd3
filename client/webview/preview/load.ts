import type { EntityView, TrafficResult } from '../../../server/src/protocol.js';
import * as l10n from './l10n.js';
import type { Measure } from './savedState.js';
import { measureWord } from './words.js';

/** How a load is spread over processors. */
export interface ProcessorLoad {
	measure: Measure;
	/** What the shares are shares of, in words: `% of entries`. */
	unit: string;
	/** Share (0..1) by processor id, busiest first; absent = none. */
	shares: ReadonlyMap<string, number>;
	/** The share of each if all in use had the same; undefined when there is only one. */
	even: number | undefined;
}

/** The measures that traffic can be told by: bytes only where packets have a size. */
export function measuresOf(traffic: TrafficResult | undefined): Measure[] {
	if (!traffic || traffic.total.packets === 0) return [];
	return ['entries', 'packets', ...(traffic.total.bytes > 0 ? (['bytes'] as const) : []), 'flows'];
}

/** The load of an entity by a measure; by entries where the traffic has no such measure. */
export function loadOf(
	entity: EntityView,
	traffic: TrafficResult | undefined,
	wanted: Measure,
): ProcessorLoad {
	const even = entity.shares.length > 1 ? entity.evenShare : undefined;
	const measure = measuresOf(traffic).includes(wanted) ? wanted : 'entries';
	if (measure === 'entries' || !traffic) {
		const shares = new Map(entity.shares.map(({ processor, share }) => [processor, share]));
		return {
			measure: 'entries',
			unit: l10n.t('% of {0}', measureWord(entity.rss ? 'entries' : 'packets')),
			shares,
			even,
		};
	}
	const total = traffic.total[measure];
	const shares = traffic.processors.map((load) => [load.processor, load[measure] / total] as const);
	return {
		measure,
		unit: l10n.t('% of {0} of the traffic', measureWord(measure)),
		shares: new Map(shares.sort((a, b) => b[1] - a[1])),
		even,
	};
}

/**
 * How much each entry got of the traffic against the entry that got most, 0..1; undefined where it is not known, or where
 * entries themselves are what is measured.
 */
export function entryLoads(traffic: TrafficResult | undefined, measure: Measure): number[] | undefined {
	if (!traffic || measure === 'entries') return undefined;
	const most = Math.max(0, ...traffic.entries.map((load) => load[measure]));
	return most > 0 ? traffic.entries.map((load) => load[measure] / most) : undefined;
}

/** The load of all entities together, each counted as much as every other. */
export function loadOfAll(entities: readonly EntityView[]): ProcessorLoad {
	const sums = new Map<string, number>();
	for (const { shares } of entities)
		for (const { processor, share } of shares)
			sums.set(processor, (sums.get(processor) ?? 0) + share / entities.length);
	return {
		measure: 'entries',
		unit: l10n.t('% of packets, if every VPort gets as many'),
		shares: new Map([...sums].sort((a, b) => b[1] - a[1])),
		even: sums.size > 1 ? 1 / sums.size : undefined,
	};
}
