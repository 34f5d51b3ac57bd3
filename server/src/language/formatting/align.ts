/**
 * For each character of a text that is no white space, where it stands in the same text with other white space; a comma
 * that was left out there has none. Undefined when more than white space and commas differ.
 */
export function alignTexts(text: string, other: string): Int32Array | undefined {
	const places = new Int32Array(text.length).fill(-1);
	let at = skipSpace(other, 0);
	for (let i = skipSpace(text, 0); i < text.length; i = skipSpace(text, i + 1)) {
		if (text.charCodeAt(i) === other.charCodeAt(at)) {
			places[i] = at;
			at = skipSpace(other, at + 1);
		} else if (text.charAt(i) !== ',') return undefined;
	}
	return at === other.length ? places : undefined;
}

function skipSpace(text: string, from: number): number {
	let at = from;
	while (at < text.length && isSpace(text.charCodeAt(at))) at++;
	return at;
}

/** White space, a mark at the start of the text too. */
export function isSpace(code: number): boolean {
	return code === 32 || (code >= 9 && code <= 13) || (code > 127 && /\s/.test(String.fromCharCode(code)));
}
