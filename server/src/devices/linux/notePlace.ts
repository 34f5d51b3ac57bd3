import type { Configuration, Located } from '../../config/model.js';
import type { NotOnTarget } from '../notOnTarget.js';

/**
 * Where a file asks for what a plan says the driver of an interface cannot be given. A sentence about what the file does
 * not spell out has no place.
 */
export function placesOfNotes(notes: readonly string[], { entities }: Configuration): NotOnTarget[] {
	const [entity] = entities;
	if (!entity) return [];
	const about: readonly (readonly [start: string, what: Located<unknown>])[] = [
		['Hash type ', entity.hash.types],
		['Hash secret key: ', entity.hash.secretKey],
		['The interrupt of ', entity.numberOfQueues],
	];
	return notes.flatMap((message) => {
		const [, what] = about.find(([start]) => message.startsWith(start)) ?? [];
		return what && what.assumed !== true ? [{ span: what.span, message }] : [];
	});
}
