import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const vscode = VSCode.use();

/** An example with something replaced, as a new file of the folder. */
async function changed(example: string, name: string, search: string, replacement: string): Promise<string> {
	const text = await readFile(join(vscode.folder, example), 'utf8');
	expect(text).toContain(search);
	const broken = text.replace(search, replacement);
	await vscode.write(name, broken);
	return broken;
}

test('a YAML configuration with too few queues is underlined, and right again once corrected', async () => {
	const { workbench } = vscode;
	const text = await changed(
		'hyper-v-host.rssv2.yaml',
		'broken.rssv2.yaml',
		'numberOfQueues: 2',
		'numberOfQueues: 1',
	);
	await workbench.openFile('broken.rssv2.yaml');
	await expect.poll(() => workbench.language(), { timeout: limit }).toBe('RSSv2 (YAML)');
	await workbench.errors('broken.rssv2.yaml').first().waitFor();
	const problems = await workbench.problems();
	await problems
		.filter({ hasText: '2 processors (0:10, 0:12) for 1 queue' })
		.filter({ hasText: 'NDIS_STATUS_NO_QUEUES' })
		.first()
		.waitFor();

	await workbench.focus('broken.rssv2.yaml');
	await workbench.replace(text, 'numberOfQueues: 1', 'numberOfQueues: 2');
	await workbench.errors('broken.rssv2.yaml').first().waitFor({ state: 'detached' });
	await problems.filter({ hasText: 'NDIS_STATUS_NO_QUEUES' }).first().waitFor({ state: 'detached' });
});

test('a JSONC configuration with too few queues is underlined', async () => {
	const { workbench } = vscode;
	await changed('native.rssv2.jsonc', 'broken.rssv2.jsonc', '"numberOfQueues": 8', '"numberOfQueues": 4');
	await workbench.openFile('broken.rssv2.jsonc');
	await expect.poll(() => workbench.language(), { timeout: limit }).toBe('RSSv2 (JSON)');
	await workbench.errors('broken.rssv2.jsonc').first().waitFor();
	const problems = await workbench.problems();
	await problems.filter({ hasText: 'NDIS_STATUS_NO_QUEUES' }).first().waitFor();
	// One cause, one diagnostic: the built-in JSON support says nothing of its own.
	await expect
		.poll(() => problems.locator('.codicon-error, .codicon-warning').count(), { timeout: limit })
		.toBe(1);
});

test('the examples are without findings; files of the folder are checked without being opened', async () => {
	const { workbench } = vscode;
	const host = 'host: { name: hv7 }\n';
	const adapter = (name: string) =>
		`adapter: { name: ${name}, mode: native, rssProcessors: { base: "0:2", max: "0:9" } }\n`;
	const table = 'scaling: { numberOfQueues: 2, indirectionTable: ["0:2", "0:4"] }\n';
	await vscode.write('closed.rssv2.yaml', 'version: 7\n');
	await vscode.write('slot3.rssv2.yaml', `version: 1\n${host}${adapter('SLOT3')}${table}`);
	await vscode.write('slot5.rssv2.yaml', `version: 1\n${host}${adapter('SLOT5')}${table}`);
	for (const name of ['hyper-v-host.rssv2.yaml', 'native.rssv2.jsonc', 'slot3.rssv2.yaml']) {
		await workbench.openFile(name);
	}
	const problems = await workbench.problems();
	await problems.filter({ hasText: 'closed.rssv2.yaml' }).first().waitFor();
	await problems.filter({ hasText: 'traffic of SLOT5 (slot5.rssv2.yaml)' }).first().waitFor();
	await problems.filter({ hasText: 'traffic of SLOT3 (slot3.rssv2.yaml)' }).first().waitFor();
	expect(await problems.filter({ hasText: /hyper-v-host|native/ }).count()).toBe(0);
});

test('completion offers properties and values', async () => {
	const { workbench } = vscode;
	await vscode.write('new.rssv2.yaml', 'version: 1\nadapter:\n  mode: \n  \n');
	await workbench.openFile('new.rssv2.yaml');
	await workbench.goTo(3, 9);
	await workbench.run('Trigger Suggest');
	await workbench.suggestions.filter({ hasText: 'native' }).first().waitFor();
	await workbench.suggestions.filter({ hasText: 'vmq' }).first().click();
	await workbench.editor('new.rssv2.yaml').locator('.view-line', { hasText: 'mode: vmq' }).waitFor();

	await workbench.goTo(4, 3);
	await workbench.run('Trigger Suggest');
	await workbench.suggestions.filter({ hasText: 'rssProcessors' }).first().waitFor();
	await workbench.suggestions.filter({ hasText: 'capabilities' }).first().waitFor();
	expect(await workbench.suggestions.filter({ hasText: /\bmode\b/ }).count()).toBe(0);
});

test('a hover explains a property with its NDIS name; processors have the colours of the preview', async () => {
	const { workbench } = vscode;
	const text = await readFile(join(vscode.folder, 'hyper-v-host.rssv2.yaml'), 'utf8');
	await workbench.openFile('hyper-v-host.rssv2.yaml');
	const line = text.split('\n').findIndex((content) => content.includes('numberOfQueues')) + 1;
	await workbench.goTo(line, 8);
	await workbench.run('Show or Focus Hover');
	await workbench.hover.filter({ hasText: 'NumberOfQueues' }).first().waitFor();
	// Blue is the first of the palette; the file names 0:2 first.
	const swatches = () => workbench.swatches('hyper-v-host.rssv2.yaml');
	await expect.poll(async () => (await swatches()).length, { timeout: limit }).toBeGreaterThan(8);
	expect((await swatches())[0]).toBe('rgb(58, 109, 181)');
	await workbench.openFile('native.rssv2.jsonc');
	await expect
		.poll(async () => (await workbench.swatches('native.rssv2.jsonc')).length, { timeout: limit })
		.toBe(2);
});

test('an upgrade is shown before it is made', async () => {
	const { workbench } = vscode;
	const adapter = '"adapter": { "name": "A", "mode": "native", "rssProcessors": { "base": "0:2" } }';
	await vscode.write('draft.rssv2.jsonc', `{\n  ${adapter}\n}\n`);
	await workbench.openFile('draft.rssv2.jsonc');
	await workbench.run('RSSv2: Upgrade Configuration…');
	const { refactoring } = workbench;
	await refactoring.locator('.monaco-list-row', { hasText: '"version": 1,' }).first().waitFor();
	// Nothing is made that was not agreed to: the boxes are empty.
	const lines = workbench.editor('draft.rssv2.jsonc').locator('.view-line');
	expect((await lines.allTextContents()).join('')).not.toContain('version');
	const box = refactoring.locator('.edit-checkbox').first();
	const agreed = async () => {
		if ((await box.getAttribute('aria-checked')) !== 'true') await box.click();
		return box.getAttribute('aria-checked');
	};
	await expect.poll(agreed, { timeout: limit }).toBe('true');
	await refactoring.getByText('Apply', { exact: true }).click();
	await lines.filter({ hasText: '"version": 1,' }).first().waitFor();
	await workbench.run('RSSv2: Upgrade Configuration…');
	await workbench.notification('there is no newer one').first().waitFor();
});
