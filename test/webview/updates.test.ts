import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PreviewModel } from '../../server/src/protocol.js';
import { PreviewHarness, type PreviewPage, reasonToSkip } from './harness.js';
import { large } from './model.js';

/** The model after one more keystroke: entry 40 of the first entity points elsewhere. */
function edited(processor: string): PreviewModel {
	const model = large();
	const cell = model.entities[0]?.table[40];
	if (cell) cell.processor = processor;
	return model;
}

/** What changes in the page while `model` is shown, a word for every change, for the parts that `selector` names. */
async function changes(preview: PreviewPage, model: PreviewModel): Promise<string[]> {
	await preview.page.evaluate(() => {
		window.seen = [];
		window.observer = new MutationObserver((records) => {
			for (const { type, target, attributeName } of records) {
				const element = target instanceof Element ? target : target.parentElement;
				const entry = element?.closest('[data-entry]')?.getAttribute('data-entry');
				seen.push(`${type} ${attributeName ?? ''} ${entry ? `entry ${entry}` : element?.outerHTML}`);
			}
		});
		const options = { subtree: true, childList: true, characterData: true, attributes: true };
		observer.observe(document.body, options);
	});
	await preview.show(model);
	return preview.page.evaluate(() => {
		observer.disconnect();
		return seen;
	});
}

describe.skipIf(reasonToSkip)(`updates${reasonToSkip ? ` (skipped: ${reasonToSkip})` : ''}`, () => {
	let harness: PreviewHarness;
	beforeAll(async () => {
		harness = await PreviewHarness.start();
	});
	afterAll(() => harness?.stop());

	test('only what changed in the model changes in the page', async () => {
		const preview = await harness.open(large());
		expect(await changes(preview, { ...large(), version: 2 })).toEqual([]);
		const seen = await changes(preview, edited('0:4'));
		expect(seen.sort()).toEqual([
			'attributes aria-label entry 40',
			'attributes class entry 40',
			'characterData  entry 40',
		]);
		await preview.close();
	});

	test('an update of 64 entities with 128 entries takes less than drawing them', async () => {
		const preview = await harness.open(large());
		const times = await preview.page.evaluate(
			async (texts) => {
				// The time from a message to the page laid out anew, in this very task.
				const show = async (message: unknown) => {
					const start = performance.now();
					dispatchEvent(new MessageEvent('message', { data: message }));
					await Promise.resolve();
					await Promise.resolve();
					document.body.getBoundingClientRect();
					return performance.now() - start;
				};
				const shown = (text: string) => ({ type: 'show', model: JSON.parse(text) });
				const drawn: number[] = [];
				const updated: number[] = [];
				for (let i = 0; i < 9; i++) {
					await show({ type: 'unavailable', message: 'nothing' });
					if (document.querySelector('[data-entry]')) throw new Error('the page is not drawn in the task');
					drawn.push(await show(shown(texts[0])));
					updated.push(await show(shown(texts[1])));
					if (document.querySelector('[data-entry="40"]')?.textContent !== '0:4')
						throw new Error('not updated');
				}
				return { drawn, updated };
			},
			[JSON.stringify(large()), JSON.stringify(edited('0:4'))] as const,
		);
		expect(median(times.updated)).toBeLessThan(median(times.drawn) / 2);
		await preview.close();
	});
});

function median(values: number[]): number {
	return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

declare global {
	/** Within the page, while `changes` watches it. */
	var seen: string[];
	var observer: MutationObserver;
}
