import { fromHex, toHex } from './placements.js';

/** How the bytes of a buffer are written. */
export const bufferFormats = ['hex', 'c', 'base64'] as const;
export type BufferFormat = (typeof bufferFormats)[number];

const PER_LINE = 12;

/** The bytes as text, without a line break at the end. */
export function formatBuffer(bytes: Uint8Array, format: BufferFormat): string {
	switch (format) {
		case 'hex':
			return toHex(bytes);
		case 'base64':
			return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
		case 'c':
			return `{\n${cLines(bytes).join('\n')}\n}`;
	}
}

/** The inside of a C initialiser, a tab before each line. */
export function cLines(bytes: Uint8Array): string[] {
	const lines: string[] = [];
	for (let at = 0; at < bytes.length; at += PER_LINE) {
		const line = Array.from(
			bytes.subarray(at, at + PER_LINE),
			(byte) => `0x${byte.toString(16).padStart(2, '0')},`,
		);
		lines.push(`\t${line.join(' ')}`);
	}
	return lines;
}

/**
 * The bytes of a text: a C initialiser (numbers in braces are those of C: decimal, 0x and octal), hex digits in any
 * grouping, with or without `0x`, commas, semicolons and `\x` (as debuggers and packet dumps write them), or base64.
 * @param as which of the two it is; without, hex when it can be hex and base64 else
 * @returns undefined when the text is neither
 */
export function parseBuffer(text: string, as?: 'hex' | 'base64'): Uint8Array | undefined {
	if (as === 'hex') return parseHex(text);
	if (as === 'base64') return parseBase64(text);
	return parseHex(text) ?? parseBase64(text);
}

function parseHex(text: string): Uint8Array | undefined {
	const inside = /\{([^{}]*)\}/.exec(text)?.[1];
	const plain = (inside ?? text).replace(/\/\*.*?\*\//gs, ' ').replace(/\/\/[^\n]*/g, ' ');
	const numbers = inside === undefined ? undefined : numbersOfC(plain);
	if (numbers) return numbers.every((n) => n <= 0xff) ? Uint8Array.from(numbers) : undefined;
	const words = plain.split(/[\s,;:]+|(?=\\x)/).filter((word) => word !== '');
	const digits = words.map((word) => {
		const bare = word.replace(/^(0x|\\x)/i, '');
		// `0x1` is a byte; a word of hex digits without `0x` must have two a byte.
		return bare !== word && bare.length === 1 ? `0${bare}` : bare;
	});
	return digits.every((word) => word.length % 2 === 0) ? fromHex(digits.join('')) : undefined;
}

/** The numbers of a list with commas, as C reads them (NaN for `09`); undefined when it holds anything else. */
function numbersOfC(list: string): number[] | undefined {
	const items = list.split(',').map((item) => item.trim());
	if (items.at(-1) === '') items.pop();
	if (!items.every((item) => /^(?:0x[0-9a-f]+|\d+)u?$/i.test(item))) return undefined;
	return items.map((item) => {
		const digits = item.replace(/u$/i, '');
		return Number(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
	});
}

function parseBase64(text: string): Uint8Array | undefined {
	const compact = text.replace(/\s+/g, '');
	if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact)) return undefined;
	return Uint8Array.from(atob(compact), (character) => character.charCodeAt(0));
}
