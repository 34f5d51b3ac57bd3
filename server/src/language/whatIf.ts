import type { Configuration, ScalingEntity } from '../config/model.js';
import type { TableChange } from '../protocol.js';
import { type Processor, parseProcessor } from '../rss/processor.js';

/** A configuration as it would be, and what of it is not in the text. */
export interface WhatIf {
	readonly configuration: Configuration;
	/** How many cells differ from the text. */
	readonly changes: number;
	/** What the text says of cell `entry` of the entity at an index; undefined for a cell that does not differ. */
	was(entity: number, entry: number): Processor | undefined;
}

/**
 * Lays changes of cells over a configuration. A change is left out when its entity or cell is not there, when it says so
 * already, or when it names no processor; of several for one cell the last holds. Every place in the text stays what it
 * was.
 */
export function whatIf(configuration: Configuration, changes: readonly TableChange[]): WhatIf {
	const wanted = changesByEntity(changes.filter(({ processor }) => parseProcessor(processor) !== undefined));
	const replaced = configuration.entities.map((entity) => changedCells(entity, wanted));
	const entities = configuration.entities.map((entity, i) => {
		const cells = replaced[i];
		if (!cells || cells.size === 0) return entity;
		const { indirectionTable } = entity;
		const entries = indirectionTable.entries.map((processor, entry) => cells.get(entry) ?? processor);
		return { ...entity, indirectionTable: { ...indirectionTable, entries } };
	});
	return {
		configuration: { ...configuration, entities },
		changes: replaced.reduce((sum, cells) => sum + cells.size, 0),
		was: (entity, entry) =>
			replaced[entity]?.has(entry)
				? configuration.entities[entity]?.indirectionTable.entries[entry]
				: undefined,
	};
}

/**
 * Changes by VPort id, then by entry.
 * @throws RangeError for a text that is no processor
 */
export function changesByEntity(changes: readonly TableChange[]): Map<number, Map<number, Processor>> {
	const all = new Map<number, Map<number, Processor>>();
	for (const { vportId, entry, processor: text } of changes) {
		const processor = parseProcessor(text);
		if (processor === undefined)
			throw new RangeError(`“${text}” is no processor: write group:number, such as 0:2.`);
		const own = all.get(vportId) ?? new Map<number, Processor>();
		all.set(vportId, own.set(entry, processor));
	}
	return all;
}

function changedCells(
	{ vportId, indirectionTable: { entries } }: ScalingEntity,
	wanted: ReadonlyMap<number, ReadonlyMap<number, Processor>>,
): ReadonlyMap<number, Processor> {
	const own = [...(wanted.get(vportId.value) ?? [])];
	return new Map(own.filter(([entry, target]) => entries[entry] !== undefined && entries[entry] !== target));
}
