import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moveInGrid } from '../../client/webview/preview/gridKeys.js';
import { columnsAt } from '../../client/webview/preview/useColumns.js';
import { percent } from '../../client/webview/preview/words.js';

const to = (key: string, at: number, ctrlKey = false) => moveInGrid({ key, ctrlKey }, at, 16, 40);

test.each([
	['ArrowRight', 15, 16],
	['ArrowRight', 39, 39],
	['ArrowLeft', 16, 15],
	['ArrowLeft', 0, 0],
	['ArrowDown', 20, 36],
	['ArrowDown', 30, 30],
	['ArrowUp', 20, 4],
	['ArrowUp', 4, 4],
	['Home', 20, 16],
	['End', 20, 31],
	['End', 35, 39],
	['PageDown', 3, 35],
	['PageDown', 20, 36],
	['PageDown', 30, 30],
	['PageUp', 36, 4],
	['PageUp', 4, 4],
	['Enter', 20, undefined],
])('%s from entry %i of 40 leads to %s', (key, at, expected) => {
	expect(to(key, at)).toBe(expected);
});

test('Ctrl+Home and Ctrl+End lead to the ends', () => {
	expect(to('Home', 20, true)).toBe(0);
	expect(to('End', 20, true)).toBe(39);
});

test('no key leads out of the grid', () => {
	const key = fc.constantFrom(
		'ArrowUp',
		'ArrowDown',
		'ArrowLeft',
		'ArrowRight',
		'PageUp',
		'PageDown',
		'Home',
		'End',
	);
	fc.assert(
		fc.property(
			key,
			fc.boolean(),
			fc.constantFrom(4, 8, 16),
			fc.integer({ min: 1, max: 128 }),
			fc.nat(),
			(...args) => {
				const [name, ctrlKey, columns, size, seed] = args;
				const target = moveInGrid({ key: name, ctrlKey }, seed % size, columns, size) ?? -1;
				return target >= 0 && target < size;
			},
		),
	);
});

test('a row has 16 cells where there is room, else 8 or 4', () => {
	expect([1200, 660, 659, 356, 355, 0].map(columnsAt)).toEqual([16, 16, 8, 8, 4, 4]);
});

test('shares have one decimal where they need it, and something is never nothing', () => {
	expect([0, 0.0001, 0.015625, 0.25, 1 / 3, 1].map(percent)).toEqual([
		'0 %',
		'<0.1 %',
		'1.6 %',
		'25 %',
		'33.3 %',
		'100 %',
	]);
});
