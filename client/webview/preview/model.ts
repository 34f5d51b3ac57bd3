import type {
	AdapterView,
	Baseline,
	BaselineEntity,
	EntityView,
	ProcessorView,
} from '../../../server/src/protocol.js';
import * as l10n from './l10n.js';
import { entriesInWords, queuesInWords } from './words.js';

/** A processor and where it is. */
export interface PlacedProcessor extends ProcessorView {
	/** Absent when the host is not known, or does not have it. */
	node?: number;
	/** Ids of the other threads of its core. */
	siblings: readonly string[];
}

/** Every processor of the page by its id, in the host's order. */
export function placedProcessors({ topology }: AdapterView): Map<string, PlacedProcessor> {
	return new Map(
		topology.flatMap(({ node, cores }) =>
			cores.flatMap((core) =>
				core.map((processor) => {
					const siblings = core.filter(({ id }) => id !== processor.id).map(({ id }) => id);
					return [processor.id, { ...processor, siblings, ...(node !== undefined && { node }) }] as const;
				}),
			),
		),
	);
}

/** The state of an entity in a baseline; undefined when it has none, or there is no baseline. */
export function baselineOf(entity: EntityView, baseline: Baseline | undefined): BaselineEntity | undefined {
	return baseline?.entities.find(({ vportId }) => vportId === entity.vportId);
}

/** How the cells of an entity differ from a baseline: what that says, by entry; `none` where it has no such entry. */
export function differingCells(
	entity: EntityView,
	baseline: Baseline | undefined,
): ReadonlyMap<number, string> {
	const other = baselineOf(entity, baseline);
	if (!other) return new Map();
	return new Map(
		entity.table.flatMap(({ processor }, i) => {
			const there = other.table[i] ?? l10n.t('none');
			return there === processor ? [] : [[i, there] as const];
		}),
	);
}

/** What else of an entity differs from a baseline, in words: `RSS off`, `2 queues`; empty when nothing does. */
export function otherDifferences(entity: EntityView, baseline: Baseline | undefined): string[] {
	if (!baseline) return [];
	const other = baselineOf(entity, baseline);
	if (!other) return [l10n.t('this VPort is not there')];
	const said = (differs: boolean, words: string) => (differs ? [words] : []);
	return [
		...said(other.rss !== entity.rss, other.rss ? l10n.t('RSS on') : l10n.t('RSS off')),
		...said(other.numberOfQueues !== entity.queues.limit, queuesInWords(other.numberOfQueues)),
		...said(other.table.length !== entity.table.length, entriesInWords(other.table.length)),
		...said(
			other.defaultProcessor !== entity.defaultProcessor.processor,
			l10n.t('default processor {0}', other.defaultProcessor),
		),
		...said(
			other.primaryProcessor !== entity.primaryProcessor.processor,
			l10n.t('primary processor {0}', other.primaryProcessor),
		),
	];
}
