import type { RefObject } from 'preact';
import { useWidth } from './useWidth.js';

const widest = 16;
/** Below these widths (pixels) of the table a row has 8, then 4 cells: a label such as 10:63 still fits its cell. */
const steps = [
	{ columns: widest, from: 660 },
	{ columns: 8, from: 356 },
	{ columns: 4, from: 0 },
];

/** How many entries a row of the table has at a width in pixels: 16, 8 or 4. */
export function columnsAt(width: number): number {
	return steps.find((step) => width >= step.from)?.columns ?? widest;
}

/** `columnsAt` of an element's width, kept up to date while it is resized. */
export function useColumns(element: RefObject<HTMLElement>): number {
	return columnsAt(useWidth(element, Number.POSITIVE_INFINITY));
}
