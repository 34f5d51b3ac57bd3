import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PreviewHarness, type PreviewPage, reasonToSkip } from './harness.js';
import { large, sample } from './model.js';
import { type Theme, themes } from './themes.js';
import { sentTraffic, trafficOf } from './traffic.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What would scroll sideways. */
function tooWide({ page }: PreviewPage): Promise<string[]> {
	return page.evaluate(() =>
		[document.documentElement, ...document.querySelectorAll('main, nav, section, table')]
			.filter((element) => element.scrollWidth > element.clientWidth)
			.map((element) => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`),
	);
}

describe.skipIf(reasonToSkip)(`accessibility${reasonToSkip ? ` (skipped: ${reasonToSkip})` : ''}`, () => {
	let harness: PreviewHarness;
	beforeAll(async () => {
		harness = await PreviewHarness.start();
	});
	afterAll(() => harness?.stop());

	test.each(Object.keys(themes) as Theme[])(
		'axe finds nothing serious in %s',
		async (theme) => {
			const preview = await harness.open({ ...sample(), stale: true }, { theme });
			// Evaluated by the debugger, which the page's policy does not bind.
			await preview.page.evaluate(axeSource);
			await preview.page.getByRole('button', { name: 'What if', exact: true }).click();
			await preview.page.getByRole('button', { name: 'Send' }).click();
			for (const title of ['Default', 'web-frontend', 'backup', 'All VPorts']) {
				await preview.entity(title).click();
				if (title === 'Default') {
					const { id } = await sentTraffic(preview);
					await preview.send({ type: 'traffic', id, result: trafficOf({ '0:2': 500, '0:4': 300 }) });
					await preview.cell(3).click({ modifiers: ['Control'] });
					await preview.page.getByRole('button', { name: 'Export' }).click();
				}
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
		},
		90_000,
	);

	test.each([320, 480, 700, 1400])('nothing scrolls sideways at %i pixels', async (width) => {
		for (const model of [sample(), large()]) {
			const preview = await harness.open(model, { width });
			expect(await tooWide(preview)).toEqual([]);
			const columns = await preview.page.locator('.grid tr').first().locator('[data-entry]').count();
			expect(columns).toBe({ 320: 4, 480: 8, 700: 8, 1400: 16 }[width]);
			await preview.close();
		}
	});

	test('nor does it with traffic, a menu or all VPorts at 320 pixels', async () => {
		const preview = await harness.open(sample(), { width: 320 });
		await preview.page.getByRole('button', { name: 'Send' }).click();
		const { id } = await sentTraffic(preview);
		await preview.send({ type: 'traffic', id, result: trafficOf({ '0:2': 500, '0:4': 300 }) });
		expect(await tooWide(preview)).toEqual([]);
		await preview.page.getByRole('button', { name: 'All VPorts' }).click();
		await preview.page.getByRole('button', { name: 'Export' }).click();
		expect(await tooWide(preview)).toEqual([]);
		await preview.close();
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
