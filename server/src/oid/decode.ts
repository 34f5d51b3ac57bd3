import { readAt } from '../ndis/layout.js';
import { headerProblem, objectHeader } from '../ndis/objectHeader.js';
import type { OidName } from '../ndis/oid.js';
import { nameOf } from './names.js';
import { placesOf } from './place.js';
import { type FieldValue, type Placement, toHex } from './placements.js';
import type { OidStructure } from './structures.js';

/** One field of a buffer. */
export interface OidField {
	/** By its NDIS name: `HashSecretKeySize`, `RssEntries[3].VPortId`. */
	readonly name: string;
	/** Bytes from the start of the buffer. */
	readonly offset: number;
	readonly size: number;
	readonly value: FieldValue;
	/** The value in words, where it has any. */
	readonly meaning?: string;
}

/** Bytes that no field accounts for and that are not zero. */
export interface UnnamedBytes {
	readonly offset: number;
	/** Hex digits. */
	readonly value: string;
}

/** A buffer taken apart. {@link encodeOidBuffer} makes the same buffer of it again. */
export interface DecodedOid {
	readonly oid: OidName | undefined;
	readonly structure: string;
	/** Bytes of the buffer. */
	readonly size: number;
	readonly fields: readonly OidField[];
	/** Reserved and padding bytes, names behind their length, and what the structure does not reach. */
	readonly unnamed: readonly UnnamedBytes[];
	/** What is wrong with the buffer, as sentences; empty when it is as it should be. */
	readonly problems: readonly string[];
}

/** Names every field of a buffer that is to be such a structure, whatever the bytes. */
export function decodeOidBuffer(
	buffer: Uint8Array,
	structure: OidStructure,
	oid: OidName | undefined = structure.oids.length === 1 ? structure.oids[0] : undefined,
): DecodedOid {
	const header = readAt(buffer, 0, objectHeader);
	const wrong = header && headerProblem(header, structure.type, structure.sizes);
	const members = new Map<string, FieldValue>();
	const first = placesOf(structure, buffer.length, () => undefined);
	for (const place of first.head) members.set(place.name, place.read(buffer));
	const { head, parts, problems } = placesOf(structure, buffer.length, (name) => members.get(name));
	const places = [...head, ...parts];
	const found = new Map(places.map((place) => [place.name, place.read(buffer)]));
	return {
		oid,
		structure: structure.name,
		size: buffer.length,
		fields: places.map((place) => fieldAt(place, found)),
		unnamed: unnamedOf(buffer, places, found),
		problems: [...(wrong === undefined ? [] : [`The header does not fit: ${wrong}.`]), ...problems],
	};
}

function fieldAt({ name, offset, size, names }: Placement, found: ReadonlyMap<string, FieldValue>): OidField {
	const value = found.get(name) ?? 0;
	const meaning =
		typeof value === 'number' && names ? nameOf(value, names) : affinityText(name, value, found);
	return { name, offset, size, value, ...(meaning !== undefined && { meaning }) };
}

/** The processors of a mask, `0:2, 0:4`: its group stands beside it. */
function affinityText(
	name: string,
	value: FieldValue,
	found: ReadonlyMap<string, FieldValue>,
): string | undefined {
	if (!name.endsWith('.Mask') || typeof value !== 'string') return undefined;
	const group = found.get(name.replace(/Mask$/, 'Group'));
	const mask = BigInt(value);
	const numbers = Array.from({ length: 64 }, (_, i) => i).filter((i) => (mask >> BigInt(i)) & 1n);
	return numbers.length === 0 || group === undefined
		? undefined
		: numbers.map((number) => `${group}:${number}`).join(', ');
}

/** Whatever the fields would not bring back. */
function unnamedOf(
	buffer: Uint8Array,
	places: readonly Placement[],
	found: ReadonlyMap<string, FieldValue>,
): UnnamedBytes[] {
	const again = new Uint8Array(buffer.length);
	for (const place of places) place.write(again, found.get(place.name) ?? 0);
	const runs: UnnamedBytes[] = [];
	for (let at = 0; at < buffer.length; ) {
		const start = at;
		while (at < buffer.length && buffer[at] !== again[at]) at++;
		if (at > start) runs.push({ offset: start, value: toHex(buffer.subarray(start, at)) });
		else at++;
	}
	return runs;
}
