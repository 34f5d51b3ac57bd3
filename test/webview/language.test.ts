import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Baseline } from '../../server/src/protocol.js';
import { PreviewHarness, type PreviewPage, reasonToSkip, textOf } from './harness.js';
import { sample } from './model.js';
import { sentTraffic, trafficOf } from './traffic.js';

const arrived = trafficOf({ '0:2': 1500, '0:4': 300 });

/** Everything of the page that a user reads, or hears from a screen reader. */
function wordsOf({ page }: PreviewPage): Promise<string[]> {
	return page.evaluate(() => {
		// As a whole: an element can part a text.
		const words = [document.getElementById('app')?.textContent ?? ''];
		const spoken = ['aria-label', 'title', 'data-tip'];
		for (const element of document.querySelectorAll(spoken.map((name) => `[${name}]`).join()))
			words.push(...spoken.flatMap((name) => element.getAttribute(name) ?? []));
		return words;
	});
}

/** What neither a translation nor a message of the host has brought; `Jain` is a name. */
function leftOver(words: string[], sent: unknown[]): string[] {
	const fromHost: string[] = [];
	JSON.stringify(sent, (key, value) => {
		// Of a few words the page makes texts of its own.
		const shown = !['measure', 'severity', 'kind', 'mode', 'id'].includes(key);
		if (shown && typeof value === 'string' && value !== '') fromHost.push(value);
		return value;
	});
	fromHost.sort((a, b) => b.length - a.length);
	return words.flatMap((word) => {
		let rest = word;
		// From the innermost on: a text can stand in a text.
		for (let before = ''; before !== rest; ) {
			before = rest;
			rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '\n');
		}
		for (const text of fromHost) rest = rest.replaceAll(text, '\n');
		return rest.match(/.*[a-z]{2}.*/gi)?.filter((line) => !/^\s*Jain[\s\d.]*$/.test(line)) ?? [];
	});
}

describe.skipIf(reasonToSkip)(`languages${reasonToSkip ? ` (skipped: ${reasonToSkip})` : ''}`, () => {
	let harness: PreviewHarness;
	let preview: PreviewPage;
	beforeAll(async () => {
		harness = await PreviewHarness.start();
	});
	afterAll(() => harness?.stop());
	afterEach(() => preview.close());

	/** Sends made-up traffic, and the answer. */
	const traffic = async () => {
		await preview.page.locator('form.traffic button[type="submit"]').click();
		const { id } = await sentTraffic(preview);
		await preview.send({ type: 'traffic', id, result: arrived });
	};

	test('in German it speaks German, its figures too, and fits', async () => {
		preview = await harness.open(sample(), { language: 'de', width: 320 });
		expect(await preview.page.getByRole('heading', { level: 3 }).first().innerText()).toBe(
			'Indirektionstabelle',
		);
		expect(await textOf(preview.page.locator('.summary .facts'))).toContain('64 Einträge → 4 Prozessoren');
		await traffic();
		expect(await textOf(preview.page.locator('.summary .facts'))).toContain('Spitze 83,3 % der Pakete');
		expect(await textOf(preview.page.locator('table.flows'))).toContain('Prozessor');
		expect(await preview.tooWide()).toEqual([]);
		await preview.entity('Alle VPorts').click();
		expect(await preview.tooWide()).toEqual([]);
		expect(await preview.graveFindings()).toEqual([]);
	});

	test('no word of the page stands outside of the translations', async () => {
		const model = { ...sample(), stale: true };
		const [first, second] = model.entities;
		if (!first || !second || !first.table[3]) throw new Error('The sample has changed.');
		first.table[3].was = '0:8';
		first.hashKey = { rank: 5, of: 6, words: ['A sentence of the server.'] };
		const baseline: Baseline = {
			label: 'git HEAD',
			entities: [
				{
					vportId: 0,
					rss: false,
					numberOfQueues: 3,
					table: first.table.slice(1).map(({ processor }) => processor),
					defaultProcessor: '0:0',
					primaryProcessor: '0:0',
				},
			],
		};
		const sent = [model, baseline, arrived, ['A notice.', 'Reading lan.pcap', 'No such file.']];
		const left = async () => leftOver(await wordsOf(preview), sent);
		preview = await harness.open(undefined, { language: 'en-x-marked' });
		expect(await left()).toEqual([]);
		await preview.show({ ...model, entities: [], findings: [] });
		expect(await left()).toEqual([]);
		const { adapter: _, ...unreadable } = model;
		await preview.show({ ...unreadable, entities: [] });
		expect(await left()).toEqual([]);

		await preview.show(model);
		await preview.send({ type: 'baseline', baseline });
		await preview.page.locator('.toolbar button[aria-pressed]').first().click();
		expect(await left()).toEqual([]);
		await traffic();
		await preview.send({ type: 'notice', message: 'A notice.' });
		await preview.cell(3).click({ modifiers: ['Control'] });
		expect(await left()).toEqual([]);
		for (const menu of await preview.page.locator('.menu > button').all()) {
			await menu.click();
			await preview.page.getByRole('menu').waitFor();
			expect(await left()).toEqual([]);
			await preview.page.keyboard.press('Escape');
		}
		for (const explained of [preview.cell(3), preview.page.locator('.thread[data-processor="0:2"]')]) {
			await explained.hover();
			await preview.page.getByRole('tooltip').waitFor();
			expect(await left()).toEqual([]);
			await preview.page.keyboard.press('Escape');
		}
		await preview.page.locator('form.traffic select').selectOption('capture');
		expect(await left()).toEqual([]);
		for (const title of ['sql01', 'web-frontend', 'backup', 'All VPorts']) {
			await preview.entity(title).click();
			expect(await left()).toEqual([]);
		}
	});
});
