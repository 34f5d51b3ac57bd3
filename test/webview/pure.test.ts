import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesOf, withMoves } from '../../client/webview/preview/changes.js';
import { moveInMatrix } from '../../client/webview/preview/gridKeys.js';
import { cellAt, matrixHeight } from '../../client/webview/preview/matrixDrawing.js';
import { layOut } from '../../client/webview/preview/ribbonLayout.js';
import { savedState } from '../../client/webview/preview/savedState.js';
import { toSvg } from '../../client/webview/preview/scene.js';
import { extend, meant, noSelection, toggle } from '../../client/webview/preview/selection.js';
import { shorten } from '../../client/webview/preview/textWidth.js';
import { alignedFigures } from '../../client/webview/preview/words.js';
import { entity } from './model.js';
import { trafficOf } from './traffic.js';

const processors = ['0:2', '0:4', '0:6', '0:8', '1:0'];
const packets = fc.dictionary(fc.constantFrom(...processors), fc.integer({ min: 1, max: 1e6 }), {
	minKeys: 1,
});

describe('ribbons', () => {
	const layout = fc
		.tuple(packets, fc.constantFrom('packets', 'bytes', 'flows'))
		.map(([arrived, measure]) => layOut(trafficOf(arrived), measure, 200, 17));

	test('each side is as thick as all ribbons, and nothing lies upon each other', () => {
		fc.assert(
			fc.property(layout, ({ sources, targets, ribbons, height }) => {
				for (const side of [sources, targets]) {
					expect(side.reduce((sum, block) => sum + block.share, 0)).toBeCloseTo(1, 6);
					side.forEach((block, i) => {
						const below = side[i + 1]?.y ?? height;
						expect(block.y + block.height).toBeLessThanOrEqual(below + 1e-9);
						// Labels stand in the middle of their blocks: far enough apart to be read.
						const next = side[i + 1];
						if (next)
							expect(next.y + next.height / 2 - block.y - block.height / 2).toBeGreaterThanOrEqual(17 - 1e-9);
					});
				}
				for (const source of sources) {
					const own = ribbons.filter(({ from }) => from === source.id);
					expect(own.reduce((sum, ribbon) => sum + ribbon.height, 0)).toBeCloseTo(source.height, 6);
					for (const ribbon of own) {
						expect(ribbon.fromY).toBeGreaterThanOrEqual(source.y - 1e-9);
						expect(ribbon.fromY + ribbon.height).toBeLessThanOrEqual(source.y + source.height + 1e-6);
					}
				}
			}),
		);
	});

	test('a target gets what its processor got', () => {
		fc.assert(
			fc.property(packets, (arrived) => {
				const result = trafficOf(arrived);
				for (const { id, share } of layOut(result, 'packets', 100, 17).targets)
					expect(share).toBeCloseTo((arrived[id] ?? 0) / result.total.packets, 9);
			}),
		);
	});
});

describe('moving', () => {
	const table = entity({ key: 'vport:3', title: 'x', processors: ['0:2', '0:4'], entries: 8, queues: 2 }, 1);

	test('only entries that point elsewhere are changes', () => {
		expect(changesOf(table, [0, 1, 2, 99], '0:2')).toEqual([{ vportId: 3, entry: 1, processor: '0:2' }]);
	});

	test('a later what-if of a cell replaces the earlier, and what the text says is none', () => {
		const first = withMoves([{ vportId: 1, entry: 0, processor: '0:6' }], table, [0, 1], '0:8');
		expect(first.length).toBe(3);
		const shown = { ...table, table: table.table.map((cell) => ({ ...cell })) };
		for (const i of [0, 1]) {
			const cell = shown.table[i];
			if (cell) Object.assign(cell, { was: cell.processor, processor: '0:8' });
		}
		const back = withMoves(first, shown, [0, 1], '0:2');
		expect(back).toEqual([
			{ vportId: 1, entry: 0, processor: '0:6' },
			{ vportId: 3, entry: 1, processor: '0:2' },
		]);
	});
});

describe('choosing', () => {
	const entry = fc.integer({ min: 0, max: 127 });

	test('twice the same is as before; a stretch has both its ends and all between', () => {
		fc.assert(
			fc.property(fc.array(entry), entry, entry, (chosen, from, to) => {
				const start = chosen.reduce(toggle, noSelection);
				expect(toggle(toggle(start, from), from).entries).toEqual(start.entries);
				const stretch = [...extend(noSelection, from, to).entries].sort((a, b) => a - b);
				expect(stretch[0]).toBe(Math.min(from, to));
				expect(stretch.length).toBe(Math.abs(from - to) + 1);
				expect(stretch.at(-1)).toBe(Math.max(from, to));
			}),
		);
	});

	test('what is meant lies within the table and is never empty', () => {
		fc.assert(
			fc.property(fc.array(entry), fc.integer({ min: 1, max: 128 }), (chosen, size) => {
				const all = meant(chosen.reduce(toggle, noSelection), 0, size);
				expect(all.length).toBeGreaterThan(0);
				expect(all.every((one) => one >= 0 && one < size)).toBe(true);
			}),
		);
	});
});

describe('the matrix', () => {
	const rows = fc
		.array(fc.integer({ min: 0, max: 128 }), { minLength: 1, maxLength: 64 })
		.map((lengths) => lengths.map((length) => ({ table: Array(length).fill(0) })));
	const key = fc.constantFrom(
		...['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'],
	);

	test('no key leads out of it', () => {
		fc.assert(
			fc.property(rows, key, fc.boolean(), fc.nat(63), fc.nat(127), (all, name, ctrlKey, row, entry) => {
				const to = moveInMatrix({ key: name, ctrlKey }, { row: row % all.length, entry }, all);
				expect(to?.row).toBeGreaterThanOrEqual(0);
				expect(to?.row).toBeLessThan(all.length);
				expect(to?.entry).toBeLessThanOrEqual(Math.max(0, (all[to?.row ?? -1]?.table.length ?? 0) - 1));
			}),
		);
		expect(moveInMatrix({ key: 'x', ctrlKey: false }, { row: 0, entry: 0 }, [{ table: [] }])).toBeUndefined();
	});

	test('the middle of a cell is that cell', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 100, max: 2000 }),
				fc.integer({ min: 1, max: 128 }),
				fc.nat(63),
				fc.nat(127),
				(width, columns, row, seed) => {
					const entry = seed % columns;
					const y = (matrixHeight(1) * (2 * row + 1)) / 2;
					expect(cellAt(((entry + 0.5) * width) / columns, y, width, columns)).toEqual({ row, entry });
				},
			),
		);
		expect(cellAt(-1, 5, 100, 4)).toBeUndefined();
	});
});

describe('labels', () => {
	const widthOf = (text: string) => 7 * text.length;

	test('are cut in their middle to what fits, and no more', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 7, max: 500 }), (text, most) => {
				const shown = shorten(text, most, widthOf);
				expect(widthOf(shown)).toBeLessThanOrEqual(most);
				if (shown === text) return;
				const [start = '', end = ''] = [
					shown.slice(0, shown.indexOf('…')),
					shown.slice(shown.indexOf('…') + 1),
				];
				expect(text.startsWith(start) && text.endsWith(end)).toBe(true);
				expect(widthOf(shown)).toBeGreaterThan(most - 7);
			}),
		);
	});

	test('figures that stand together have one number of decimals', () => {
		expect([0.25, 0.5, 0.0001].map(alignedFigures([0.25, 0.5]))).toEqual(['25', '50', '<0.1']);
		expect([0.21, 0.329].map(alignedFigures([0.21, 0.329]))).toEqual(['21.0', '32.9']);
	});
});

test('a text in a picture is text, whatever it holds', () => {
	const shape = { kind: 'text', x: 1, y: 1, text: '<b a="1">&', fill: 'red', size: 9 } as const;
	const svg = toSvg({ width: 10, height: 10, background: 'white', font: '"A", sans-serif', shapes: [shape] });
	expect(svg).toContain('&#60;b a=&#34;1&#34;&#62;&#38;');
	expect(svg).not.toContain('<b');
});

test('state of another version is taken as far as it fits', () => {
	fc.assert(fc.property(fc.anything(), (value) => typeof savedState(value) === 'object'));
	expect(
		savedState({
			uri: 1,
			cell: 3,
			changes: [{ vportId: 1 }, { vportId: 1, entry: 2, processor: '0:2' }],
			source: {},
		}),
	).toEqual({ cell: 3, changes: [{ vportId: 1, entry: 2, processor: '0:2' }] });
});
