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

/** A cell of a matrix whose rows have lengths of their own. */
export interface MatrixPlace {
	row: number;
	entry: number;
}

/**
 * Where a key leads from a cell of a matrix. Home and End stay in the row, with Ctrl they go to the first and last row; a
 * row that is shorter takes its last cell.
 * @returns undefined when the key does not move
 */
export function moveInMatrix(
	{ key, ctrlKey }: GridKey,
	{ row, entry }: MatrixPlace,
	rows: readonly { readonly table: readonly unknown[] }[],
): MatrixPlace | undefined {
	const bottom = rows.length - 1;
	const place = (to: number, at: number): MatrixPlace => {
		const inside = Math.max(0, Math.min(bottom, to));
		return { row: inside, entry: Math.max(0, Math.min(at, (rows[inside]?.table.length ?? 1) - 1)) };
	};
	switch (key) {
		case 'ArrowRight':
			return place(row, entry + 1);
		case 'ArrowLeft':
			return place(row, entry - 1);
		case 'ArrowDown':
			return place(row + 1, entry);
		case 'ArrowUp':
			return place(row - 1, entry);
		case 'PageDown':
			return place(row + 2 * pageRows, entry);
		case 'PageUp':
			return place(row - 2 * pageRows, entry);
		case 'Home':
			return place(ctrlKey ? 0 : row, 0);
		case 'End':
			return place(ctrlKey ? bottom : row, Number.MAX_SAFE_INTEGER);
		default:
			return undefined;
	}
}
