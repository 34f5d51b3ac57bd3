import { paintOf, palette } from '../../shared/palette.js';

export { type Paint, paintOf, palette, patternCount } from '../../shared/palette.js';

/** CSS classes of a paint: `colour-3 pattern-1`; `colour-none` for a processor without a colour. */
export function paintClasses(colour: number | undefined): string {
	const paint = paintOf(colour);
	if (!paint) return 'colour-none';
	return paint.pattern === 0 ? `colour-${paint.hue}` : `colour-${paint.hue} pattern-${paint.pattern}`;
}

/** Makes the hues known to the style sheet as `--palette-0` … `--palette-11`, so that they are written once. */
export function publishPalette(element: HTMLElement): void {
	palette.forEach((hex, i) => {
		element.style.setProperty(`--palette-${i}`, hex);
	});
}

/** Index of the colour of a processor, by its id. */
export type Colours = ReadonlyMap<string, number | undefined>;
