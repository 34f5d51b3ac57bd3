import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const vscode = VSCode.use();

const ethtool = `RX flow hash indirection table for eth1 with 4 RX ring(s):
    0:      0     1     2     3     0     1     2     3
RSS hash key:
b1:07:9c:5e:43:fa:28:d6:6d:91:0f:e2:74:3c:b8:a5:1a:60:cf:89:52:ed:37:04:9b:d3:68:fe:25:7a:c0:16:8f:4d:e9:32:a7:5b:14:f8
RSS hash function:
    toeplitz: on
    xor: off
    crc32: off
`;

test('the output of ethtool -x becomes a configuration without errors', async () => {
	const { workbench } = vscode;
	await vscode.write('eth1.txt', ethtool);
	await workbench.openFile('eth1.txt');
	await workbench.run('RSSv2: Import…');
	await workbench.pick('From the active editor');
	const tab = workbench.page.locator('.tab.active', { hasText: '.rssv2.yaml' });
	await tab.first().waitFor();
	await expect.poll(() => workbench.language(), { timeout: limit }).toBe('RSSv2 (YAML)');
	const name = (await tab.first().getAttribute('data-resource-name')) ?? '';
	const editor = workbench.editor(name);
	await editor.locator('.view-line', { hasText: 'numberOfQueues: 4' }).first().waitFor();
	await workbench.run('RSSv2: Open Preview to the Side');
	await workbench.webview().locator('[data-entry="7"]').waitFor();
	expect(await workbench.webview().locator('[data-entry]').count()).toBe(8);
	expect(await workbench.errors(name).count()).toBe(0);
});

test('a paste into a new editor becomes a configuration that nobody saved yet', async () => {
	const { workbench } = vscode;
	await workbench.run('RSSv2: Import…');
	await workbench.pick('Paste into a new editor');
	const question = workbench.notification('Paste the output').first();
	await question.waitFor();
	await workbench.page.locator('.tab.active', { hasText: 'Untitled' }).first().waitFor();
	await workbench.page.keyboard.insertText(ethtool);
	await workbench.page.locator('.view-line', { hasText: /crc32/ }).first().waitFor();
	await question.locator('.monaco-button').getByText('Import', { exact: true }).click();
	await workbench.page.locator('.tab.active.dirty[data-resource-name$=".rssv2.yaml"]').first().waitFor();
	await expect.poll(() => workbench.language(), { timeout: limit }).toBe('RSSv2 (YAML)');
	expect(await readdir(vscode.folder)).not.toContain('eth1.rssv2.yaml');
});
