import type { RefObject } from 'preact';
import { useMemo } from 'preact/hooks';

/** How wide a text is, in pixels. */
export type WidthOf = (text: string) => number;

/**
 * Measures texts in the font of an element.
 * @param size of the letters, pixels
 */
export function useTextWidth(element: RefObject<HTMLElement>, size: number): WidthOf {
	const font = getComputedStyle(element.current ?? document.body).fontFamily;
	return useMemo(() => {
		const context = document.createElement('canvas').getContext('2d');
		if (!context) return (text) => text.length * size * 0.6;
		context.font = `${size}px ${font}`;
		return (text) => context.measureText(text).width;
	}, [font, size]);
}

/** A text that is no wider than `most`: as it is, or with “…” for as little of its middle as will do. */
export function shorten(text: string, most: number, widthOf: WidthOf): string {
	if (widthOf(text) <= most) return text;
	const kept = (letters: number) =>
		`${text.slice(0, Math.ceil(letters / 2))}…${text.slice(text.length - Math.floor(letters / 2))}`;
	let fits = 0;
	let tooMany = text.length;
	while (tooMany - fits > 1) {
		const tried = (fits + tooMany) >> 1;
		if (widthOf(kept(tried)) <= most) fits = tried;
		else tooMany = tried;
	}
	return kept(fits);
}
