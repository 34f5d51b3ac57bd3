import { entryOf, type TreeNode } from './tree.js';

/** What a tree stands for as plain data, for the JSON schema. A property without a value is null. */
export function toPlain(node: TreeNode | undefined, shared = new Map<unknown, unknown>()): unknown {
	if (node === undefined) return null;
	if (node.kind === 'scalar') return node.value;
	const inside = node.kind === 'sequence' ? node.items : node.entries;
	const made = shared.get(inside); // aliases share their insides: made once, whatever they expand to
	if (made !== undefined) return made;
	const plain =
		node.kind === 'sequence'
			? node.items.map((item) => toPlain(item, shared))
			: Object.fromEntries(node.entries.map(({ key, value }) => [String(key.value), toPlain(value, shared)]));
	shared.set(inside, plain);
	return plain;
}

/** The node at a JSON pointer (`/vports/1/id`), and the map entry that holds it if a map does. */
export function nodeAt(root: TreeNode, pointer: string) {
	let node: TreeNode | undefined = root;
	let entry: ReturnType<typeof entryOf>;
	for (const part of pointer.split('/').slice(1)) {
		const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
		entry = entryOf(node, name);
		node = node?.kind === 'sequence' ? node.items[Number(name)] : entry?.value;
	}
	return { node, entry };
}
