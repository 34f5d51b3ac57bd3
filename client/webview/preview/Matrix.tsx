// biome-ignore-all lint/a11y/useSemanticElements: a table cannot hold a canvas in place of its rows.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, its active descendant is the cell.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Baseline, EntityView } from '../../../server/src/protocol.js';
import { moveInMatrix } from './gridKeys.js';
import * as l10n from './l10n.js';
import { cellAt, drawMatrix, matrixHeight, matrixSize, rowHeight } from './matrixDrawing.js';
import { differingCells } from './model.js';
import type { Colours } from './palette.js';
import { useWidth } from './useWidth.js';
import { figure, severityInLine } from './words.js';

interface MatrixProps {
	entities: EntityView[];
	colours: Colours;
	baseline: Baseline | undefined;
	/** Shows an entity, with the focus on an entry. */
	onOpen: (entity: string, entry: number) => void;
}

interface Place {
	row: number;
	entry: number;
}

/**
 * All tables at once: a row an entity, a column an entry. Drawn on a canvas, because 64 rows of 128 cells are too many
 * elements; for keyboard and screen readers the grid has the one cell that is active. One Tab stop; arrows, Home, End and
 * the page keys move, Enter and a click open the entity.
 */
export function Matrix({ entities, colours, baseline, onOpen }: MatrixProps) {
	const canvas = useRef<HTMLCanvasElement>(null);
	const frame = useRef<HTMLDivElement>(null);
	const width = useWidth(frame, 600);
	const [chosen, setChosen] = useState<Place>({ row: 0, entry: 0 });
	const [pointed, setPointed] = useState<Place>();
	const [theme, setTheme] = useState(0);
	const { columns } = matrixSize(entities);
	const row = Math.min(chosen.row, entities.length - 1);
	const entity = entities[row];
	const entry = Math.min(chosen.entry, (entity?.table.length ?? 1) - 1);
	const height = matrixHeight(entities.length);

	// VS Code changes classes and variables of the page with its theme; a canvas does not follow by itself.
	useEffect(() => {
		const observer = new MutationObserver(() => setTheme((n) => n + 1));
		observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
		observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
		return () => observer.disconnect();
	}, []);
	useLayoutEffect(() => {
		if (canvas.current)
			drawMatrix(canvas.current, width, { entities, colours, differing: (e) => differingCells(e, baseline) });
	}, [width, entities, colours, baseline, theme]);

	const placeOf = (event: MouseEvent): Place | undefined => {
		const at = cellAt(event.offsetX, event.offsetY, width, columns);
		const under = at && entities[at.row];
		return under && at.entry < under.table.length ? at : undefined;
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.altKey || event.metaKey) return;
		const to = moveInMatrix(event, { row, entry }, entities);
		if (to) setChosen(to);
		else if ((event.key === 'Enter' || event.key === ' ') && entity) onOpen(entity.key, entry);
		else return;
		event.preventDefault();
	};
	const told = pointed ?? { row, entry };
	const words = wordsOf(entities[told.row], told.entry, baseline);
	return (
		<div class="matrix">
			<ul class="rows" aria-label={l10n.t('Scaling entities of the rows')}>
				{entities.map((one) => (
					<li key={one.key}>
						<button type="button" tabIndex={-1} onClick={() => onOpen(one.key, 0)}>
							{one.title}
						</button>
					</li>
				))}
			</ul>
			<div
				ref={frame}
				class="frame"
				role="grid"
				aria-label={l10n.t('All indirection tables')}
				aria-rowcount={entities.length}
				aria-colcount={columns}
				aria-activedescendant="matrix-cell"
				tabIndex={0}
				onKeyDown={onKeyDown}
			>
				<canvas
					ref={canvas}
					width={width}
					height={height}
					onPointerMove={(event) => setPointed(placeOf(event))}
					onPointerLeave={() => setPointed(undefined)}
					onClick={(event) => {
						const at = placeOf(event);
						const under = at && entities[at.row];
						if (at && under) onOpen(under.key, at.entry);
					}}
				/>
				{entity && (
					<div
						role="row"
						aria-rowindex={row + 1}
						class="active"
						style={boxOf({ row, entry }, width, columns)}
					>
						<div
							// Another cell is another element: only then is it read out.
							key={`${row} ${entry}`}
							id="matrix-cell"
							role="gridcell"
							aria-colindex={entry + 1}
							aria-label={wordsOf(entity, entry, baseline)}
						/>
					</div>
				)}
			</div>
			<p class="told muted">{words}</p>
		</div>
	);
}

function wordsOf(entity: EntityView | undefined, entry: number, baseline: Baseline | undefined): string {
	const cell = entity?.table[entry];
	if (!entity || !cell) return entity ? l10n.t('{0} has no indirection table.', entity.title) : '';
	const there = differingCells(entity, baseline).get(entry);
	return [
		placeInWords(entity, entry, cell.processor),
		...(entity.rss ? [] : [l10n.t('RSS off')]),
		...(cell.severity ? [severityInLine(cell.severity)] : []),
		...(cell.was === undefined ? [] : [l10n.t('what if; the text says {0}', cell.was)]),
		...(there === undefined ? [] : [`${baseline?.label}: ${there}`]),
	].join(', ');
}

function placeInWords({ title, table: { length } }: EntityView, entry: number, processor: string): string {
	return l10n.isOne(length)
		? l10n.t('{0}, entry {1} of {2} entry: processor {3}', title, entry, figure(length), processor)
		: l10n.t('{0}, entry {1} of {2} entries: processor {3}', title, entry, figure(length), processor);
}

/** Where the mark of the active cell lies over the canvas. */
function boxOf({ row, entry }: Place, width: number, columns: number) {
	const cell = width / columns;
	return {
		left: `${entry * cell}px`,
		top: `${row * rowHeight}px`,
		width: `${Math.max(3, cell)}px`,
		height: `${rowHeight}px`,
	};
}
