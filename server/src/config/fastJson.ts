import type { ItemMemory } from './itemMemory.js';
import { ownText } from './ownText.js';
import type { MapEntry, ScalarNode, TreeNode } from './tree.js';

/** Thrown where something is not right: `jsonc-parser` then tells what. */
class GiveUp extends Error {}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const STAR = 0x2a;
const COMMA = 0x2c;
const SLASH = 0x2f;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const TAB = 0x09;
/** Places for texts that come again, less one; a power of two less one. */
const SLOTS = 255;

/** Deeper nesting is for jsonc-parser. */
const MAX_FAST_DEPTH = 64;

/** Of the lists whose items are remembered. */
const ITEM_DEPTH = 2;

/**
 * The tree of a JSON text with comments and trailing commas that has no error: what {@link parseJson} gives, spans
 * included (a property test holds it to that), without the two trees in between. Undefined for every other text.
 * @param memory of an earlier version of the text, for speed: with and without it the tree is the same
 */
export function readFastJson(text: string, memory?: ItemMemory): TreeNode | undefined {
	try {
		return new FastJson(text, memory).document();
	} catch (error) {
		if (error instanceof GiveUp) return undefined;
		throw error;
	}
}

class FastJson {
	readonly #number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
	readonly #word = /true|false|null/y;
	readonly #behind = /[\s,\]}/]|$/y;
	/** Texts in quotes, and what they stand for, by their hash: tables name few processors very often. */
	readonly #known: string[] = Array.from({ length: SLOTS + 1 }, () => '');
	readonly #values: string[] = Array.from({ length: SLOTS + 1 }, () => '');
	#at = 0;
	#depth = 0;

	constructor(
		readonly text: string,
		readonly memory: ItemMemory | undefined,
	) {}

	document(): TreeNode {
		if (this.text.startsWith('\ufeff')) this.#at = 1;
		this.#skip();
		const root = this.#value();
		this.#skip();
		if (this.#at < this.text.length) throw new GiveUp();
		return root;
	}

	/** Past white space and comments; gives the character there, NaN at the end. */
	#skip(): number {
		const { text } = this;
		for (;;) {
			const code = text.charCodeAt(this.#at);
			if (code === SPACE || code === NEWLINE || code === RETURN || code === TAB) this.#at++;
			else if (code === SLASH) this.#comment();
			else return code;
		}
	}

	#comment(): void {
		const { text } = this;
		const kind = text.charCodeAt(this.#at + 1);
		if (kind === STAR) {
			const end = text.indexOf('*/', this.#at + 2);
			if (end < 0) throw new GiveUp();
			this.#at = end + 2;
		} else if (kind === SLASH) {
			let code = kind;
			while (code !== NEWLINE && code !== RETURN && this.#at < text.length)
				code = text.charCodeAt(++this.#at);
		} else throw new GiveUp();
	}

	#value(): TreeNode {
		const code = this.text.charCodeAt(this.#at);
		if (code === QUOTE) return this.#string();
		return code === OPEN_BRACE || code === OPEN_BRACKET ? this.#collection(code) : this.#literal();
	}

	#collection(open: number): TreeNode {
		if (++this.#depth > MAX_FAST_DEPTH) throw new GiveUp();
		const isMap = open === OPEN_BRACE;
		const close = isMap ? CLOSE_BRACE : CLOSE_BRACKET;
		const start = this.#at++;
		const entries: MapEntry[] = [];
		const items: TreeNode[] = [];
		let code = this.#skip();
		while (code !== close) {
			if (isMap) entries.push(this.#entry());
			else items.push(this.#depth === ITEM_DEPTH && this.memory ? this.#item(this.memory) : this.#value());
			code = this.#skip();
			if (code === COMMA) {
				this.#at++;
				code = this.#skip();
			} else if (code !== close) throw new GiveUp();
		}
		this.#depth--;
		const end = ++this.#at;
		return isMap ? { kind: 'map', start, end, entries } : { kind: 'sequence', start, end, items };
	}

	/** An item of a list directly below the root. */
	#item(memory: ItemMemory): TreeNode {
		const start = this.#at;
		const known = memory.take(start, 0);
		if (known) {
			this.#at = known.next;
			return known.node;
		}
		const node = this.#value();
		memory.add({ start, next: this.#at, column: 0, node });
		return node;
	}

	#entry(): MapEntry {
		if (this.text.charCodeAt(this.#at) !== QUOTE) throw new GiveUp();
		const key = this.#string();
		if (this.#skip() !== COLON) throw new GiveUp();
		this.#at++;
		this.#skip();
		const value = this.#value();
		return { key, value, start: key.start, end: value.end };
	}

	#string(): ScalarNode {
		const { text } = this;
		const start = this.#at;
		let escaped = false;
		let hash = 0;
		let at = start + 1;
		for (;;) {
			const code = text.charCodeAt(at);
			if (code === QUOTE) break;
			if (code === BACKSLASH) {
				escaped = true;
				at += 2;
			} else if (code >= SPACE) {
				hash = (hash * 31 + code) & SLOTS;
				at++;
			} else throw new GiveUp(); // a control character, or the end of the text
		}
		const end = at + 1;
		this.#at = end;
		const known = this.#known[hash];
		if (known && !escaped && known.length === end - start && text.startsWith(known, start)) {
			return { kind: 'scalar', value: this.#values[hash] ?? '', source: known, quoted: true, start, end };
		}
		const source = ownText(text.slice(start, end));
		this.#known[hash] = source;
		const value = escaped ? unescaped(source) : ownText(text.slice(start + 1, at));
		this.#values[hash] = value;
		return { kind: 'scalar', value, source, quoted: true, start, end };
	}

	/** A number, `true`, `false` or `null`. */
	#literal(): ScalarNode {
		const start = this.#at;
		const source = this.#match(this.#number) ?? this.#match(this.#word);
		if (source === undefined || this.#match(this.#behind, false) === undefined) throw new GiveUp();
		const value = JSON.parse(source) as number | boolean | null;
		return { kind: 'scalar', value, source: ownText(source), quoted: false, start, end: this.#at };
	}

	#match(pattern: RegExp, past = true): string | undefined {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.text)?.[0];
		if (found !== undefined && past) this.#at += found.length;
		return found;
	}
}

function unescaped(source: string): string {
	try {
		return JSON.parse(source);
	} catch {
		throw new GiveUp();
	}
}
