import type { SteeringParameter } from '../emulator/request.js';
import type { EntityState } from '../emulator/state.js';
import type { Processor } from '../rss/processor.js';

/** A steering parameter on its way: where it points now, where it shall point, and whether it needs a queue. */
export interface Slot {
	readonly parameter: SteeringParameter;
	at: Processor;
	readonly goal: Processor;
	/** Active: its processor counts against numberOfQueues, and its target must be in the RSS processor set. */
	readonly counted: boolean;
}

/** Where every steering parameter of an entity points. */
export type Steering = Pick<EntityState, 'primaryProcessor' | 'defaultProcessor' | 'indirectionTable'>;

/** Where a steering parameter points; undefined for an entry beyond the table. */
export function processorOf(steering: Steering, parameter: SteeringParameter): Processor | undefined {
	if (parameter === 'primary') return steering.primaryProcessor;
	if (parameter === 'default') return steering.defaultProcessor;
	return steering.indirectionTable[parameter.entry];
}

/** The same table at another size: entry i is entry i mod N of the old one, as growth clones it. `size` counts entries. */
export function resizeTable(table: readonly Processor[], size: number): Processor[] {
	return Array.from({ length: size }, (_, i) => table[i % table.length] as Processor);
}

/**
 * Every steering parameter of an entity with its goal. Both tables must have the same number of entries.
 * Domain policy P3: with RSS on the default processor and the entries need queues, with RSS off the primary alone.
 */
export function slotsOf(now: Steering & Pick<EntityState, 'rssEnabled'>, goal: Steering): Slot[] {
	const { rssEnabled } = now;
	return [
		{ parameter: 'primary', at: now.primaryProcessor, goal: goal.primaryProcessor, counted: !rssEnabled },
		{ parameter: 'default', at: now.defaultProcessor, goal: goal.defaultProcessor, counted: rssEnabled },
		...now.indirectionTable.map(
			(at, entry): Slot => ({
				parameter: { entry },
				at,
				goal: goal.indirectionTable[entry] ?? at,
				counted: rssEnabled,
			}),
		),
	];
}

/** The entity after a batch of moves. */
export function withMoves<T extends Steering>(entity: T, moves: readonly Move[]): T {
	const indirectionTable = [...entity.indirectionTable];
	let { primaryProcessor, defaultProcessor } = entity;
	for (const { parameter, target } of moves) {
		if (parameter === 'primary') primaryProcessor = target;
		else if (parameter === 'default') defaultProcessor = target;
		else indirectionTable[parameter.entry] = target;
	}
	return { ...entity, primaryProcessor, defaultProcessor, indirectionTable };
}

/** A parameter and the processor it is pointed at. */
export interface Move {
	readonly parameter: SteeringParameter;
	readonly target: Processor;
}
