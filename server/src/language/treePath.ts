import type { MapEntry, Span, TreeNode } from '../config/tree.js';
import type { PathStep } from './schema.js';

/** What stands at an offset: the path to it, and whether it is the name of a property or a value. */
export interface TreePlace {
	/** Path of the value; for a name, of the value that it names. */
	readonly path: readonly PathStep[];
	readonly on: 'key' | 'value';
	readonly node: TreeNode;
	readonly entry: MapEntry | undefined;
}

/** The innermost name or value at an offset; undefined between them. */
export function placeAt(root: TreeNode | undefined, offset: number): TreePlace | undefined {
	const path: PathStep[] = [];
	let node = root;
	let entry: MapEntry | undefined;
	while (node && covers(node, offset)) {
		if (node.kind === 'scalar') return { path, on: 'value', node, entry };
		const step: { at: PathStep; node: TreeNode | undefined; entry?: MapEntry } | undefined =
			node.kind === 'sequence' ? itemAt(node.items, offset) : entryAt(node.entries, offset);
		if (!step) return undefined;
		path.push(step.at);
		if (step.entry) {
			entry = step.entry;
			if (covers(entry.key, offset)) return { path, on: 'key', node: entry.key, entry };
		}
		node = step.node;
	}
	return undefined;
}

function itemAt(items: readonly TreeNode[], offset: number) {
	const at = items.findIndex((item) => covers(item, offset));
	return at < 0 ? undefined : { at, node: items[at] };
}

function entryAt(entries: readonly MapEntry[], offset: number) {
	const entry = entries.find((one) => covers(one.key, offset) || (one.value && covers(one.value, offset)));
	return entry && { at: String(entry.key.value), node: entry.value, entry };
}

function covers({ start, end }: Span, offset: number): boolean {
	return start <= offset && offset <= end;
}
