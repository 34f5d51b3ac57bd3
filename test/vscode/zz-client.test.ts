import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const vscode = VSCode.use();
const example = 'hyper-v-host.rssv2.yaml';
const shot = (name: string) => vscode.workbench.page.screenshot({ path: `/tmp/client-e2e/${name}.png` });

test('zz preview survives a reload, knows its document from the palette, and says when it is gone', async () => {
	const { workbench } = vscode;
	await workbench.openFile(example);
	await workbench.run('RSSv2: Open Preview to the Side');
	const cell = (i: number) => workbench.webview().locator(`[data-entry="${i}"]`);
	await cell(0).waitFor();
	await cell(3).click();
	await shot('1-click');
	await cell(3).press('Enter');
	await expect.poll(() => workbench.selection(), { timeout: limit }).toMatch(/selected/);
	await shot('2-enter');
	await cell(3).click();
	await workbench.run('RSSv2: Start Emulator');
	await workbench.page.locator('.statusbar-item', { hasText: 'SLOT 3 Port 1' }).first().waitFor();
	await shot('3-emulator');
	await workbench.page.reload();
	await cell(5).waitFor();
	await shot('4-reload');
	await workbench.page.locator(`.tab[data-resource-name="${example}"]`).first().click();
	await workbench.run('View: Close Editor');
	await workbench.page.waitForTimeout(3000);
	await shot('5-closed');
	expect(await cell(5).textContent()).toBe('0:4');
	const path = join(vscode.folder, example);
	await writeFile(path, (await readFile(path, 'utf8')).replace('"0:6", "0:8"]', '"0:6", "0:2"]'));
	await expect.poll(() => cell(3).textContent(), { timeout: limit }).toBe('0:2');
	await shot('6-disk');
});

test('zz pull, show plan', async () => {
	const { workbench } = vscode;
	await workbench.openFile(example);
	await workbench.run('RSSv2: Push to Device…');
	await shot('7-devices');
	await workbench.pick('Start an emulator of this adapter');
	await workbench.dialog.waitFor();
	await shot('8-confirm');
	await workbench.answer('Show Plan');
	await workbench.notification('Push this plan').first().waitFor();
	await shot('9-plan');
	await workbench.notification('Push this plan').first().locator('.monaco-button').getByText('Push…').click();
	await workbench.answer('Push');
	await workbench
		.notification(/as wanted/)
		.first()
		.waitFor();
	await shot('10-done');
	await workbench.run('RSSv2: Pull from Device…');
	await workbench.pick('in this window');
	await workbench.page
		.locator('.tab.active', { hasText: /rssv2\.yaml/ })
		.filter({ hasNotText: example })
		.first()
		.waitFor();
	await workbench.page.waitForTimeout(1500);
	await shot('11-pull');
	await workbench.page.keyboard.press('Control+S');
	await workbench.page.waitForTimeout(2000);
	await shot('12-saved');
	await workbench.run('RSSv2: Import…');
	await workbench.picks.first().waitFor();
	await shot('13-import');
	await workbench.pick('Paste into a new editor');
	await workbench.notification('Paste the output').first().waitFor();
	await workbench.page.keyboard.insertText(
		'RX flow hash indirection table for eth1 with 4 RX ring(s):\n    0:      0     1     2     3     0     1     2     3\n',
	);
	await workbench
		.notification('Paste the output')
		.first()
		.locator('.monaco-button')
		.getByText('Import')
		.click();
	await workbench.page.locator('.tab.active', { hasText: 'eth1' }).first().waitFor();
	await shot('14-imported');
});
