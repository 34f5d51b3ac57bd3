import type { ItemMemory } from './itemMemory.js';
import { toPlain } from './plain.js';
import type { MapNode, TreeNode } from './tree.js';

/** The list whose items may be many. The schema says nothing of it but what each item must be, and that there is one. */
const LIST = 'vports';

/** The VPorts that the schema had nothing to say of: another version of the text that has them is judged without them. */
export class SchemaMemory {
	readonly #valid = new WeakSet<MapNode>();

	constructor(readonly items: ItemMemory) {}

	/**
	 * What a tree stands for, as {@link toPlain} has it, but without the VPorts that are valid (one is left where all are);
	 * undefined where there is none to leave out.
	 */
	withoutValid(root: TreeNode): unknown {
		if (root.kind !== 'map') return undefined;
		let less = false;
		const entries = root.entries.map((entry) => {
			const { key, value } = entry;
			if (key.value !== LIST || value?.kind !== 'sequence') return entry;
			const unknown = value.items.filter((item) => item.kind !== 'map' || !this.#isValid(item));
			const items = unknown.length > 0 ? unknown : value.items.slice(0, 1);
			if (items.length < value.items.length) less = true;
			return { ...entry, value: { ...value, items } };
		});
		return less ? toPlain({ ...root, entries }) : undefined;
	}

	#isValid(item: MapNode): boolean {
		return this.#valid.has(this.items.originOf(item));
	}

	/** The schema has nothing to say of a tree. */
	keep(root: TreeNode): void {
		for (const { key, value } of root.kind === 'map' ? root.entries : []) {
			if (key.value !== LIST || value?.kind !== 'sequence') continue;
			for (const item of value.items) if (item.kind === 'map') this.#valid.add(this.items.originOf(item));
		}
	}
}
