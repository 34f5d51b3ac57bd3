import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const vscode = VSCode.use();
const original = 'hyper-v-host.rssv2.yaml';
/** The folder of the test has the examples already: the copy gets the next name. */
const copy = 'hyper-v-host-2.rssv2.yaml';

test('the walkthrough leads from an example over an error, its fix and the preview to a push', async () => {
	const { workbench } = vscode;
	const { page } = workbench;
	const text = await readFile(join(vscode.folder, original), 'utf8');
	const step = (title: string) => page.locator('.getting-started-step').filter({ hasText: title });
	const done = async (title: string) =>
		expect.poll(() => step(title).locator('.complete').count(), { timeout: limit }).toBe(1);

	await workbench.run('RSSv2: First Steps');
	await step('Open an example').first().waitFor();
	// Its pictures are drawn in the colours of the theme.
	const picture = page
		.frameLocator('iframe.webview.ready')
		.frameLocator('iframe#active-frame')
		.locator('svg');
	await picture.getByText('hyper-v-host.rssv2.yaml').waitFor();
	await page.getByRole('button', { name: 'Open Example', exact: true }).first().click();
	await workbench.editor(copy).locator('.view-line', { hasText: 'vports' }).first().waitFor();
	await done('Open an example');

	await step('Break it').first().click();
	await workbench.settle(copy);
	await workbench.replace(text, 'numberOfQueues: 4', 'numberOfQueues: 3');
	await workbench.errors(copy).first().waitFor();
	await done('Break it');
	expect(await step('Fix it').locator('.complete').count()).toBe(0);
	await workbench.settle(copy);
	await workbench.goTo(25, (text.split('\n')[24] ?? '').indexOf('0:8') + 2);
	await page.keyboard.press('Control+.');
	await page.locator('.action-widget').getByText('Raise numberOfQueues to 4').first().click();
	await expect.poll(() => workbench.errors(copy).count(), { timeout: limit }).toBe(0);
	await done('Fix it');

	// From the walkthrough, with the text beside it and without the focus.
	await step('See what it does').first().click();
	await page.getByRole('button', { name: 'Open Preview to the Side' }).first().click();
	await done('See what it does');
	await step('Push it to an emulator').first().click();
	await page.getByRole('button', { name: 'Push to Device', exact: true }).first().click();
	await workbench.pick('Start an emulator of this adapter');
	await workbench.answer('Push');
	await done('Push it to an emulator');
});

test('an example is opened as an unsaved copy', async () => {
	const { workbench } = vscode;
	await workbench.run('RSSv2: Open Example…');
	await workbench.picks.filter({ hasText: 'Copy All into a Folder…' }).first().waitFor();
	await workbench.pick('native.rssv2.jsonc');
	await workbench.page
		.locator('.tab.active.dirty[data-resource-name="native-2.rssv2.jsonc"]')
		.first()
		.waitFor();
	await expect.poll(() => workbench.language(), { timeout: limit }).toBe('RSSv2 (JSON)');
});
