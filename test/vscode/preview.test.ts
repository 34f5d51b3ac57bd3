import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const vscode = VSCode.use();
const example = 'hyper-v-host.rssv2.yaml';

test('the preview shows the table, follows the text, and a click on a cell goes to its place', async () => {
	const { workbench } = vscode;
	const text = await readFile(join(vscode.folder, example), 'utf8');
	await workbench.openFile(example);
	await workbench.run('RSSv2: Open Preview to the Side');
	const preview = workbench.webview();
	const cell = (index: number) => preview.locator(`[data-entry="${index}"]`);
	await cell(0).waitFor();
	expect(await preview.locator('[data-entry]').count()).toBe(64);
	expect(await cell(5).textContent()).toBe('0:4');

	await preview.locator('button.entity', { hasText: 'sql01' }).click();
	await expect.poll(() => preview.locator('[data-entry]').count(), { timeout: limit }).toBe(4);
	expect(await cell(3).textContent()).toBe('0:12');

	// Typed, not saved: the preview follows the text as it is.
	const table = '"0:10", "0:12", "0:10", "0:12"';
	await workbench.focus(example);
	await workbench.replace(text, table, '"0:10", "0:12", "0:12", "0:12"');
	await expect.poll(() => cell(2).textContent(), { timeout: limit }).toBe('0:12');

	await cell(2).click();
	// The preview keeps the focus; the place in the text is selected all the same.
	await workbench.focus(example);
	// The keyboard stays in the table; the text shows the selection and tells it once it has the focus.
	await expect
		.poll(() => workbench.editor(example).locator('.selected-text').count(), { timeout: limit })
		.toBeGreaterThan(0);
	await workbench.focus(example);
	const start = text.indexOf(table) + '"0:10", "0:12", '.length;
	const before = text.slice(0, start).split('\n');
	await expect
		.poll(() => workbench.selection(), { timeout: limit })
		.toMatch(new RegExp(`^Ln ${before.length}, Col \\d+ \\(\\d selected\\)$`));
	const column = Number(/Col (\d+)/.exec(await workbench.selection())?.[1]);
	// The status bar tells the end of the selection.
	expect(column).toBeGreaterThan((before.at(-1) ?? '').length + 1);
	expect(column).toBeLessThanOrEqual((before.at(-1) ?? '').length + 1 + '"0:12"'.length);
});

test('a cell that the miniport refuses is marked', async () => {
	const { workbench } = vscode;
	const text = await readFile(join(vscode.folder, example), 'utf8');
	await vscode.write('broken.rssv2.yaml', text.replace('numberOfQueues: 2', 'numberOfQueues: 1'));
	await workbench.openFile('broken.rssv2.yaml');
	await workbench.run('RSSv2: Open Preview to the Side');
	const preview = workbench.webview();
	await preview.locator('button.entity', { hasText: 'sql01' }).click();
	await preview.locator('[data-entry="1"].error').waitFor();
	await preview.locator('.finding', { hasText: 'NDIS_STATUS_NO_QUEUES' }).waitFor();

	// The policy is in force here too, and a test that breaks it would fail.
	await preview
		.locator('#app')
		.evaluate((app) => app.insertAdjacentHTML('beforeend', '<p style="color: red">'));
	await expect.poll(() => vscode.violations.splice(0).join(), { timeout: limit }).toContain('style-src');
});
