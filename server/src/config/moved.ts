import type { MapEntry, MapNode, ScalarNode, Span, TreeNode } from './tree.js';

/** A span so many characters further on. */
export function movedSpan({ start, end }: Span, by: number): Span {
	return { start: start + by, end: end + by };
}

/** A map so many characters further on. What is in it is moved when it is first asked for: mostly nobody does. */
export function movedMap(map: MapNode, by: number): MapNode {
	let entries: readonly MapEntry[] | undefined;
	return {
		kind: 'map',
		start: map.start + by,
		end: map.end + by,
		get entries() {
			entries ??= map.entries.map((entry) => movedEntry(entry, by));
			return entries;
		},
	};
}

function movedEntry({ key, value, start, end }: MapEntry, by: number): MapEntry {
	return {
		key: movedScalar(key, by),
		value: value && movedNode(value, by),
		start: start + by,
		end: end + by,
	};
}

function movedNode(node: TreeNode, by: number): TreeNode {
	if (node.kind === 'scalar') return movedScalar(node, by);
	if (node.kind === 'map') return movedMap(node, by);
	const items = node.items.map((item) => movedNode(item, by));
	return { kind: 'sequence', start: node.start + by, end: node.end + by, items };
}

function movedScalar({ kind, value, source, quoted, start, end }: ScalarNode, by: number): ScalarNode {
	return { kind, value, source, quoted, start: start + by, end: end + by };
}
