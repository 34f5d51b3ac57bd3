import { parseTrees } from '../config/parse.js';
import type { MapNode, ParsedTree, Syntax, TreeNode } from '../config/tree.js';
import type { CompletionWord } from './completionWord.js';
import { withoutLists } from './emptyLists.js';
import type { MissingCommas } from './missingCommas.js';
import type { PathStep } from './schema.js';

/** Stands where the author types; no configuration has it. */
export const MARKER = 'Cursor7f3a';

/** A place where something can be written. */
export interface WritablePlace {
	/** Of the map that a property would join; of the value itself otherwise. */
	readonly path: readonly PathStep[];
	/** What the map or list has already: names of properties, values of items. */
	readonly taken: readonly string[];
	/** Within `{…}` or `[…]`, as everything in JSON is. */
	readonly flow: boolean;
}

/** Writes markers into a text and looks where the parser finds them. */
export class Attempts {
	constructor(
		readonly text: string,
		readonly word: CompletionWord,
		readonly commas: MissingCommas,
		readonly syntax: Syntax,
	) {}

	find(marker: string, as: 'key' | 'value'): WritablePlace | undefined {
		const text = this.#write(marker);
		const trees = parseTrees(text, this.syntax);
		// What breaks a text that is whole without it cannot be right; in a broken one that cannot be told.
		if (isBroken(trees) && !isBroken(parseTrees(this.#write(''), this.syntax))) return undefined;
		for (const { root } of trees) {
			const found = root && new Search(text, as, this.word.colonFollows).in(root, [], false);
			if (found) return found;
		}
		return undefined;
	}

	#write(written: string): string {
		const { start, end } = this.word.whole;
		const before = this.commas.before ?? start;
		const comma = (missing: boolean) => (missing && written !== '' ? ',' : '');
		const ahead = `${this.text.slice(0, before)}${comma(this.commas.before !== undefined)}`;
		const line = `${this.text.slice(before, start)}${written}${comma(this.commas.after)}`;
		return this.syntax === 'json'
			? `${ahead}${line}${this.text.slice(end)}`
			: `${withoutLists(ahead, 'before')}${line}${withoutLists(this.text.slice(end), 'after')}`;
	}
}

function isBroken(trees: readonly ParsedTree[]): boolean {
	return trees.some(({ problems }) => problems.some(({ code }) => code !== 'duplicate-key'));
}

class Search {
	constructor(
		readonly text: string,
		readonly as: 'key' | 'value',
		/** The marker stands for a name that has its value. */
		readonly named: boolean,
	) {}

	in(node: TreeNode, path: readonly PathStep[], inFlow: boolean): WritablePlace | undefined {
		if (node.kind === 'scalar') {
			return this.as === 'value' && node.value === MARKER ? { path, taken: [], flow: inFlow } : undefined;
		}
		const flow = inFlow || /[{[]/.test(this.text.charAt(node.start));
		if (node.kind === 'sequence') return this.#inItems(node.items, path, flow);
		if (this.as === 'key') {
			const at = node.entries.findIndex(({ key }) => key.value === MARKER);
			// What stands below and deeper would become the value of the new name.
			const value = node.entries[at]?.value;
			if (value && value.kind !== 'scalar' && !this.named) return undefined;
			if (at >= 0) return flow || this.#isAligned(node, at) ? { path, taken: names(node), flow } : undefined;
		}
		for (const { key, value } of node.entries) {
			const found = value && this.in(value, [...path, String(key.value)], flow);
			if (found) return found;
		}
		return undefined;
	}

	#inItems(items: readonly TreeNode[], path: readonly PathStep[], flow: boolean): WritablePlace | undefined {
		for (const [i, item] of items.entries()) {
			const found = this.in(item, [...path, i], flow);
			if (found) return item.kind === 'scalar' ? { ...found, taken: scalars(items) } : found;
		}
		return undefined;
	}

	/** A property of a block stands under its siblings; the parser is more forgiving, but the file would be wrong. */
	#isAligned({ entries, start, end }: MapNode, marker: number): boolean {
		const column = (offset: number) => {
			const line = this.text.lastIndexOf('\n', offset - 1) + 1;
			return offset - line - (this.text.charAt(line) === '\ufeff' ? 1 : 0);
		};
		// What a merge key brought in stands elsewhere.
		const siblings = entries.filter(({ key }, i) => i !== marker && start <= key.start && key.start < end);
		const own = entries[marker];
		return (
			!own || siblings.length === 0 || siblings.some(({ key }) => column(key.start) === column(own.start))
		);
	}
}

function names({ entries }: MapNode): string[] {
	return entries.map(({ key }) => String(key.value)).filter((name) => name !== MARKER);
}

function scalars(items: readonly TreeNode[]): string[] {
	return items.flatMap((item) =>
		item.kind === 'scalar' && item.value !== MARKER ? [String(item.value)] : [],
	);
}
