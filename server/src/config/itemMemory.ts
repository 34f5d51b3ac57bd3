import { movedMap } from './moved.js';
import { changeBetween, type TextChange } from './textChange.js';
import type { MapNode, Syntax, TreeNode } from './tree.js';

/** An item of a list directly below the root, as it was read. */
interface Item {
	/** Where its reading began: at its `-` in YAML. */
	readonly start: number;
	/** Where reading went on. */
	readonly next: number;
	/** Of its `-`; 0 in JSON. */
	readonly column: number;
	readonly node: MapNode;
}

/**
 * Characters around what was read of an item that may have been looked at too: that behind a `-` (and, where it is a
 * carriage return, one more), and that before a `#`.
 */
const MARGIN = 3;

const NO_CHANGE: TextChange = { start: 0, endBefore: 0, endAfter: 0 };

/**
 * The items of an earlier version of a text, for a reader that comes by them again. Right because what a reader sees of an
 * item depends on nothing but the column and the characters from where it begins to where the next begins: where these are
 * the same, so is the item, but for its place.
 */
export class ItemMemory {
	#text: string | undefined;
	#syntax: Syntax | undefined;
	#items = new Map<number, Item>();
	/** Of the text that is being read. */
	#coming = new Map<number, Item>();
	#change = NO_CHANGE;
	/** Items of texts in which nothing was wrong. */
	readonly #known = new WeakSet<TreeNode>();
	readonly #origins = new WeakMap<TreeNode, MapNode>();

	/** Makes ready for the reading of a text; gives the part of it that has to be looked at: it all, or what changed. */
	begin(text: string, syntax: Syntax): string {
		this.#coming = new Map();
		if (this.#text === undefined || this.#syntax !== syntax) {
			this.#text = undefined;
			this.#syntax = syntax;
			this.#items = new Map();
			return text;
		}
		this.#change = changeBetween(this.#text, text);
		return text.slice(this.#change.start, this.#change.endAfter);
	}

	/** The item at a place of the text that is being read, if it was read before, and where to go on. */
	take(at: number, column: number): { readonly node: MapNode; readonly next: number } | undefined {
		if (this.#items.size === 0) return undefined;
		const { start, endBefore, endAfter } = this.#change;
		const by = endAfter - endBefore;
		const before = this.#items.get(at);
		if (before && before.column === column && before.next + MARGIN <= start) return this.#again(before, 0);
		const after = this.#items.get(at - by);
		if (after && after.column === column && after.start >= endBefore + MARGIN) return this.#again(after, by);
		return undefined;
	}

	#again(item: Item, by: number): Item {
		const moved =
			by === 0
				? item
				: { ...item, start: item.start + by, next: item.next + by, node: this.#moved(item, by) };
		this.#coming.set(moved.start, moved);
		return moved;
	}

	#moved({ node }: Item, by: number): MapNode {
		const origin = this.originOf(node);
		const moved = movedMap(origin, node.start + by - origin.start);
		this.#origins.set(moved, origin);
		this.#known.add(moved);
		return moved;
	}

	/** Remembers an item of the text that is being read. */
	add(item: { start: number; next: number; column: number; node: TreeNode }): void {
		const { start, next, column, node } = item;
		if (node.kind === 'map') this.#coming.set(start, { start, next, column, node });
	}

	/** The text was read to its end, and nothing is wrong in it: from now on this is the earlier version. */
	keep(text: string): void {
		this.#text = text;
		for (const { node } of this.#coming.values()) this.#known.add(node);
		this.#items = this.#coming;
		this.#coming = new Map();
	}

	/** Whether an item was taken from an earlier version, in which nothing was wrong. */
	isTaken(node: TreeNode): boolean {
		return this.#known.has(node);
	}

	/** The node that was read first of those that are the same but for their place. */
	originOf(node: MapNode): MapNode {
		return this.#origins.get(node) ?? node;
	}
}
