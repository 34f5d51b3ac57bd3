/** Which keys move within a grid, and the modifier that makes Home and End go to its ends. */
export interface GridKey {
	key: string;
	ctrlKey: boolean;
}

/** Rows that PageUp and PageDown go over. */
const pageRows = 4;

/**
 * Where a key leads from an entry of a grid filled row by row (ARIA Authoring Practices, grid pattern).
 * @param at index of the entry that has the focus, 0..size-1
 * @returns the new index (`at` itself at an edge), or undefined when the key does not move
 */
export function moveInGrid(
	{ key, ctrlKey }: GridKey,
	at: number,
	columns: number,
	size: number,
): number | undefined {
	const last = size - 1;
	const rowStart = at - (at % columns);
	switch (key) {
		case 'ArrowRight':
			return Math.min(last, at + 1);
		case 'ArrowLeft':
			return Math.max(0, at - 1);
		case 'ArrowDown':
			return at + columns <= last ? at + columns : at;
		case 'ArrowUp':
			return at >= columns ? at - columns : at;
		case 'PageDown':
			return at + columns * Math.min(pageRows, Math.floor((last - at) / columns));
		case 'PageUp':
			return at - columns * Math.min(pageRows, Math.floor(at / columns));
		case 'Home':
			return ctrlKey ? 0 : rowStart;
		case 'End':
			return ctrlKey ? last : Math.min(last, rowStart + columns - 1);
		default:
			return undefined;
	}
}
