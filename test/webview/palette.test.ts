import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paintClasses, paintOf, palette, patternCount } from '../../client/webview/preview/palette.js';

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
		const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('palette', () => {
	test('has twelve colours, no two alike', () => {
		expect(new Set(palette).size).toBe(12);
	});

	test.each(palette)('white text on %s has a contrast of at least 4.5:1', (hex) => {
		expect(hex).toMatch(/^#[0-9a-f]{6}$/);
		expect(1.05 / (luminance(hex) + 0.05)).toBeGreaterThanOrEqual(4.5);
	});

	test('different indices have different paints until all patterns are used', () => {
		const paints = Array.from({ length: palette.length * patternCount }, (_, i) => paintClasses(i));
		expect(new Set(paints).size).toBe(paints.length);
		expect(paints[12]).toBe('colour-0 pattern-1');
	});

	test('every index has a paint within the palette, anything else none', () => {
		fc.assert(
			fc.property(fc.nat(), (colour) => {
				const paint = paintOf(colour);
				return paint !== undefined && paint.hue < palette.length && paint.pattern < patternCount;
			}),
		);
		expect([undefined, -1, 1.5, Number.NaN].map(paintClasses)).toEqual(Array(4).fill('colour-none'));
	});
});
