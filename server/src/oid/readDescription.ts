import { type OidDescription, OidDescriptionError } from './encode.js';

/**
 * Reads a description from JSON: what decoding prints, or `fields` as an object of names and values.
 * @throws OidDescriptionError that says what is wrong
 */
export function readOidDescription(json: string): OidDescription & { readonly structure?: string } {
	const given = objectOf(parse(json), 'The description');
	const { size, structure, fields, unnamed } = given;
	if (size !== undefined && typeof size !== 'number') throw new OidDescriptionError('size must be a number.');
	if (structure !== undefined && typeof structure !== 'string')
		throw new OidDescriptionError('structure must be the name of a structure.');
	return {
		...(size !== undefined && { size }),
		...(structure !== undefined && { structure }),
		fields: readFields(fields),
		...(unnamed !== undefined && { unnamed: listOf(unnamed, 'unnamed').map(readUnnamed) }),
	};
}

function parse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch (error) {
		throw new OidDescriptionError(
			`The description is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
		);
	}
}

function readFields(fields: unknown): OidDescription['fields'] {
	if (typeof fields === 'object' && fields !== null && !Array.isArray(fields))
		return Object.entries(fields).map(([name, value]) => ({ name, value: readValue(value, name) }));
	const names = new Set<string>();
	return listOf(fields, 'fields').map((field, i) => {
		const { name, value } = objectOf(field, `fields[${i}]`);
		if (typeof name !== 'string') throw new OidDescriptionError(`fields[${i}].name must be a name.`);
		if (names.has(name)) throw new OidDescriptionError(`The field ${name} is given twice.`);
		names.add(name);
		return { name, value: readValue(value, name) };
	});
}

function readUnnamed(item: unknown, i: number) {
	const { offset, value } = objectOf(item, `unnamed[${i}]`);
	if (typeof offset === 'number' && typeof value === 'string') return { offset, value };
	throw new OidDescriptionError(`unnamed[${i}] must have an offset and a value of hex digits.`);
}

function readValue(value: unknown, name: string): number | string {
	if (typeof value === 'number' || typeof value === 'string') return value;
	throw new OidDescriptionError(`The value of ${name} must be a number or a text.`);
}

function listOf(value: unknown, name: string): readonly unknown[] {
	if (Array.isArray(value)) return value;
	throw new OidDescriptionError(`${name} must be a list.`);
}

function objectOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
	if (typeof value === 'object' && value !== null && !Array.isArray(value))
		return value as Readonly<Record<string, unknown>>;
	throw new OidDescriptionError(`${name} must be an object.`);
}
