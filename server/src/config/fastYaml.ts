import { FastYamlFlow, MAX_FAST_DEPTH } from './fastYamlFlow.js';
import { DASH, GiveUp, HASH, NEWLINE, SPACE } from './fastYamlScanner.js';
import type { ItemMemory } from './itemMemory.js';
import type { MapEntry, TreeNode } from './tree.js';

/**
 * The tree of a YAML text that is written as configurations are: one document of block collections, flow collections,
 * scalars on one line, and comments. It equals what {@link parseYaml} gives, spans included (a property test holds it
 * to that), in a small part of the time. Undefined as soon as anything else stands there, right or wrong: anchors, tags,
 * block scalars, escapes, tabs, several documents, and every error.
 * @param memory of an earlier version of the text, for speed: with and without it the tree is the same
 */
export function readFastYaml(text: string, memory?: ItemMemory): TreeNode | undefined {
	// Within a text a byte order mark is a matter of the context.
	if (text.includes('\ufeff', 1)) return undefined;
	try {
		return new FastYaml(text, memory).document();
	} catch (error) {
		if (error instanceof GiveUp) return undefined;
		throw error;
	}
}

/** Of the lists whose items are remembered. */
const ITEM_DEPTH = 2;

/**
 * Block collections. A block ends where its last value ends, and a comment counts to the value before it when it stands
 * on its line, or deeper than the block on lines of its own: so the `yaml` package has it, and so it is done here.
 */
class FastYaml extends FastYamlFlow {
	/** The column of what comes next; -1 at the end of the text. */
	#column = -1;
	/** The end of the last value, its comments included. */
	#tail = 0;
	/** Comments since, which belong to no value: the deepest column and the end of the last; -1 for none. */
	#looseColumn = -1;
	#looseEnd = -1;
	#depth = 0;

	constructor(
		text: string,
		readonly memory: ItemMemory | undefined,
	) {
		super(text);
	}

	document(): TreeNode {
		const first = this.text.startsWith('\ufeff') ? 1 : 0;
		this.at = this.lineStart = first;
		this.#nextLine(-1, false);
		this.#forgetLoose();
		if (this.#column < 0) throw new GiveUp();
		// The yaml package counts no columns on the line of a byte order mark.
		if (first > 0 && this.lineStart === first && (this.#column > 0 || this.#isItem())) throw new GiveUp();
		const root = this.#node(-1, false);
		if (this.#column >= 0 || root.kind === 'scalar') throw new GiveUp();
		return root;
	}

	/** What stands at the column, within a block of `indent`; up to the next line with content. */
	#node(indent: number, afterComment: boolean): TreeNode {
		const column = this.at - this.lineStart;
		if (this.#isItem()) return this.#sequence(column);
		if (this.startsFlow()) return this.#closed(this.flow(indent + 1), indent);
		const start = this.at;
		const scalar = this.scalar(false);
		this.skipSpaces();
		if (this.isKeyEnd()) {
			this.at = start;
			return this.#map(column);
		}
		// The comment may have changed how far the next line must be indented to go on with a plain scalar.
		if (afterComment && !scalar.quoted) throw new GiveUp();
		return this.#closed(scalar, indent);
	}

	#sequence(indent: number): TreeNode {
		if (++this.#depth > MAX_FAST_DEPTH) throw new GiveUp();
		const start = this.at;
		const items: TreeNode[] = [];
		const memory = this.#depth === ITEM_DEPTH ? this.memory : undefined;
		let more = true;
		while (more) {
			const known = memory?.take(this.at, indent);
			if (known) {
				this.#goTo(known.next, indent);
				items.push(known.node);
				continue;
			}
			const from = this.at;
			const node = this.#item(indent);
			items.push(node);
			more = this.#column === indent && this.#isItem();
			// Comments behind the last item may count to it, or to what it is in: it is read each time.
			if (more) memory?.add({ start: from, next: this.at, column: indent, node });
		}
		return { kind: 'sequence', start, end: this.#close(indent), items };
	}

	/** What stands behind the `-` here. Nothing that was read before has a part in it. */
	#item(indent: number): TreeNode {
		this.#forgetLoose();
		this.at++;
		this.skipSpaces();
		if (this.here === HASH || this.isLineEnd(this.at)) throw new GiveUp();
		return this.#node(indent, false);
	}

	/** To the `-` of an item behind one that was not read again. */
	#goTo(next: number, indent: number): void {
		this.at = next;
		this.#column = indent;
		this.lineStart = next - indent;
	}

	#map(indent: number): TreeNode {
		if (++this.#depth > MAX_FAST_DEPTH) throw new GiveUp();
		const start = this.at;
		const entries: MapEntry[] = [];
		for (;;) {
			this.#forgetLoose();
			const key = this.key(false);
			const value = this.#value(indent);
			entries.push({ key, value, start: key.start, end: value ? value.end : key.end });
			if (this.#column > indent) throw new GiveUp();
			if (this.#column < indent) break;
		}
		return { kind: 'map', start, end: this.#close(indent), entries };
	}

	/** What follows the `:` here; undefined for nothing. */
	#value(indent: number): TreeNode | undefined {
		const end = ++this.at;
		this.skipSpaces();
		const comment = this.here === HASH;
		if (!comment && !this.isLineEnd(this.at)) {
			if (this.#isItem()) throw new GiveUp();
			return this.#closed(this.startsFlow() ? this.flow(indent + 1) : this.scalar(false), indent);
		}
		if (comment) this.skipComment();
		this.#nextLine(indent, false);
		const afterComment = comment || this.#looseEnd >= 0;
		this.#forgetLoose();
		if (this.#column > indent || (this.#column === indent && this.#isItem())) {
			return this.#node(indent, afterComment);
		}
		if (afterComment) throw new GiveUp(); // it belongs to the value that is not there
		this.#tail = end;
		return undefined;
	}

	#isItem(): boolean {
		return this.here === DASH && (this.text.charCodeAt(this.at + 1) === SPACE || this.isLineEnd(this.at + 1));
	}

	/** Ends the line of a scalar or flow collection in a block of `indent`. */
	#closed(node: TreeNode, indent: number): TreeNode {
		this.#tail = node.end;
		this.skipSpaces();
		if (this.here === HASH) this.#tail = this.skipComment();
		else if (!this.isLineEnd(this.at)) throw new GiveUp();
		this.#nextLine(indent, true);
		return node;
	}

	/** Goes to the next line with content. `counts`: deeper comments up to there count to the value before. */
	#nextLine(indent: number, counts: boolean): void {
		const { text } = this;
		let first = this.at === this.lineStart;
		for (;;) {
			if (!first) {
				if (this.at >= text.length) break;
				this.at += text.charCodeAt(this.at) === NEWLINE ? 1 : 2;
				this.lineStart = this.at;
			}
			first = false;
			this.skipSpaces();
			const column = this.at - this.lineStart;
			if (this.here === HASH) {
				const end = this.skipComment();
				if (counts && column > indent && this.#looseEnd < 0) this.#tail = end;
				else {
					this.#looseColumn = Math.max(this.#looseColumn, column);
					this.#looseEnd = end;
				}
			} else if (!this.isLineEnd(this.at)) {
				this.#column = column;
				return;
			}
		}
		this.#column = -1;
	}

	#forgetLoose(): void {
		this.#looseColumn = -1;
		this.#looseEnd = -1;
	}

	/** Where the block ends; and what of the comments behind it counts to it, for the block around it. */
	#close(indent: number): number {
		this.#depth--;
		const end = this.#tail;
		if (indent > 0 && this.#looseColumn >= indent) {
			this.#tail = this.#looseEnd;
			this.#forgetLoose();
		}
		return end;
	}
}
