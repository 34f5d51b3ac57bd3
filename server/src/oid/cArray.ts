import { cLines } from './bufferText.js';
import { decodeOidBuffer } from './decode.js';
import type { OidStructure } from './structures.js';

/** Fields longer than this are named in front of their lines, not behind. */
const ONE_LINE = 12;

/** The inside of a C initialiser, each field with its name; the bare bytes where the structure is not known. */
export function arrayLines(bytes: Uint8Array, structure: OidStructure | undefined): string[] {
	if (!structure) return cLines(bytes);
	const lines: string[] = [];
	let at = 0;
	for (const { name, offset, size, value, meaning } of decodeOidBuffer(bytes, structure).fields) {
		// Parts that overlap are not what an encoder writes; bare bytes say the truth of them.
		if (offset < at) return cLines(bytes);
		if (offset > at) lines.push(...cLines(bytes.subarray(at, offset)));
		const own = cLines(bytes.subarray(offset, offset + size));
		const said =
			typeof value === 'number' ? ` = ${value}${meaning === undefined ? '' : ` (${meaning})`}` : '';
		const note = `/* 0x${offset.toString(16).padStart(2, '0')} ${name}${said} */`;
		lines.push(...(size <= ONE_LINE ? own.map((line) => `${line} ${note}`) : [`\t${note}`, ...own]));
		at = offset + size;
	}
	return [...lines, ...cLines(bytes.subarray(at))];
}
