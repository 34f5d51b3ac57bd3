import type { EntityView } from '../../../server/src/protocol.js';
import { type Colours, paintOf, palette } from './palette.js';

/** Height of a row with the gap below it, in pixels. */
export const rowHeight = 20;
const gap = 2;
/** Narrower cells have no gap beside them and no marks but a dot. */
const roomy = 5;

/** Height of a matrix in pixels. */
export function matrixHeight(rows: number): number {
	return rows * rowHeight;
}

/** How many columns the largest table needs, at least one. */
export function matrixSize(entities: readonly EntityView[]): { columns: number } {
	return { columns: Math.max(1, ...entities.map(({ table }) => table.length)) };
}

/** Which cell is at a place of the canvas; undefined left or above of it. The cell may lie past the row's table. */
export function cellAt(
	x: number,
	y: number,
	width: number,
	columns: number,
): { row: number; entry: number } | undefined {
	if (x < 0 || y < 0 || width <= 0) return undefined;
	return { row: Math.floor(y / rowHeight), entry: Math.min(columns - 1, Math.floor((x / width) * columns)) };
}

interface Drawn {
	entities: readonly EntityView[];
	colours: Colours;
	differing: (entity: EntityView) => ReadonlyMap<number, string>;
}

/** Draws all tables, in the colours of the page's theme and at the resolution of the screen. */
export function drawMatrix(
	canvas: HTMLCanvasElement,
	width: number,
	{ entities, colours, differing }: Drawn,
): void {
	const height = matrixHeight(entities.length);
	const scale = globalThis.devicePixelRatio || 1;
	canvas.width = Math.round(width * scale);
	canvas.height = Math.round(height * scale);
	canvas.style.width = `${width}px`;
	canvas.style.height = `${height}px`;
	const context = canvas.getContext('2d');
	if (!context) return;
	context.scale(scale, scale);
	const style = getComputedStyle(canvas);
	const text = style.getPropertyValue('--text').trim() || style.color;
	const bordered = style.getPropertyValue('--border').trim() !== 'transparent';
	const { columns } = matrixSize(entities);
	const cell = width / columns;
	const inset = cell >= roomy ? 1 : 0;
	for (const [row, entity] of entities.entries()) {
		const differs = differing(entity);
		const y = row * rowHeight;
		for (const [entry, { processor, severity, was }] of entity.table.entries()) {
			const x = entry * cell;
			const box = [x, y, Math.max(1, cell - inset), rowHeight - gap] as const;
			const paint = paintOf(colours.get(processor));
			context.globalAlpha = entity.rss ? 1 : 0.35;
			context.fillStyle = paint ? (palette[paint.hue] ?? text) : 'transparent';
			context.fillRect(...box);
			context.globalAlpha = 1;
			if (paint && paint.pattern > 0) stripes(context, box, paint.pattern);
			if (!paint || (bordered && cell >= roomy)) frame(context, box, text, []);
			if (severity)
				mark(context, box, style.getPropertyValue(severity === 'error' ? '--error' : '--warning'));
			if (differs.has(entry) || was !== undefined) changed(context, box, was === undefined);
		}
	}
}

type Box = readonly [x: number, y: number, width: number, height: number];

function stripes(context: CanvasRenderingContext2D, [x, y, width, height]: Box, pattern: number): void {
	context.fillStyle = '#0006';
	for (let at = 0; at < height; at += 6) {
		const lean = pattern === 3 ? 0 : pattern === 1 ? 3 : -3;
		context.beginPath();
		context.moveTo(x, y + Math.min(height, at + Math.max(0, lean)));
		context.lineTo(x + width, y + Math.min(height, at + Math.max(0, -lean)));
		context.lineTo(x + width, y + Math.min(height, at + Math.max(0, -lean) + 2.5));
		context.lineTo(x, y + Math.min(height, at + Math.max(0, lean) + 2.5));
		context.fill();
	}
}

function frame(
	context: CanvasRenderingContext2D,
	[x, y, width, height]: Box,
	colour: string,
	dash: number[],
): void {
	context.strokeStyle = colour;
	context.lineWidth = 1;
	context.setLineDash(dash);
	context.strokeRect(x + 0.5, y + 0.5, Math.max(0, width - 1), height - 1);
	context.setLineDash([]);
}

/** A finding stands on the cell: a line below it. */
function mark(context: CanvasRenderingContext2D, [x, y, width, height]: Box, colour: string): void {
	context.fillStyle = colour.trim() || 'red';
	context.fillRect(x, y + height - 3, width, 3);
}

/** The cell differs from the baseline (dashed), or from the text (solid); white is legible on every hue. */
function changed(context: CanvasRenderingContext2D, box: Box, dashed: boolean): void {
	const [x, y, width, height] = box;
	if (width >= roomy) {
		frame(context, [x + 0.5, y + 1, width - 1, height - 2], '#ffffff', dashed ? [3, 2] : []);
		return;
	}
	context.fillStyle = '#ffffff';
	context.fillRect(x, y + height / 2 - 2, Math.max(1, width), 4);
}
