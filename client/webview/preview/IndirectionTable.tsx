import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CellView } from '../../../server/src/protocol.js';
import { moveInGrid } from './gridKeys.js';
import type { Post } from './host.js';
import type { Colours } from './palette.js';
import { paintClasses } from './palette.js';
import { useColumns } from './useColumns.js';
import { severityWord } from './words.js';

interface IndirectionTableProps {
	table: CellView[];
	/** False while RSS is off and no packet goes by the table. */
	active: boolean;
	colours: Colours;
	cell: number;
	onEnter: (cell: number) => void;
	post: Post;
}

/** The entries row by row. One Tab stop; arrows, Home, End and the page keys move, Enter goes to an entry in the text, Space and a click show it. */
export function IndirectionTable({ table, active, colours, cell, onEnter, post }: IndirectionTableProps) {
	const grid = useRef<HTMLTableElement>(null);
	const columns = useColumns(grid);
	const current = Math.min(cell, table.length - 1);
	// Asked while the old elements still stand: this component renders before its cells are replaced.
	const hadFocus = grid.current?.contains(document.activeElement) ?? false;
	const element = (index: number) => grid.current?.querySelector<HTMLElement>(`[data-entry="${index}"]`);

	// A shorter table, or rows of another length, replace the focused element: its successor takes the focus.
	useLayoutEffect(() => {
		if (hadFocus && !grid.current?.contains(document.activeElement)) element(current)?.focus();
	});

	const go = (index: number) => element(index)?.focus();
	const reveal = (index: number, focus?: { focus: true }) => {
		const range = table[index]?.range;
		if (range) post({ type: 'reveal', range, ...focus });
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.altKey || event.metaKey) return;
		const to = moveInGrid(event, current, columns, table.length);
		if (to !== undefined) go(to);
		else if (event.key === 'Enter') reveal(current, { focus: true });
		else if (event.key === ' ') reveal(current);
		else return;
		event.preventDefault();
	};
	const starts = Array.from({ length: Math.ceil(table.length / columns) }, (_, row) => row * columns);
	return (
		<table
			ref={grid}
			// biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table one moves in.
			role="grid"
			aria-labelledby="table-heading"
			class={active ? 'grid' : 'grid inactive'}
			onKeyDown={onKeyDown}
			onFocusIn={({ target }) => {
				// However the focus came, by keys, a click or a screen reader: movement starts from there.
				const entered = target instanceof HTMLElement ? Number(target.dataset['entry']) : Number.NaN;
				if (Number.isInteger(entered)) onEnter(entered);
			}}
		>
			<tbody>
				{starts.map((start) => (
					<tr key={start}>
						{/* As text: Preact writes the number 0 anew each time. */}
						<th scope="row">{String(start)}</th>
						{table.slice(start, start + columns).map((entry, i) => (
							<Cell
								key={start + i}
								entry={entry}
								index={start + i}
								colour={colours.get(entry.processor)}
								focusable={start + i === current}
								onClick={() => {
									go(start + i);
									reveal(start + i);
								}}
							/>
						))}
						{/* A short row keeps the width of its cells. */}
						{start === 0 && table.length < columns && (
							<td role="presentation" colSpan={columns - table.length} />
						)}
					</tr>
				))}
			</tbody>
		</table>
	);
}

interface CellProps {
	entry: CellView;
	index: number;
	colour: number | undefined;
	focusable: boolean;
	onClick: () => void;
}

function Cell({ entry, index, colour, focusable, onClick }: CellProps) {
	const { processor, severity } = entry;
	const label = `entry ${index}: processor ${processor}`;
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys.
		<td
			class={`cell ${paintClasses(colour)}${severity ? ` ${severity}` : ''}`}
			data-entry={index}
			tabIndex={focusable ? 0 : -1}
			aria-label={severity ? `${label}, ${severityWord(severity).toLowerCase()}` : label}
			onClick={onClick}
		>
			{processor}
		</td>
	);
}
