import type { Configuration, ScalingEntity } from '../../config/model.js';
import type { PathStep } from '../schema.js';

/** What a hover is about, as the model knows it. */
export interface HoverPlace {
	readonly configuration: Configuration;
	readonly path: readonly PathStep[];
	/** Offset into the text. */
	readonly offset: number;
	/** The entity that the path leads into; undefined elsewhere. */
	readonly entity: ScalingEntity | undefined;
}

/** The entity that a path leads into: paths count the items of `vports`, the model only those that are maps. */
export function entityAt(
	{ entities, adapter }: Configuration,
	[first, second]: readonly PathStep[],
	offset: number,
): ScalingEntity | undefined {
	if (first !== 'scaling' && first !== 'vports') return undefined;
	if (adapter.mode.value === 'native') return first === 'scaling' ? entities[0] : undefined;
	if (typeof second !== 'number') return undefined;
	return (
		entities.find(({ span }) => span.start <= offset && offset <= span.end) ??
		// What an alias names stands outside its entity.
		entities[second]
	);
}
