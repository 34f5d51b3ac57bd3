import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PreviewHarness, type PreviewPage, reasonToSkip, textOf } from './harness.js';
import { sample } from './model.js';

describe.skipIf(reasonToSkip)(`moving entries${reasonToSkip ? ` (skipped: ${reasonToSkip})` : ''}`, () => {
	let harness: PreviewHarness;
	let preview: PreviewPage;
	beforeAll(async () => {
		harness = await PreviewHarness.start();
	});
	afterAll(() => harness?.stop());
	afterEach(() => preview.close());
	const open = async (...args: Parameters<PreviewHarness['open']>) => {
		preview = await harness.open(...args);
	};
	const { keyboard } = { keyboard: { press: (key: string) => preview.page.keyboard.press(key) } };
	const bar = () => preview.page.getByRole('form', { name: /^Move/ });
	const status = () => textOf(preview.page.getByRole('banner').getByRole('status'));
	const changes = (entries: number[], processor: string) =>
		entries.map((entry) => ({ vportId: 0, entry, processor }));
	const drag = async (entry: number, to: { x: number; y: number }) => {
		const from = await preview.cell(entry).boundingBox();
		if (!from) throw new Error('no cell');
		await preview.page.mouse.move(from.x + 10, from.y + 10);
		await preview.page.mouse.down();
		await preview.page.mouse.move(from.x + 30, from.y + 30);
		await preview.page.mouse.move(to.x, to.y, { steps: 3 });
	};
	const middle = async (selector: string) => {
		const box = await preview.page.locator(selector).first().boundingBox();
		if (!box) throw new Error(`nothing at ${selector}`);
		return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
	};

	test('a cell dragged onto the bar of a processor is an edit of the text', async () => {
		await open(sample());
		await drag(17, await middle('.thread[data-processor="0:12"]'));
		expect(await textOf(preview.page.locator('.ghost'))).toBe('entry 17 → 0:12');
		await preview.page.mouse.up();
		expect(await preview.posted()).toEqual([{ type: 'edit', version: 1, changes: changes([17], '0:12') }]);
		expect(await status()).toContain('Entry 17 → 0:12');
		await preview.page.getByRole('button', { name: 'Undo' }).click();
		expect(await preview.posted()).toEqual([{ type: 'undo' }]);
	});

	test('the choices are there while one drags; dropped elsewhere, or with Escape, nothing moves', async () => {
		await open(sample());
		await drag(2, { x: 700, y: 20 });
		expect(await bar().isVisible()).toBe(true);
		await preview.page.mouse.up();
		expect(await preview.posted()).toEqual([]);
		await drag(2, await middle('.thread[data-processor="0:12"]'));
		await keyboard.press('Escape');
		await preview.page.mouse.up();
		expect(await preview.posted()).toEqual([]);
		expect(await preview.page.locator('.ghost').count()).toBe(0);
		await drag(2, { x: 700, y: 20 });
		const chip = await middle('.choices [data-processor="0:14"]');
		await preview.page.mouse.move(chip.x, chip.y);
		await preview.page.mouse.up();
		expect(await preview.posted()).toEqual([{ type: 'edit', version: 1, changes: changes([2], '0:14') }]);
	});

	test('entries are chosen and moved by keyboard alone', async () => {
		await open(sample());
		await preview.cell(1).focus();
		await keyboard.press('Shift+ArrowRight');
		await keyboard.press('Shift+ArrowRight');
		expect(await preview.page.locator('[aria-selected="true"]').count()).toBe(3);
		await keyboard.press('m');
		await expect.poll(() => preview.page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
		await preview.page.keyboard.type('0:10');
		await keyboard.press('Enter');
		expect(await preview.posted()).toEqual([
			{ type: 'edit', version: 1, changes: changes([1, 2, 3], '0:10') },
		]);
		expect(await bar().count()).toBe(0);
		expect(await preview.focused()).toContain('entry 3:');
	});

	test('a digit begins to write the processor; Escape gives the focus back to the table', async () => {
		await open(sample());
		await preview.cell(5).focus();
		await keyboard.press('0');
		await expect.poll(() => preview.page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
		await preview.page.keyboard.type('x');
		await keyboard.press('Enter');
		expect(await preview.posted()).toEqual([]);
		await keyboard.press('Backspace');
		await preview.page.keyboard.type(':6');
		await keyboard.press('Enter');
		expect(await preview.posted()).toEqual([{ type: 'edit', version: 1, changes: changes([5], '0:6') }]);
		await keyboard.press('F2');
		await keyboard.press('Escape');
		expect(await bar().count()).toBe(0);
		expect(await preview.focused()).toContain('entry 5:');
	});

	test('Ctrl+click, Shift+click and Ctrl+A choose; a click chooses one alone and shows it', async () => {
		await open(sample());
		const chosen = () => preview.page.locator('[aria-selected="true"]').count();
		await preview.cell(4).click({ modifiers: ['Control'] });
		await preview.cell(9).click({ modifiers: ['Control'] });
		expect(await chosen()).toBe(2);
		await preview.cell(12).click({ modifiers: ['Shift'] });
		expect(await chosen()).toBe(4);
		await keyboard.press('Control+a');
		expect(await chosen()).toBe(64);
		expect(await preview.posted()).toEqual([]);
		await preview.cell(0).click();
		expect(await chosen()).toBe(0);
		expect(await preview.posted()).toMatchObject([{ type: 'reveal' }]);
	});

	test('the menu of a cell asks for a processor; one that holds the entries already is no change', async () => {
		await open(sample());
		await preview.cell(1).click({ button: 'right' });
		await bar()
			.getByRole('button', { name: /^0:4, NUMA node 0, 16 entries now/ })
			.click();
		expect(await preview.posted()).toEqual([]);
		expect(await status()).toContain('Nothing to move');
	});

	test('a refusal takes the place of what was said', async () => {
		await open(sample());
		await drag(17, await middle('.thread[data-processor="0:12"]'));
		await preview.page.mouse.up();
		await preview.send({ type: 'notice', message: 'The text has changed meanwhile: try again.' });
		expect(await status()).toBe('The text has changed meanwhile: try again.');
		expect(await preview.page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
		await preview.page.getByRole('button', { name: 'Dismiss' }).click();
		expect(await status()).toBe('');
	});

	describe('what if', () => {
		const supposed = () => {
			const model = sample();
			const cell = model.entities[0]?.table[17];
			if (cell) Object.assign(cell, { processor: '0:12', was: '0:4' });
			return { ...model, whatIf: 1 };
		};
		const button = (name: string) => preview.page.getByRole('button', { name, exact: true });

		test('moves the picture and not the text, is marked, reset and applied', async () => {
			await open(sample());
			await button('What if').click();
			expect(await button('What if').getAttribute('aria-pressed')).toBe('true');
			await drag(17, await middle('.thread[data-processor="0:12"]'));
			await preview.page.mouse.up();
			expect(await preview.posted()).toEqual([{ type: 'whatIf', changes: changes([17], '0:12') }]);
			await preview.show(supposed());
			expect(await preview.cell(17).getAttribute('aria-label')).toBe(
				'entry 17: processor 0:12, what if; the text says 0:4',
			);
			expect(await status()).toContain('1 entry differs from the file');
			await button('Apply to file').click();
			expect(await preview.posted()).toEqual([{ type: 'edit', version: 1, changes: changes([17], '0:12') }]);
			// Refused: what was supposed stays. Taken: it is over.
			await preview.send({ type: 'notice', message: 'The file is read-only.' });
			await preview.show({ ...supposed(), version: 2 });
			expect(await preview.posted()).toEqual([]);
			await button('Apply to file').click();
			const { whatIf: _, ...written } = supposed();
			await preview.show({ ...written, version: 3 });
			await expect
				.poll(async () => (await preview.posted()).filter(({ type }) => type === 'whatIf'))
				.toEqual([{ type: 'whatIf', changes: [] }]);
		});

		test('is left by its button and by Reset; a cell put back is no change', async () => {
			await open(sample());
			await button('What if').click();
			await drag(17, await middle('.thread[data-processor="0:12"]'));
			await preview.page.mouse.up();
			await preview.show(supposed());
			await drag(17, await middle('.thread[data-processor="0:4"]'));
			await preview.page.mouse.up();
			expect((await preview.posted()).at(-1)).toEqual({ type: 'whatIf', changes: [] });
			await drag(3, await middle('.thread[data-processor="0:12"]'));
			await preview.page.mouse.up();
			await preview.show(supposed());
			await preview.posted();
			await button('Reset').click();
			expect(await preview.posted()).toEqual([{ type: 'whatIf', changes: [] }]);
		});

		test('outlives the page', async () => {
			await open(sample());
			await button('What if').click();
			await drag(17, await middle('.thread[data-processor="0:12"]'));
			await preview.page.mouse.up();
			await expect.poll(async () => (await preview.posted()).map(({ type }) => type)).toEqual(['whatIf']);
			await preview.page.reload();
			await preview.page.waitForFunction(() => posted.some(({ type }) => type === 'ready'));
			const all = await preview.page.evaluate(() => posted.map(({ type }) => type));
			expect(all).toEqual(['whatIf', 'ready']);
			await preview.show(supposed());
			expect(await button('What if').getAttribute('aria-pressed')).toBe('true');
			await button('What if').click();
			expect((await preview.posted()).at(-1)).toEqual({ type: 'whatIf', changes: [] });
		});
	});
});
