import type { TextChange } from './textChange.js';

/** Zero-based line and character; what a character is, the {@link PositionEncoding} says. */
export interface Position {
	readonly line: number;
	readonly character: number;
}

/** What a position counts within its line: UTF-16 code units, or the bytes that UTF-8 takes. */
export type PositionEncoding = 'utf-16' | 'utf-8';

/** Maps between offsets of a text and positions. Lines end with LF, CRLF or a lone CR, as in LSP. */
export class LineIndex {
	readonly #starts: readonly number[];
	readonly #length: number;
	/** Where positions count bytes that are not code units; undefined where the two are the same. */
	readonly #text: string | undefined;

	/**
	 * @param encoding what positions count, here given and taken
	 * @param earlier lines of another version of the text, for speed, and what changed since
	 */
	constructor(
		text: string,
		readonly encoding: PositionEncoding = 'utf-16',
		earlier?: { readonly lines: LineIndex; readonly change: TextChange },
	) {
		this.#length = text.length;
		this.#text = encoding === 'utf-8' && /[^\0-\x7f]/.test(text) ? text : undefined;
		// Where a carriage return stands, a line may end with two characters of which one changed.
		const simple = !text.includes('\r');
		this.#starts =
			earlier && simple ? startsAfter(earlier.lines.#starts, text, earlier.change) : startsOf(text, simple);
	}

	/** The position of an offset; offsets outside the text are moved to its nearest end. */
	positionAt(offset: number): Position {
		const at = Math.max(0, Math.min(offset, this.#length));
		const line = this.#lineAt(at);
		return { line, character: this.widthOf({ start: this.#starts[line] ?? 0, end: at }) };
	}

	/** The offset of a position; a character past the end of its line counts as that end. */
	offsetAt(position: Position): number {
		const start = this.#starts[position.line];
		if (start === undefined) return this.#length;
		const end = this.#starts[position.line + 1] ?? this.#length;
		if (this.#text === undefined) return Math.min(start + position.character, end);
		return start + unitsOf(this.#text.slice(start, end), position.character);
	}

	/** The range of a span, as LSP writes ranges. */
	rangeOf(span: { readonly start: number; readonly end: number }): { start: Position; end: Position } {
		return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
	}

	/** How many characters, as positions count them, a span of one line has. */
	widthOf({ start, end }: { readonly start: number; readonly end: number }): number {
		return this.#text === undefined ? end - start : bytesOf(this.#text.slice(start, end));
	}

	/** The offset of the start of the line that an offset is in. */
	lineStartOf(offset: number): number {
		return this.#starts[this.#lineAt(offset)] ?? 0;
	}

	#lineAt(offset: number): number {
		let low = 0;
		let high = this.#starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#starts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		return low;
	}
}

/** Where the lines of a text start. `simple`: there is no carriage return in it. */
function startsOf(text: string, simple: boolean): number[] {
	const starts = [0];
	if (simple) {
		for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
		return starts;
	}
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
		if (code === 10 || code === 13) starts.push(i + 1);
	}
	return starts;
}

/** Where they start after a change that left no carriage return: those of before, but where it changed. */
function startsAfter(before: readonly number[], text: string, change: TextChange): readonly number[] {
	const { start, endBefore, endAfter } = change;
	const by = endAfter - endBefore;
	const first = firstAfter(before, start);
	const rest = firstAfter(before, endBefore);
	const inside: number[] = [];
	for (let at = text.indexOf('\n', start); at >= 0 && at < endAfter; at = text.indexOf('\n', at + 1))
		inside.push(at + 1);
	if (by === 0 && inside.length === 0 && first === rest) return before;
	const starts = before.slice(0, first);
	for (const one of inside) starts.push(one);
	for (let i = rest; i < before.length; i++) starts.push((before[i] ?? 0) + by);
	return starts;
}

/** The first line that starts after an offset. */
function firstAfter(starts: readonly number[], offset: number): number {
	let low = 0;
	let high = starts.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((starts[middle] ?? 0) <= offset) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** The UTF-16 code units that the first bytes of a text are; of a character that they hold in part, none. */
export function unitsOf(text: string, bytes: number): number {
	let left = bytes;
	let units = 0;
	for (const character of text) {
		left -= bytesOfCharacter(character);
		if (left < 0) break;
		units += character.length;
	}
	return units;
}

/** The bytes of a text in UTF-8. */
function bytesOf(text: string): number {
	let bytes = 0;
	for (const character of text) bytes += bytesOfCharacter(character);
	return bytes;
}

/** Half of a surrogate pair is written as U+FFFD, which has three bytes like itself. */
function bytesOfCharacter(character: string): number {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x80) return 1;
	if (code < 0x800) return 2;
	return code < 0x10000 ? 3 : 4;
}
