import { COMMA, FastYamlScanner, GiveUp, HASH, NEWLINE } from './fastYamlScanner.js';
import type { MapEntry, TreeNode } from './tree.js';

const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Deeper nesting is for the `yaml` package. */
export const MAX_FAST_DEPTH = 64;

/** Reads `[…]` and `{…}`, over several lines too. */
export class FastYamlFlow extends FastYamlScanner {
	/** Where the line starts that the place is on. */
	lineStart = 0;
	#depth = 0;
	/** Columns that lines of the collection being read must be indented by. */
	#least = 0;

	/** Whether a flow collection starts here. */
	startsFlow(): boolean {
		return this.here === OPEN_BRACKET || this.here === OPEN_BRACE;
	}

	/** The collection that starts here, within a block of `least - 1` columns. The place is then right behind it. */
	flow(least: number): TreeNode {
		this.#least = least;
		this.#depth = 0;
		return this.#collection();
	}

	#collection(): TreeNode {
		if (++this.#depth > MAX_FAST_DEPTH) throw new GiveUp();
		const isMap = this.here === OPEN_BRACE;
		const close = isMap ? CLOSE_BRACE : CLOSE_BRACKET;
		const start = this.at++;
		const entries: MapEntry[] = [];
		const items: TreeNode[] = [];
		this.#skip();
		while (this.here !== close) {
			if (isMap) entries.push(this.#entry());
			else items.push(this.#value());
			this.#skip();
			if (this.here === COMMA) {
				this.at++;
				this.#skip();
			} else if (this.here !== close) throw new GiveUp();
		}
		this.#depth--;
		const end = ++this.at;
		return isMap ? { kind: 'map', start, end, entries } : { kind: 'sequence', start, end, items };
	}

	#value(): TreeNode {
		return this.startsFlow() ? this.#collection() : this.scalar(true);
	}

	#entry(): MapEntry {
		const key = this.key(true);
		this.at++;
		this.#skip();
		const value = this.#value();
		return { key, value, start: key.start, end: value.end };
	}

	/** Past white space, comments and line ends. */
	#skip(): void {
		let fresh = false;
		for (;;) {
			this.skipSpaces();
			if (this.here === HASH) {
				this.skipComment();
			} else if (!this.isLineEnd(this.at)) break;
			if (this.at >= this.text.length) throw new GiveUp();
			this.at = this.here === NEWLINE ? this.at + 1 : this.at + 2;
			this.lineStart = this.at;
			fresh = true;
		}
		if (!fresh) return;
		const column = this.at - this.lineStart;
		const closes = this.#depth === 1 && (this.here === CLOSE_BRACKET || this.here === CLOSE_BRACE);
		if (column < (closes ? this.#least - 1 : this.#least)) throw new GiveUp();
	}
}
