import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CellView } from '../../../server/src/protocol.js';
import { moveInGrid } from './gridKeys.js';
import type { Post } from './host.js';
import * as l10n from './l10n.js';
import type { Colours } from './palette.js';
import { paintClasses } from './palette.js';
import { all, extend, noSelection, type Selection, toggle } from './selection.js';
import { useColumns } from './useColumns.js';
import { severityInLine } from './words.js';

interface IndirectionTableProps {
	table: CellView[];
	/** False while RSS is off and no packet goes by the table. */
	active: boolean;
	colours: Colours;
	cell: number;
	onEnter: (cell: number) => void;
	selection: Selection;
	onSelect: (selection: Selection) => void;
	/** The user asks where the chosen entries are to go; `typed` is what they began to write. */
	onMove: (typed: string) => void;
	/** Neither chosen entries nor a question where they are to go any more. */
	onCancel: () => void;
	onPress: (event: PointerEvent, entry: number) => void;
	/** What the other side of a comparison has in an entry that differs, and what that side is called. */
	differing: ReadonlyMap<number, string>;
	comparedWith: string | undefined;
	/** What each entry got of the traffic against the one that got most, 0..1; undefined without traffic. */
	loads: number[] | undefined;
	post: Post;
}

/**
 * The entries row by row. One Tab stop; arrows, Home, End and the page keys move, with Shift they choose; Ctrl+Space adds
 * one, Ctrl+A all, Escape none. Enter goes to an entry in the text, Space and a click show it. M, F2, the menu key or a
 * digit ask for another processor.
 */
export function IndirectionTable(props: IndirectionTableProps) {
	const { table, active, colours, cell, onEnter, selection, onSelect, onMove, onCancel, onPress, post } =
		props;
	const { differing, comparedWith, loads } = props;
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
	const command = ({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean => {
		const modified = ctrlKey || metaKey;
		const lower = key.toLowerCase();
		if (modified && lower === 'a') onSelect(all(table.length));
		else if (modified && lower === 'z' && !shiftKey) post({ type: 'undo' });
		else if (modified && key === ' ') onSelect(toggle(selection, current));
		else if (modified) return false;
		else if (key === 'Escape') onCancel();
		else if (lower === 'm' || key === 'F2' || key === 'ContextMenu') onMove('');
		else if (/^\d$/.test(key)) onMove(key);
		else if (key === 'Enter') reveal(current, { focus: true });
		else if (key === ' ') reveal(current);
		else return false;
		return true;
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.altKey) return;
		const to = event.metaKey ? undefined : moveInGrid(event, current, columns, table.length);
		if (to !== undefined) {
			if (event.shiftKey) onSelect(extend(selection, current, to));
			go(to);
		} else if (!command(event)) return;
		event.preventDefault();
	};
	const onClick = (event: MouseEvent, index: number) => {
		go(index);
		if (event.ctrlKey || event.metaKey) return onSelect(toggle(selection, index));
		if (event.shiftKey) return onSelect(extend(selection, current, index));
		onSelect(noSelection);
		reveal(index);
	};
	const starts = Array.from({ length: Math.ceil(table.length / columns) }, (_, row) => row * columns);
	return (
		<table
			ref={grid}
			// biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table one moves in.
			role="grid"
			aria-labelledby="table-heading"
			aria-describedby="table-keys"
			aria-multiselectable="true"
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
								selected={selection.entries.has(start + i)}
								there={differing.get(start + i)}
								comparedWith={comparedWith}
								load={loads?.[start + i]}
								onClick={(event) => onClick(event, start + i)}
								onContextMenu={(event) => {
									event.preventDefault();
									go(start + i);
									if (!selection.entries.has(start + i)) onSelect(noSelection);
									onMove('');
								}}
								onPointerDown={(event) => onPress(event, start + i)}
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
	selected: boolean;
	there: string | undefined;
	comparedWith: string | undefined;
	load: number | undefined;
	onClick: (event: MouseEvent) => void;
	onContextMenu: (event: MouseEvent) => void;
	onPointerDown: (event: PointerEvent) => void;
}

function Cell(props: CellProps) {
	const { entry, index, colour, focusable, selected, there, comparedWith, load } = props;
	const { processor, severity, was } = entry;
	const label = [
		l10n.t('entry {0}: processor {1}', index, processor),
		...(severity ? [severityInLine(severity)] : []),
		...(was !== undefined ? [l10n.t('what if; the text says {0}', was)] : []),
		...(there !== undefined ? [`${comparedWith}: ${there}`] : []),
	];
	const classes = [
		'cell',
		paintClasses(colour),
		...(severity ? [severity] : []),
		...(was !== undefined ? ['supposed'] : []),
		...(there !== undefined ? ['differs'] : []),
	];
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys.
		// biome-ignore lint/a11y/useAriaPropsSupportedByRole: a td of a grid is a gridcell.
		<td
			class={classes.join(' ')}
			data-entry={index}
			tabIndex={focusable ? 0 : -1}
			aria-selected={selected}
			aria-label={label.join(', ')}
			onClick={props.onClick}
			onContextMenu={props.onContextMenu}
			onPointerDown={props.onPointerDown}
		>
			{processor}
			{load !== undefined && <i class="load" style={{ '--load': `${(load * 100).toFixed(1)}%` }} />}
		</td>
	);
}
