import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PreviewHarness, reasonToSkip } from './harness.js';
import { large, sample } from './model.js';
import { type Theme, themes } from './themes.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(reasonToSkip)(`accessibility${reasonToSkip ? ` (skipped: ${reasonToSkip})` : ''}`, () => {
	let harness: PreviewHarness;
	beforeAll(async () => {
		harness = await PreviewHarness.start();
	});
	afterAll(() => harness?.stop());

	test.each(Object.keys(themes) as Theme[])('axe finds nothing serious in %s', async (theme) => {
		const preview = await harness.open({ ...sample(), stale: true }, { theme });
		// Evaluated by the debugger, which the page's policy does not bind.
		await preview.page.evaluate(axeSource);
		for (const title of ['Default', 'web-frontend', 'backup']) {
			await preview.entity(title).click();
			// Half-way through a transition colours are of no theme.
			await preview.page.waitForFunction(() => document.getAnimations().length === 0);
			const { violations, passes } = await preview.page.evaluate(() =>
				(globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
			);
			const grave = violations
				.filter(({ impact }) => impact === 'serious' || impact === 'critical')
				.map(
					({ id, nodes }) =>
						`${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`,
				);
			expect(grave).toEqual([]);
			expect(passes.map(({ id }) => id)).toContain('color-contrast');
		}
		await preview.close();
	});

	test.each([320, 480, 700, 1400])('nothing scrolls sideways at %i pixels', async (width) => {
		for (const model of [sample(), large()]) {
			const preview = await harness.open(model, { width });
			const wide = await preview.page.evaluate(() =>
				[document.documentElement, ...document.querySelectorAll('main, nav, section, table')]
					.filter((element) => element.scrollWidth > element.clientWidth)
					.map((element) => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`),
			);
			expect(wide).toEqual([]);
			const columns = await preview.page.locator('.grid tr').first().locator('[data-entry]').count();
			expect(columns).toBe({ 320: 4, 480: 8, 700: 8, 1400: 16 }[width]);
			await preview.close();
		}
	});

	test('cells have a border in high contrast and where the system forces colours', async () => {
		const border = async (theme: Theme, forced: boolean) => {
			const preview = await harness.open(sample(), { theme });
			await preview.page.emulateMedia({ forcedColors: forced ? 'active' : 'none' });
			const style = await preview.cell(0).evaluate((cell) => {
				const { borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(cell);
				return { visible: borderTopStyle !== 'none' && borderTopColor !== backgroundColor, borderTopColor };
			});
			await preview.close();
			return style;
		};
		expect(await border('high contrast', false)).toEqual({
			visible: true,
			borderTopColor: 'rgb(255, 255, 255)',
		});
		expect((await border('high contrast light', false)).borderTopColor).toBe('rgb(41, 41, 41)');
		expect((await border('light', true)).visible).toBe(true);
		expect((await border('light', false)).borderTopColor).toBe('rgba(0, 0, 0, 0)');
	});

	test('nothing moves where less motion is asked for', async () => {
		const preview = await harness.open(sample());
		const duration = () => preview.cell(0).evaluate((cell) => getComputedStyle(cell).transitionDuration);
		expect(await duration()).not.toBe('0s');
		await preview.page.emulateMedia({ reducedMotion: 'reduce' });
		expect(await duration()).toBe('0s');
		await preview.page.emulateMedia({ reducedMotion: 'no-preference' });
		await preview.page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
		expect(await duration()).toBe('0s');
		await preview.close();
	});
});
