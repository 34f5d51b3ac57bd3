import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { palette } from '../../client/webview/preview/palette.js';
import { PreviewHarness, type PreviewPage, reasonToSkip, textOf } from './harness.js';
import { entity, large, lineRange, sample } from './model.js';

describe.skipIf(reasonToSkip)(
	`preview in a browser${reasonToSkip ? ` (skipped: ${reasonToSkip})` : ''}`,
	() => {
		let harness: PreviewHarness;
		let preview: PreviewPage;
		beforeAll(async () => {
			harness = await PreviewHarness.start();
		});
		afterAll(() => harness?.stop());

		const open = async (...args: Parameters<PreviewHarness['open']>) => {
			preview = await harness.open(...args);
			return preview;
		};
		afterEach(() => preview.close());

		test('the policy of the test page forbids inline styles', async () => {
			await open(sample());
			await preview.page.evaluate(() =>
				document.body.insertAdjacentHTML('beforeend', '<p style="color: red">'),
			);
			expect(await preview.page.evaluate(() => violations.splice(0))).toContain('style-src-attr inline');
		});

		test('cells have the processor, the index and the colour of the model', async () => {
			await open(sample());
			expect(await preview.page.getByRole('gridcell').count()).toBe(64);
			expect(await preview.page.getByRole('grid').getByRole('row').count()).toBe(4);
			expect(await preview.page.getByRole('rowheader').allTextContents()).toEqual(['0', '16', '32', '48']);
			const cell = preview.page.getByRole('gridcell', { name: 'entry 17: processor 0:4', exact: true });
			expect(await cell.textContent()).toBe('0:4');
			const hexes = await preview.page.evaluate(() =>
				[0, 1, 2, 3].map((i) => {
					const element = document.querySelector(`[data-entry="${i}"]`);
					const [, ...channels] =
						/(\d+), (\d+), (\d+)/.exec(element ? getComputedStyle(element).backgroundColor : '') ?? [];
					return `#${channels.map((channel) => Number(channel).toString(16).padStart(2, '0')).join('')}`;
				}),
			);
			expect(hexes).toEqual(palette.slice(0, 4));
		});

		test('the summary has the figures', async () => {
			await open(sample());
			const summary = preview.page.locator('.summary');
			expect(await textOf(summary)).toBe(
				'Default VPort 0 64 entries → 4 processors 4 of 4 queues busiest 25 % (even: 25 %)',
			);
			await preview.entity('web-frontend').click();
			expect(await textOf(summary)).toContain('needs 2 queues, has 1');
			await preview.entity('backup').click();
			expect(await textOf(summary)).toContain('RSS off: all packets → 0:12');
		});

		test('says in words which steering processor is active', async () => {
			await open(sample());
			const steering = preview.page.locator('.steering');
			expect(await textOf(steering)).toMatch(/default processor 0:2 active: packets without a hash/);
			expect(await textOf(steering)).toMatch(/primary processor 0:2 inactive while RSS is on/);
			await preview.entity('backup').click();
			expect(await textOf(steering)).toMatch(/default processor 0:12 inactive while RSS is off/);
			expect(await textOf(steering)).toMatch(/primary processor 0:12 active: all packets/);
		});

		test('bars are as high as their shares, also of a processor the host does not have', async () => {
			const model = sample();
			const uneven = entity(
				{ key: 'vport:9', title: 'odd', processors: ['0:2', '9:9'], entries: 16, queues: 2 },
				1,
			);
			uneven.shares = [
				{ processor: '0:2', entries: 12, share: 0.75 },
				{ processor: '9:9', entries: 4, share: 0.25 },
			];
			uneven.numa = [{ node: 0, share: 0.75 }, { share: 0.25 }];
			model.adapter?.topology.push({
				preferred: false,
				cores: [[{ id: '9:9', inRssSet: false, colour: 7 }]],
			});
			await open({ ...model, entities: [uneven] });
			const bar = (name: string) => preview.page.getByRole('img', { name }).locator('.bar');
			const heightOf = async (name: string) => Number(await bar(name).getAttribute('height'));
			expect((await heightOf('Processor 0:2: 75 %')) / (await heightOf('Processor 9:9: 25 %'))).toBeCloseTo(
				3,
			);
			expect(await textOf(preview.page.getByRole('heading', { name: 'NUMA node 0' }))).toContain('75 %');
			const other = preview.page.getByRole('heading', { name: 'Other processors' });
			expect(await textOf(other)).toMatch(/25 %.*not on the file’s host.*outside the RSS set/s);
		});

		test('keys move within the table and Enter shows the entry in the text', async () => {
			await open(sample());
			const { keyboard } = preview.page;
			await preview.cell(0).focus();
			const after = async (key: string) => {
				await keyboard.press(key);
				return preview.focused();
			};
			expect(await after('ArrowRight')).toBe('entry 1: processor 0:4');
			expect(await after('ArrowDown')).toBe('entry 17: processor 0:4');
			expect(await after('End')).toBe('entry 31: processor 0:8');
			expect(await after('PageUp')).toBe('entry 15: processor 0:8');
			expect(await after('PageDown')).toBe('entry 63: processor 0:8');
			expect(await after('Control+Home')).toBe('entry 0: processor 0:2');
			expect(await after('Control+End')).toBe('entry 63: processor 0:8');
			expect(await preview.page.locator('[data-entry][tabindex="0"]').count()).toBe(1);
			await keyboard.press('Enter');
			await keyboard.press('Space');
			expect(await preview.posted()).toEqual([
				{ type: 'reveal', range: lineRange(163), focus: true },
				{ type: 'reveal', range: lineRange(163) },
			]);
		});

		test('keys choose an entity', async () => {
			await open(sample());
			await preview.entity('Default').focus();
			await preview.page.keyboard.press('ArrowDown');
			await preview.page.keyboard.press('ArrowDown');
			expect(await preview.focused()).toContain('web-frontend');
			expect(await preview.entity('web-frontend').getAttribute('aria-current')).toBe('true');
			expect(await preview.page.getByRole('gridcell').count()).toBe(32);
		});

		test('clicks post what they stand for', async () => {
			await open(sample());
			await preview.cell(3).click();
			await preview.page.getByRole('button', { name: 'primary processor' }).click();
			await preview.page.getByRole('button', { name: 'Error web-frontend' }).click();
			await preview.page.getByRole('link', { name: 'smt-siblings' }).click();
			await preview.page.getByRole('button', { name: 'Push…' }).click();
			expect(await preview.posted()).toEqual([
				{ type: 'reveal', range: lineRange(103) },
				{ type: 'reveal', range: lineRange(1101) },
				{ type: 'reveal', range: lineRange(505) },
				{ type: 'openLink', url: 'https://example.invalid/smt-siblings' },
				{ type: 'push' },
			]);
		});

		test('a cell with a finding says so in its name and looks different', async () => {
			await open(sample());
			await preview.entity('web-frontend').click();
			expect(await preview.cell(5).getAttribute('aria-label')).toBe('entry 5: processor 0:13, error');
			const shadow = (index: number) =>
				preview.cell(index).evaluate((cell) => getComputedStyle(cell).boxShadow);
			expect(await shadow(5)).not.toBe(await shadow(3));
		});

		test('an update keeps the choice, the focus and the very element', async () => {
			await open(sample());
			await preview.entity('sql01').click();
			await preview.cell(5).focus();
			await preview.page.keyboard.press('ArrowRight');
			const before = await preview.page.evaluateHandle(() => document.activeElement);
			const next = sample();
			next.version = 2;
			for (const cell of next.entities[1]?.table ?? []) cell.processor = '0:14';
			await preview.show(next);
			expect(await preview.focused()).toBe('entry 6: processor 0:14');
			expect(await before.evaluate((element) => element === document.activeElement)).toBe(true);
			expect(await preview.entity('sql01').getAttribute('aria-current')).toBe('true');
		});

		test('when the focused entry goes the last one takes the focus', async () => {
			await open(sample());
			await preview.cell(40).click();
			const next = sample();
			next.entities[0]?.table.splice(16);
			await preview.show(next);
			expect(await preview.focused()).toBe('entry 15: processor 0:8');
		});

		test('resizing keeps the focus on its entry', async () => {
			await open(sample());
			await preview.cell(40).click();
			await preview.page.setViewportSize({ width: 500, height: 800 });
			await preview.page.waitForFunction(() => document.querySelectorAll('.grid tr').length === 8);
			expect(await preview.focused()).toBe('entry 40: processor 0:2');
		});

		test('the choice outlives its entity and the page', async () => {
			await open(sample());
			await preview.entity('web-frontend').click();
			const without = sample();
			without.entities.splice(2, 1);
			await preview.show(without);
			expect(await preview.entity('Default').getAttribute('aria-current')).toBe('true');
			await preview.show(sample());
			expect(await preview.entity('web-frontend').getAttribute('aria-current')).toBe('true');
			await preview.page.reload();
			await preview.ready();
			await preview.show(sample());
			expect(await preview.entity('web-frontend').getAttribute('aria-current')).toBe('true');
		});

		test('says when the text cannot be read, and when there is nothing to show', async () => {
			await open();
			expect(await textOf(preview.page.getByRole('status'))).toBe('Reading the configuration…');
			const { adapter: _, ...unread } = { ...sample(), entities: [] };
			await preview.show(unread);
			expect(await textOf(preview.page.getByRole('main'))).toContain('cannot be read as a configuration');
			expect(await preview.page.locator('.finding').count()).toBe(3);
			const width = await preview.page.getByRole('main').evaluate((main) => main.clientWidth);
			expect(width).toBe(await preview.page.evaluate(() => document.body.clientWidth));
			await preview.show({ ...unread, findings: [] });
			expect(await textOf(preview.page.getByRole('main'))).toContain('None so far.');
			await preview.show({ ...sample(), findings: [] });
			expect(await textOf(preview.page.getByRole('main'))).toContain('the miniport takes this configuration');
			await preview.show({ ...sample(), entities: [] });
			expect(await textOf(preview.page.getByRole('main'))).toContain('no entity to show yet');
			await preview.show({ ...sample(), stale: true });
			expect(await textOf(preview.page.getByRole('banner').getByRole('status'))).toContain(
				'cannot be read just now',
			);
			await preview.show(sample());
			expect(await textOf(preview.page.getByRole('banner').getByRole('status'))).toBe('');
			await preview.send({ type: 'unavailable', message: 'The file is closed.' });
			expect(await textOf(preview.page.getByRole('status'))).toBe('The file is closed.');
		});

		test('messages of others are ignored', async () => {
			await open(sample());
			for (const message of [null, 'text', { type: 'show' }, { type: 'other', model: {} }])
				await preview.send(message);
			expect(await preview.page.getByRole('gridcell').count()).toBe(64);
		});

		test('draws 64 entities of 128 entries, with patterns past the twelfth colour', async () => {
			await open(large());
			expect(await preview.page.getByRole('navigation').getByRole('button', { name: /^vm-/ }).count()).toBe(
				64,
			);
			expect(await preview.page.getByRole('gridcell').count()).toBe(128);
			expect(await preview.cell(12).getAttribute('class')).toContain('colour-0 pattern-1');
			expect(await preview.cell(12).evaluate((cell) => getComputedStyle(cell).backgroundImage)).toContain(
				'gradient',
			);
			await preview.entity('vm-63').click();
			expect(await preview.page.getByRole('heading', { name: 'vm-63' }).count()).toBe(1);
		});
	},
);
