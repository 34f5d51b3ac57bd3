/** Entries a user chose of a grid, and the one from which Shift extends. */
export interface Selection {
	readonly entries: ReadonlySet<number>;
	readonly anchor: number;
}

/** Nothing chosen. */
export const noSelection: Selection = { entries: new Set(), anchor: 0 };

/** Adds an entry, or takes it away when it was chosen; it becomes the anchor. */
export function toggle({ entries }: Selection, entry: number): Selection {
	const next = new Set(entries);
	if (!next.delete(entry)) next.add(entry);
	return { entries: next, anchor: entry };
}

/** All entries from the anchor to `entry`, in the order of the table. Without a selection the anchor is `from`. */
export function extend({ entries, anchor }: Selection, from: number, entry: number): Selection {
	const start = entries.size === 0 ? from : anchor;
	const [first, last] = start < entry ? [start, entry] : [entry, start];
	return {
		entries: new Set(Array.from({ length: last - first + 1 }, (_, i) => first + i)),
		anchor: start,
	};
}

/** Every entry of a table. */
export function all(size: number): Selection {
	return { entries: new Set(Array.from({ length: size }, (_, i) => i)), anchor: 0 };
}

/** The entries that a command is about: those chosen, or the one with the focus. Those past the table are left out. */
export function meant({ entries }: Selection, current: number, size: number): number[] {
	const chosen = [...entries].filter((entry) => entry < size).sort((a, b) => a - b);
	return chosen.length > 0 ? chosen : [current];
}
