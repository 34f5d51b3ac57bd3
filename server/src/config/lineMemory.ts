import { LineIndex, type PositionEncoding } from './lines.js';
import { changeBetween } from './textChange.js';

/** The lines of an earlier version of a text, of which those of the next are made. */
export class LineMemory {
	#last: { readonly text: string; readonly lines: LineIndex } | undefined;

	/** The lines of a version; the same as those made without knowing any other. */
	of(text: string, encoding: PositionEncoding | undefined): LineIndex {
		const last = this.#last;
		const earlier = last && { lines: last.lines, change: changeBetween(last.text, text) };
		const lines = new LineIndex(text, encoding, earlier);
		this.#last = { text, lines };
		return lines;
	}
}
