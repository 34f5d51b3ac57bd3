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
 * The bytes of a text: hex digits in any grouping, with or without `0x`, commas, semicolons, `\x` and braces (as C
 * initialisers, debuggers and packet dumps write them), or base64.
 * @param as which of the two it is; without, hex when it can be hex and base64 else
 * @returns undefined when the text is neither
 */
export function parseBuffer(text: string, as?: 'hex' | 'base64'): Uint8Array | undefined {
	if (as === 'hex') return parseHex(text);
	if (as === 'base64') return parseBase64(text);
	return parseHex(text) ?? parseBase64(text);
}

function parseHex(text: string): Uint8Array | undefined {
	const inside = /\{([^{}]*)\}/.exec(text)?.[1] ?? text;
	const plain = inside.replace(/\/\*.*?\*\//gs, ' ').replace(/\/\/[^\n]*/g, ' ');
	const words = plain.split(/[\s,;:]+|(?=\\x)/).filter((word) => word !== '');
	const digits = words.map((word) => {
		const bare = word.replace(/^(0x|\\x)/i, '');
		// `0x1` is a byte; a word of hex digits without `0x` must have two a byte.
		return bare !== word && bare.length === 1 ? `0${bare}` : bare;
	});
	return digits.every((word) => word.length % 2 === 0) ? fromHex(digits.join('')) : undefined;
}

function parseBase64(text: string): Uint8Array | undefined {
	const compact = text.replace(/\s+/g, '');
	if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact)) return undefined;
	return Uint8Array.from(atob(compact), (character) => character.charCodeAt(0));
}
