import type { Configuration, ScalingEntity } from '../config/model.js';
import { entityTitle } from '../plan/words.js';
import type { Balance } from '../rss/balance.js';
import { loadsOf } from '../rss/judgement.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import type { Measure } from '../traffic/judgeTraffic.js';
import type { MeasuredEntity } from './balanceLoad.js';

/** Load of each processor, by processor. */
export type Loads = readonly { readonly processor: string; readonly load: number }[];

/** A balanced entity; this is the JSON output. Loads are in the measure. */
export interface EntityBalance {
	readonly title: string;
	readonly vportId: number;
	readonly measure: Measure;
	/** What was sent through it. */
	readonly source: string;
	/** Load of all entries together. */
	readonly total: number;
	/** Load without a hash, which goes to the default processor. */
	readonly unhashed: number;
	readonly before: Loads;
	readonly after: Loads;
	/** Load of the busiest processor that the table may use. */
	readonly peakBefore: number;
	readonly peak: number;
	/** No table within the limits has a lower peak. */
	readonly lowerBound: number;
	readonly moved: readonly { entry: number; from: string; to: string }[];
	/** Fewest entries that have to move for such a peak, as far as is known. */
	readonly movesBound: number;
	/** Known to be the best, but for the tolerance. */
	readonly optimal: boolean;
	readonly table: readonly string[];
	readonly notes: readonly string[];
}

/** How an entity is called. */
export function titleOf({ adapter }: Configuration, { vportId, name }: ScalingEntity): string {
	return entityTitle({ vportId: vportId.value, name: name?.value ?? '' }, adapter.mode.value);
}

/** A balance as it is printed. */
export function balanceOutput(
	configuration: Configuration,
	entity: ScalingEntity,
	{ entries, unhashed, source, notes }: MeasuredEntity,
	measure: Measure,
	balance: Balance,
): EntityBalance {
	const old = entity.indirectionTable.entries;
	const { table, moved, peak, peakBefore, lowerBound, movesBound, optimal } = balance;
	return {
		title: titleOf(configuration, entity),
		vportId: entity.vportId.value,
		measure,
		source,
		total: entries.reduce((sum, load) => sum + load, 0),
		unhashed,
		before: shown(old, entries),
		after: shown(table, entries),
		peakBefore,
		peak,
		lowerBound,
		moved: moved.map((entry) => ({ entry, from: nameAt(old, entry), to: nameAt(table, entry) })),
		movesBound,
		optimal,
		table: table.map(formatProcessor),
		notes,
	};
}

function shown(table: readonly Processor[], loads: readonly number[]): Loads {
	return loadsOf(table, loads).map(({ processor, load }) => ({
		processor: formatProcessor(processor),
		load,
	}));
}

function nameAt(table: readonly Processor[], entry: number): string {
	const p = table[entry];
	return p === undefined ? '' : formatProcessor(p);
}
