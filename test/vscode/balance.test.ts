import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const vscode = VSCode.use();

const name = 'grown.rssv2.yaml';
const text = `version: 1
host:
  numaNodes:
    - { node: 0, processors: "0:0-0:15", threadsPerCore: 2 }
adapter:
  name: Grown
  mode: native
  capabilities: { preset: native-rss }
  rssProcessors: { base: "0:2", max: "0:14" }
scaling:
  numberOfQueues: 4
  # by hand
  indirectionTable: ["0:2", "0:2", "0:2", "0:2", "0:4", "0:4", "0:4", "0:4"] # all of it
`;

test('Balance Table… shows what it will do, then edits the text in one step of undo', async () => {
	const { workbench } = vscode;
	await vscode.write(name, text);
	await workbench.openFile(name);
	await workbench.run('RSSv2: Balance Table…');
	await workbench.pick('Uniform random');
	await workbench.pick('All RSS processors, one thread of each core');
	await workbench.dialog.filter({ hasText: '4 entries of 8 move' }).waitFor();
	const words = (await workbench.dialog.textContent()) ?? '';
	expect(words).toMatch(/0:2: [\d,]+ → [\d,]+ packets/);
	expect(words).toContain('No table within the limits');
	await workbench.answer('Change Table');

	const lines = async () =>
		(await workbench.editor(name).locator('.view-lines').innerText()).replaceAll('\u00a0', ' ');
	await expect.poll(lines, { timeout: limit }).toMatch(/indirectionTable: \[.*"0:6".*\].*# all of it/);
	await workbench.focus(name);
	await workbench.page.keyboard.press('Control+z');
	await expect.poll(lines, { timeout: limit }).toContain('["0:2", "0:2", "0:2", "0:2", "0:4"');
	const tab = workbench.page.locator(`.tab[data-resource-name="${name}"]`).first();
	await expect.poll(() => tab.getAttribute('class'), { timeout: limit }).not.toContain('dirty');
});

test('giving up changes nothing', async () => {
	const { workbench } = vscode;
	await vscode.write(name, text);
	await workbench.openFile(name);
	await workbench.run('RSSv2: Balance Table…');
	await workbench.pick('Uniform random');
	await workbench.pick('All RSS processors');
	await workbench.dialog.filter({ hasText: 'Change Table' }).waitFor();
	await workbench.answer('Cancel');
	const tab = workbench.page.locator(`.tab[data-resource-name="${name}"]`).first();
	expect(await tab.getAttribute('class')).not.toContain('dirty');
	// The progress of the reckoning goes by itself; nothing else is told.
	await expect.poll(() => workbench.notification('').allInnerTexts(), { timeout: limit }).toEqual([]);
});
