import type { Configuration, Located, ScalingEntity } from '../config/model.js';

/**
 * The entities with RSS on that use a piece of the hash which the text spells out (`hash` of the adapter serves every
 * VPort without its own), when the given one is the first of them: so that one cause is told once. Else none.
 */
export function usersOf(
	entity: ScalingEntity,
	{ entities }: Configuration,
	piece: (of: ScalingEntity) => Located<unknown>,
): readonly ScalingEntity[] {
	const { span, assumed } = piece(entity);
	if (assumed) return [];
	const uses = (other: ScalingEntity) => other.rss.value && piece(other).span.start === span.start;
	return entities.find(uses) === entity ? entities.filter(uses) : [];
}
