import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PreviewHarness, reasonToSkip } from './harness.js';
import { large, sample } from './model.js';
import { type Theme, themes } from './themes.js';
import { sentTraffic, trafficOf } from './traffic.js';

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
				expect(await preview.graveFindings()).toEqual([]);
			}
			await preview.close();
		},
		90_000,
	);

	test.each([320, 480, 700, 1400])('nothing scrolls sideways at %i pixels', async (width) => {
		for (const model of [sample(), large()]) {
			const preview = await harness.open(model, { width });
			expect(await preview.tooWide()).toEqual([]);
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
		expect(await preview.tooWide()).toEqual([]);
		await preview.page.getByRole('button', { name: 'All VPorts' }).click();
		await preview.page.getByRole('button', { name: 'Export' }).click();
		expect(await preview.tooWide()).toEqual([]);
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
