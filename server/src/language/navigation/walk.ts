import type { MapEntry, Span, TreeNode } from '../../config/tree.js';
import type { PathStep } from '../schema.js';

/** Told of every value and where it stands; `entry` is what holds it in a map. */
export type Visit = (node: TreeNode, path: readonly PathStep[], entry: MapEntry | undefined) => void;

/**
 * Every value of a tree once, in the order of the text where no alias is in the way. What an alias names is visited
 * where it is written, and not again where it is used.
 * @param visit gets a path that changes after the call: copy what is to be kept
 * @param part only values that reach into it are visited
 */
export function walkTree(root: TreeNode | undefined, visit: Visit, part?: Span): void {
	const seen = new Set<unknown>();
	const path: PathStep[] = [];
	const walk = (node: TreeNode, holder: MapEntry | undefined): void => {
		if (part && (node.end < part.start || node.start > part.end)) return;
		visit(node, path, holder);
		if (node.kind === 'scalar') return;
		const inside = node.kind === 'map' ? node.entries : node.items;
		if (seen.has(inside)) return;
		seen.add(inside);
		if (node.kind === 'sequence') {
			let i = 0;
			for (const item of node.items) {
				path.push(i++);
				walk(item, undefined);
				path.pop();
			}
			return;
		}
		for (const entry of node.entries) {
			// A merge key repeats the entries of another map: those stand where that map is written.
			if (seen.has(entry)) continue;
			seen.add(entry);
			if (!entry.value) continue;
			path.push(String(entry.key.value));
			walk(entry.value, entry);
			path.pop();
		}
	};
	if (root) walk(root, undefined);
}
