/**
 * Twelve hues for processors, ordered so that neighbours differ. White text has a contrast of at least 4.5:1 on
 * each (WCAG 2.2, 1.4.3), and each at least 3:1 against the white of light themes.
 */
export const palette = [
	'#3a6db5',
	'#b4591b',
	'#27805a',
	'#8b4ea5',
	'#a63a5d',
	'#6b7519',
	'#15788c',
	'#9a6008',
	'#5b59c2',
	'#b03c8c',
	'#5d6b7a',
	'#91594a',
] as const;

/** Patterns laid over a hue when it is used again: none, then three that differ in direction. */
export const patternCount = 4;

/** How a processor is drawn: which hue, and which pattern lies over it (0 = none). */
export interface Paint {
	hue: number;
	pattern: number;
}

/**
 * The paint of a colour index of the model. Indices past the palette take its hues again under a pattern; past
 * all patterns paints repeat, and the label alone tells processors apart.
 * @param colour index of the colour, from 0; undefined for a processor without one
 */
export function paintOf(colour: number | undefined): Paint | undefined {
	if (colour === undefined || !Number.isInteger(colour) || colour < 0) return undefined;
	return { hue: colour % palette.length, pattern: Math.floor(colour / palette.length) % patternCount };
}
