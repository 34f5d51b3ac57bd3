import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const vscode = VSCode.use();
const example = 'hyper-v-host.rssv2.yaml';

test('a preview survives a reload of the window and then follows the file without an editor', async () => {
	const { workbench } = vscode;
	const text = await readFile(join(vscode.folder, example), 'utf8');
	await workbench.openFile(example);
	await workbench.run('RSSv2: Open Preview to the Side');
	const cell = (index: number) => workbench.webview().locator(`[data-entry="${index}"]`);
	await cell(3).waitFor();
	const { page } = workbench;
	await workbench.reload();
	await cell(3).waitFor();
	expect(await cell(3).textContent()).toBe('0:8');

	await workbench.focus(example);
	await workbench.run('View: Close Editor');
	const tab = page.locator(`.tab[data-resource-name="${example}"]`);
	await tab.first().waitFor({ state: 'detached' });
	// VS Code begins to watch the folder some time after the window came back: a change before that it never hears of.
	const change = async () => {
		await vscode.write(example, text.replace('"0:6", "0:8"]', '"0:6", "0:2"]'));
		return cell(3).textContent();
	};
	await expect.poll(change, { timeout: limit, interval: 1000 }).toBe('0:2');
});

test('Enter on a cell goes to its place in the text; a click leaves the focus in the preview', async () => {
	const { workbench } = vscode;
	await workbench.openFile(example);
	await workbench.run('RSSv2: Open Preview to the Side');
	const cell = workbench.webview().locator('[data-entry="1"]');
	await cell.click();
	await workbench.editor(example).locator('.selected-text').first().waitFor();
	expect(await cell.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
	await cell.press('Enter');
	await expect.poll(() => workbench.selection(), { timeout: limit }).toMatch(/\(\d selected\)$/);
});
