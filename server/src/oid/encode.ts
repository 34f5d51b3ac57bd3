import type { UnnamedBytes } from './decode.js';
import { headOf, lengthOf, placesOf } from './place.js';
import { alignmentOf, type FieldValue, fromHex, type Placement } from './placements.js';
import type { OidStructure } from './structures.js';

/** What a buffer is to hold: what decoding prints, or less. */
export interface OidDescription {
	/** Bytes; when absent, all that the fields need. */
	readonly size?: number;
	/** Fields that are absent are 0, but for the header, offsets, counts and sizes, which are then as they should be. */
	readonly fields: readonly { readonly name: string; readonly value: FieldValue }[];
	readonly unnamed?: readonly UnnamedBytes[];
}

/** A description that no buffer can be made of. The message is a sentence that names the field. */
export class OidDescriptionError extends Error {
	override readonly name = 'OidDescriptionError';
}

/** The largest buffer that is taken apart or put together, in bytes. */
export const MAX_OID_BUFFER = 1024 * 1024;

/**
 * Puts a buffer together.
 * @throws OidDescriptionError
 */
export function encodeOidBuffer(structure: OidStructure, description: OidDescription): Uint8Array {
	const given = new Map(description.fields.map(({ name, value }) => [name, value]));
	const members = membersOf(structure, given);
	const size = description.size ?? lengthOf(structure, (name) => members.get(name));
	if (!Number.isInteger(size) || size < 0 || size > MAX_OID_BUFFER)
		throw new OidDescriptionError(
			`The buffer would have ${size} bytes; 0 to ${MAX_OID_BUFFER} are possible.`,
		);
	const bytes = new Uint8Array(size);
	const { head, parts, problems } = placesOf(structure, size, (name) => members.get(name));
	const places = [...head, ...parts];
	const known = new Set(places.map(({ name }) => name));
	for (const name of given.keys()) {
		if (known.has(name)) continue;
		const why = problems.length === 0 ? '' : ` ${problems.join(' ')}`;
		throw new OidDescriptionError(`${structure.name} has no field "${name}" in ${size} bytes.${why}`);
	}
	for (const place of places) {
		const value = given.get(place.name) ?? members.get(place.name);
		if (value !== undefined) put(bytes, place, value);
	}
	for (const { offset, value } of description.unnamed ?? []) {
		const raw = fromHex(value);
		if (!raw) throw new OidDescriptionError(`The unnamed bytes at ${offset} are no hex digits.`);
		if (!Number.isInteger(offset) || offset < 0 || offset + raw.length > size)
			throw new OidDescriptionError(`The unnamed bytes at ${offset} do not lie within ${size} bytes.`);
		bytes.set(raw, offset);
	}
	return bytes;
}

function put(bytes: Uint8Array, place: Placement, value: FieldValue): void {
	if (place.write(bytes, value)) return;
	throw new OidDescriptionError(`${place.name} cannot be ${JSON.stringify(value)} in ${place.size} bytes.`);
}

/** The members of the structure itself: those given as numbers, and what follows from them for those that are not. */
function membersOf(
	structure: OidStructure,
	given: ReadonlyMap<string, FieldValue>,
): ReadonlyMap<string, FieldValue> {
	const { layout, type, sizes, parts } = structure;
	const scratch = new Uint8Array(layout.size);
	const members = new Map<string, FieldValue>();
	for (const place of headOf(structure)) {
		const value = given.get(place.name);
		if (value === undefined) continue;
		put(scratch, place, value);
		members.set(place.name, place.read(scratch));
	}
	const otherwise = (name: string, value: number) => {
		if (!members.has(name)) members.set(name, value);
	};
	otherwise('Header.Type', type);
	otherwise('Header.Revision', sizes.length);
	otherwise('Header.Size', sizes.at(-1) ?? layout.size);
	let end = layout.size;
	for (const { name, offset, count, element, stride } of parts) {
		const elements = element ? countOf(name, given) : 1;
		const plain = given.get(name);
		const size = element?.size ?? (typeof plain === 'string' ? Math.ceil(plain.length / 2) : 0);
		if (stride !== undefined) otherwise(stride, size);
		if (typeof count === 'string') otherwise(count, elements);
		else otherwise(count.bytes, elements * size);
		const alignment = element ? alignmentOf(element) : 1;
		const start = Math.ceil(end / alignment) * alignment;
		otherwise(offset, elements * size === 0 ? 0 : start);
		end = start + elements * size;
	}
	return members;
}

/** One more than the highest index that a field speaks of. */
function countOf(part: string, given: ReadonlyMap<string, FieldValue>): number {
	let count = 0;
	for (const name of given.keys()) {
		if (!name.startsWith(`${part}[`)) continue;
		const index = Number(/^\[(\d{1,6})\]/.exec(name.slice(part.length))?.[1]);
		if (Number.isInteger(index)) count = Math.max(count, index + 1);
	}
	return count;
}
