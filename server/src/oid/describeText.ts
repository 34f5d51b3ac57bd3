import type { DecodedOid, OidField } from './decode.js';

/** A buffer taken apart, for people: a line for each field. */
export function decodedText({ oid, structure, size, fields, unnamed, problems }: DecodedOid): string {
	const rows = [
		...fields.map((field) => [
			hexOffset(field.offset),
			String(field.size),
			field.name,
			valueText(field),
			field.meaning ?? '',
		]),
		...unnamed.map(({ offset, value }) => [
			hexOffset(offset),
			String(value.length / 2),
			'(no field)',
			value,
			'reserved, padding or beyond the structure',
		]),
	];
	const header = ['offset', 'size', 'field', 'value', 'meaning'];
	// A key or a name would push all meanings out of sight.
	const widths = header.map((title, column) =>
		Math.min(
			column === 3 ? 24 : 60,
			Math.max(...[header, ...rows].map((row) => row[column]?.length ?? title.length)),
		),
	);
	const line = (cells: readonly string[]) =>
		`  ${cells
			.map((cell, column) =>
				column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0),
			)
			.join('  ')
			.trimEnd()}`;
	return [
		`${oid === undefined ? '' : `${oid}: `}${structure}, ${size} bytes`,
		line(header),
		...rows.map(line),
		...problems.map((problem) => `problem: ${problem}`),
	].join('\n');
}

/** Bits and long numbers in hex, counts in decimal. */
function valueText({ name, value, meaning }: OidField): string {
	if (typeof value === 'string') return value === '' ? '""' : value;
	const inHex =
		/(Flags|Information|Capabilities|Status|Offset|Type|FunctionId)$/.test(name) || meaning !== undefined;
	return inHex && value > 9 ? `0x${value.toString(16)}` : String(value);
}

function hexOffset(offset: number): string {
	return `0x${offset.toString(16).padStart(4, '0')}`;
}
