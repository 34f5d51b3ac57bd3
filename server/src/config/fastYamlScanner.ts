import { beginsNumber, plainValue } from './fastYamlValue.js';
import { ownText } from './ownText.js';
import type { ScalarNode } from './tree.js';

/** Thrown where the fast reader does not know for certain what stands there: the `yaml` package decides. */
export class GiveUp extends Error {}

export const NEWLINE = 0x0a;
export const SPACE = 0x20;
export const HASH = 0x23;
export const COMMA = 0x2c;
export const DASH = 0x2d;
export const COLON = 0x3a;
const TAB = 0x09;
const RETURN = 0x0d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const DOT = 0x2e;
const BACKSLASH = 0x5c;

/** What a plain scalar may not start with; `-` is looked at more closely. */
const INDICATORS = ',[]{}#&*!|>\'"%@`?:=< \t\r\n';
/** The `:` of a longer key is no indicator (YAML 1.2 §7.4.2 says 1024, of code points). */
const LONGEST_KEY = 1000;

/** A place in a text, and the scalars that can be read there. Only scalars on one line are known. */
export class FastYamlScanner {
	at = 0;

	constructor(readonly text: string) {}

	/** The character here; NaN at the end. */
	get here(): number {
		return this.text.charCodeAt(this.at);
	}

	/** Past the spaces here. */
	skipSpaces(): void {
		while (this.text.charCodeAt(this.at) === SPACE) this.at++;
	}

	/** Whether a line ends at an offset. Gives up at the rare kinds of white space. */
	isLineEnd(at: number): boolean {
		const code = this.text.charCodeAt(at);
		if (code === NEWLINE || at >= this.text.length) return true;
		if (code === TAB) throw new GiveUp();
		if (code !== RETURN) return false;
		if (this.text.charCodeAt(at + 1) !== NEWLINE) throw new GiveUp();
		return true;
	}

	/** From the `#` here to the end of its line, which becomes the place; gives the end of what is written. */
	skipComment(): number {
		const { text } = this;
		const before = text.charCodeAt(this.at - 1);
		if (this.at > 0 && before !== SPACE && before !== NEWLINE && before !== 0xfeff) throw new GiveUp();
		const newline = text.indexOf('\n', this.at);
		this.at = newline < 0 ? text.length : newline;
		let end = this.at;
		for (let code = text.charCodeAt(end - 1); isWhite(code); code = text.charCodeAt(end - 1)) end--;
		return end;
	}

	/** The quoted or plain scalar here. The place is then right behind it. */
	scalar(inFlow: boolean): ScalarNode {
		const code = this.here;
		return code === QUOTE || code === APOSTROPHE ? this.#quoted(code) : this.#plain(inFlow);
	}

	/** A scalar that is a property name, up to its `:`, which becomes the place. */
	key(inFlow: boolean): ScalarNode {
		const key = this.scalar(inFlow);
		this.skipSpaces();
		if (key.end - key.start > LONGEST_KEY) throw new GiveUp();
		// Right behind a quoted name in a flow collection even `:1` is a value.
		if (!(inFlow && key.quoted ? this.here === COLON : this.isKeyEnd())) throw new GiveUp();
		return key;
	}

	/** Whether the `:` here ends a property name, as it does before white space. */
	isKeyEnd(): boolean {
		if (this.here !== COLON) return false;
		return this.text.charCodeAt(this.at + 1) === SPACE || this.isLineEnd(this.at + 1);
	}

	#quoted(quote: number): ScalarNode {
		const { text, at: start } = this;
		let doubled = false;
		let end = start + 1;
		for (; ; end++) {
			const code = text.charCodeAt(end);
			if (code === quote) {
				if (quote === QUOTE || text.charCodeAt(end + 1) !== APOSTROPHE) break;
				doubled = true;
				end++;
			} else if (code === NEWLINE || end >= text.length || (code === BACKSLASH && quote === QUOTE)) {
				throw new GiveUp();
			}
		}
		this.at = end + 1;
		const inside = ownText(text.slice(start + 1, end));
		const value = doubled ? inside.replaceAll("''", "'") : inside;
		const source = ownText(text.slice(start, end + 1));
		return { kind: 'scalar', value, source, quoted: true, start, end: end + 1 };
	}

	#plain(inFlow: boolean): ScalarNode {
		const { text, at: start } = this;
		if (!this.#startsPlain(start)) throw new GiveUp();
		let end = start;
		let at = start;
		for (; ; at++) {
			const code = text.charCodeAt(at);
			if (code > COLON) {
				if (inFlow && isFlowIndicator(code)) break;
				end = at + 1;
			} else if (code === SPACE) {
				if (text.charCodeAt(at + 1) === HASH) break;
			} else if (code === COLON) {
				const next = text.charCodeAt(at + 1);
				if (next === SPACE || (inFlow && isFlowIndicator(next)) || this.isLineEnd(at + 1)) break;
				end = at + 1;
			} else if (code > SPACE) {
				if (inFlow && code === COMMA) break;
				end = at + 1;
			} else if (this.isLineEnd(at)) break;
			else end = at + 1; // a control character that is text
		}
		this.at = at;
		const source = ownText(text.slice(start, end));
		return { kind: 'scalar', value: plainValue(source), source, quoted: false, start, end };
	}

	#startsPlain(at: number): boolean {
		const { text } = this;
		if (at >= text.length || INDICATORS.includes(text.charAt(at))) return false;
		const code = text.charCodeAt(at);
		if (code === DASH) return beginsNumber(text.charCodeAt(at + 1));
		return code !== DOT || !text.startsWith('...', at);
	}
}

function isWhite(code: number): boolean {
	return code === SPACE || code === TAB || code === RETURN || code === NEWLINE;
}

/** `,`, `[`, `]`, `{` or `}` */
function isFlowIndicator(code: number): boolean {
	return code === COMMA || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d;
}
