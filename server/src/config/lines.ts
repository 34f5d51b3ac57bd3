/** Zero-based line and UTF-16 character, as LSP counts them. */
export interface Position {
	readonly line: number;
	readonly character: number;
}

/** Maps between offsets of a text and positions. Lines end with LF, CRLF or a lone CR, as in LSP. */
export class LineIndex {
	readonly #starts: number[] = [0];
	readonly #length: number;

	constructor(text: string) {
		this.#length = text.length;
		if (!text.includes('\r')) {
			for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
			return;
		}
		for (let i = 0; i < text.length; i++) {
			const code = text.charCodeAt(i);
			if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
			if (code === 10 || code === 13) this.#starts.push(i + 1);
		}
	}

	/** The position of an offset; offsets outside the text are moved to its nearest end. */
	positionAt(offset: number): Position {
		const at = Math.max(0, Math.min(offset, this.#length));
		let low = 0;
		let high = this.#starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#starts[middle] ?? 0) <= at) low = middle;
			else high = middle - 1;
		}
		return { line: low, character: at - (this.#starts[low] ?? 0) };
	}

	/** The offset of a position; a character past the end of its line counts as that end. */
	offsetAt(position: Position): number {
		const start = this.#starts[position.line];
		if (start === undefined) return this.#length;
		const end = this.#starts[position.line + 1] ?? this.#length;
		return Math.min(start + position.character, end);
	}

	/** The range of a span, as LSP writes ranges. */
	rangeOf(span: { readonly start: number; readonly end: number }): { start: Position; end: Position } {
		return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
	}
}
