import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CellView } from '../../../server/src/protocol.js';
import type { Post } from './App.js';
import type { Colours } from './EntityPane.js';
import { moveInGrid } from './gridKeys.js';
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

/** The entries row by row. One Tab stop; arrows, Home and End move, Enter or a click shows an entry in the text. */
export function IndirectionTable({ table, active, colours, cell, onEnter, post }: IndirectionTableProps) {
	const grid = useRef<HTMLDivElement>(null);
	const columns = useColumns(grid);
	const current = Math.min(cell, table.length - 1);
	const hadFocus = useRef(false);
	const element = (index: number) => grid.current?.querySelector<HTMLElement>(`[data-entry="${index}"]`);

	// A shorter table, or rows of another length, replace the focused element: its successor takes the focus.
	// biome-ignore lint/correctness/useExhaustiveDependencies: runs when these change, whatever it reads.
	useLayoutEffect(() => {
		if (hadFocus.current && !grid.current?.contains(document.activeElement)) element(current)?.focus();
	}, [table.length, columns]);

	const go = (index: number) => {
		onEnter(index);
		element(index)?.focus();
	};
	const reveal = (index: number) => {
		const range = table[index]?.range;
		if (range) post({ type: 'reveal', range });
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.altKey || event.metaKey) return;
		const to = moveInGrid(event, current, columns, table.length);
		if (to !== undefined) go(to);
		else if (event.key === 'Enter' || event.key === ' ') reveal(current);
		else return;
		event.preventDefault();
	};
	const starts = Array.from({ length: Math.ceil(table.length / columns) }, (_, row) => row * columns);
	return (
		<div
			ref={grid}
			role="grid"
			aria-labelledby="table-heading"
			class={`grid columns-${columns}${active ? '' : ' inactive'}`}
			onKeyDown={onKeyDown}
			onFocusIn={() => {
				hadFocus.current = true;
			}}
			onFocusOut={(event) => {
				// An element that is removed has no successor: the focus is then still ours to hand on.
				hadFocus.current = event.relatedTarget === null && !document.hasFocus();
			}}
		>
			{starts.map((start) => (
				// biome-ignore lint/a11y/useFocusableInteractive: the cells take the focus, not their row.
				<div key={start} role="row" class="row">
					{/* biome-ignore lint/a11y/useFocusableInteractive: a header is no place to go. */}
					<span role="rowheader" class="index">
						{start}
					</span>
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
				</div>
			))}
		</div>
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
		<span
			role="gridcell"
			class={`cell ${paintClasses(colour)}${severity ? ` ${severity}` : ''}`}
			data-entry={index}
			tabIndex={focusable ? 0 : -1}
			aria-label={severity ? `${label}, ${severityWord(severity).toLowerCase()}` : label}
			onClick={onClick}
		>
			{processor}
		</span>
	);
}
