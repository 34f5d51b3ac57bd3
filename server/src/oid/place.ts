import type { Field } from '../ndis/layout.js';
import { bytesAt, type FieldValue, fieldsOf, type Placement } from './placements.js';
import type { OidStructure, Part } from './structures.js';

/** The fields of a buffer, as far as they lie within it, and what is wrong with those that do not. */
export interface Places {
	readonly head: readonly Placement[];
	readonly parts: readonly Placement[];
	readonly problems: readonly string[];
}

/** The fields of the structure itself, in order. */
export function headOf({ layout, flags }: OidStructure): Placement[] {
	return [...fieldsOf(layout, '', 0, flags)];
}

/**
 * Where every field of a buffer lies.
 * @param length bytes of the buffer
 * @param numberIn what a member of the structure itself says; undefined when it does not lie within the buffer
 */
export function placesOf(
	structure: OidStructure,
	length: number,
	numberIn: (member: string) => FieldValue | undefined,
): Places {
	const problems: string[] = [];
	const needed = bytesOf(structure, numberIn);
	if (length < needed) problems.push(`The buffer has ${length} bytes; ${structure.name} has ${needed}.`);
	const head = headOf(structure).filter(({ offset, size }) => offset + size <= length);
	const parts: Placement[] = [];
	for (const part of structure.parts) {
		const extent = extentOf(part, numberIn);
		if (!extent || extent.count === 0) continue;
		const { offset, count, stride, size } = extent;
		if (stride < size) {
			problems.push(`${part.stride} is ${stride}, but an element of ${part.name} has ${size} bytes.`);
			continue;
		}
		const room = Math.max(0, Math.floor((length - offset - size) / stride) + 1);
		if (room < count) {
			const end = offset + (count - 1) * stride + size;
			problems.push(`${part.name} would end at byte ${end}, but the buffer has ${length} bytes.`);
		}
		parts.push(...placed(part, extent, Math.min(room, count)));
	}
	return { head, parts, problems };
}

interface Extent {
	readonly offset: number;
	readonly count: number;
	readonly stride: number;
	readonly size: number;
}

/** Bytes of the structure itself, in the revision that its header says. */
function bytesOf(
	{ layout, sizes }: OidStructure,
	numberIn: (member: string) => FieldValue | undefined,
): number {
	return sizes[Number(numberIn('Header.Revision')) - 1] ?? layout.size;
}

/** Bytes that a structure and all its parts take up. */
export function lengthOf(
	structure: OidStructure,
	numberIn: (member: string) => FieldValue | undefined,
): number {
	const ends = structure.parts.map((part) => {
		const extent = extentOf(part, numberIn);
		return extent && extent.count > 0 ? extent.offset + (extent.count - 1) * extent.stride + extent.size : 0;
	});
	return Math.max(structure.layout.size, bytesOf(structure, numberIn), ...ends);
}

function extentOf(part: Part, numberIn: (member: string) => FieldValue | undefined): Extent | undefined {
	const { offset, count, element, stride } = part;
	const number = (member: string) => {
		const value = numberIn(member);
		return typeof value === 'number' ? value : undefined;
	};
	const start = number(offset);
	const said = number(typeof count === 'string' ? count : count.bytes);
	const step = stride === undefined ? element?.size : number(stride);
	if (start === undefined || said === undefined) return undefined;
	// Plain bytes are one element of that size.
	if (!element) return { offset: start, count: said === 0 ? 0 : 1, stride: said, size: said };
	if (step === undefined) return undefined;
	const elements = typeof count === 'string' ? said : Math.floor(said / element.size);
	return { offset: start, count: elements, stride: step, size: element.size };
}

function* placed(part: Part, extent: Extent, count: number): Generator<Placement> {
	const { offset, stride, size } = extent;
	const { element, name, flags } = part;
	if (!element) {
		if (count > 0) yield bytesAt(name, offset, size);
		return;
	}
	for (let i = 0; i < count; i++) yield* elementAt(element, `${name}[${i}]`, offset + i * stride, flags);
}

const elementAt = (element: Field<unknown>, name: string, at: number, flags: Part['flags']) =>
	fieldsOf(element, name, at, flags);
