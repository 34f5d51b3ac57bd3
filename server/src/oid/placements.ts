import { countedString } from '../ndis/countedString.js';
import { type Field, pointer32, type Structure, u8, u16, u32, u64, viewOf } from '../ndis/layout.js';
import { processorNumber } from '../ndis/processorNumber.js';
import { formatProcessor, type Processor, parseProcessor } from '../rss/processor.js';
import { commonNames, type Names, numberOf } from './names.js';
import type { OidStructure } from './structures.js';

/** What a field holds, as JSON: a number; `"0x…"` for 64 bits; `"0:2"` for a processor; hex digits for plain bytes. */
export type FieldValue = number | string;

/** One field of a buffer: no structure, but what structures are made of. */
export interface Placement {
	/** `HashSecretKeySize`, `Header.Type`, `RssEntries[3].VPortId` */
	readonly name: string;
	readonly offset: number;
	readonly size: number;
	readonly names: Names | undefined;
	read(bytes: Uint8Array): FieldValue;
	/** False when the value is none that the field can hold; nothing is written then. */
	write(bytes: Uint8Array, value: FieldValue): boolean;
}

/** A member as NDIS writes it: `HashSecretKeySize`, `VPortId`. */
export function ndisName(member: string): string {
	const capital = member.charAt(0).toUpperCase() + member.slice(1);
	return capital
		.replace(/^Vport/, 'VPort')
		.replace(/^Vf/, 'VF')
		.replace(/^Vm/, 'VM');
}

/** The fields of a structure at an offset, nested ones taken apart. */
export function* fieldsOf(
	field: Field<unknown>,
	name: string,
	at: number,
	flags: OidStructure['flags'],
): Generator<Placement> {
	if (!isStructure(field)) {
		yield leaf(field, name, at, flags);
		return;
	}
	for (const member of field.members) {
		const path = name === '' ? ndisName(member.name) : `${name}.${ndisName(member.name)}`;
		yield* fieldsOf(member.field, path, at + member.offset, flags);
	}
}

/** On how many bytes a C compiler starts such a field. */
export function alignmentOf(field: Field<unknown>): number {
	if (isStructure(field)) return Math.max(1, ...field.members.map((member) => alignmentOf(member.field)));
	if (field === countedString || field === processorNumber) return 2;
	return integers.has(field) || bigIntegers.has(field) ? field.size : 1;
}

/** Plain bytes, as hex digits. */
export function bytesAt(name: string, offset: number, size: number): Placement {
	return {
		name,
		offset,
		size,
		names: undefined,
		read: (bytes) => toHex(bytes.subarray(offset, offset + size)),
		write(bytes, value) {
			const given = typeof value === 'string' ? fromHex(value) : undefined;
			if (given?.length !== size) return false;
			bytes.set(given, offset);
			return true;
		},
	};
}

/** Hex digits, two a byte, in lower case. */
export function toHex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The bytes of hex digits; undefined for anything else. */
export function fromHex(text: string): Uint8Array | undefined {
	if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return undefined;
	return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
		Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
	);
}

function isStructure(field: Field<unknown>): field is Structure<unknown> {
	return 'members' in field;
}

const integers = new Set<Field<unknown>>([u8, u16, u32]);
/** Those that are written as `"0x…"`. */
const bigIntegers = new Set<Field<unknown>>([u64, pointer32]);

function leaf(field: Field<unknown>, name: string, offset: number, flags: Names | undefined): Placement {
	const last = name.slice(name.lastIndexOf('.') + 1);
	const names =
		last === 'Flags'
			? flags
			: (commonNames[last] ?? (name.endsWith('Header.Type') ? commonNames['Header.Type'] : undefined));
	const { size } = field;
	const place = { name, offset, size, names };
	const put = (bytes: Uint8Array, value: unknown) => {
		if (value === undefined) return false;
		field.write(viewOf(bytes), offset, value);
		return true;
	};
	const get = (bytes: Uint8Array) => field.read(viewOf(bytes), offset);
	if (integers.has(field)) {
		return {
			...place,
			read: (bytes) => get(bytes) as number,
			write: (bytes, value) => put(bytes, toInteger(value, size, names)),
		};
	}
	if (bigIntegers.has(field)) {
		return {
			...place,
			read: (bytes) => `0x${(get(bytes) as bigint).toString(16)}`,
			write: (bytes, value) => put(bytes, toBigInt(value, size)),
		};
	}
	if (field === processorNumber) {
		return {
			...place,
			read: (bytes) => formatProcessor(get(bytes) as Processor),
			write: (bytes, value) => put(bytes, typeof value === 'string' ? parseProcessor(value) : undefined),
		};
	}
	if (field === countedString) {
		return {
			...place,
			read: (bytes) => get(bytes) as string,
			write: (bytes, value) => put(bytes, typeof value === 'string' ? value : undefined),
		};
	}
	return bytesAt(name, offset, size);
}

/** A number, or its text in decimal, hex or names. */
function toInteger(value: FieldValue, size: number, names: Names | undefined): number | undefined {
	const number = typeof value === 'number' ? value : numberOf(value, names ?? { kind: 'value', entries: [] });
	const fits = number !== undefined && Number.isInteger(number) && number >= 0 && number < 2 ** (8 * size);
	return fits ? number : undefined;
}

function toBigInt(value: FieldValue, size: number): bigint | undefined {
	if (
		typeof value === 'number' ? !Number.isSafeInteger(value) : !/^(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(value)
	)
		return undefined;
	const number = BigInt(value);
	return number >= 0n && number < 1n << BigInt(8 * size) ? number : undefined;
}
