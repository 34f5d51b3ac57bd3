import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const example = 'hyper-v-host.rssv2.yaml';

/** Drags a cell onto something that may show only once a drag has begun. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
	await from.scrollIntoViewIfNeeded();
	const start = await from.boundingBox();
	if (!start) throw new Error('nothing to drag');
	const [x, y] = [start.x + start.width / 2, start.y + start.height / 2];
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(x + 8, y + 8);
	await to.waitFor();
	const end = await to.boundingBox();
	if (!end) throw new Error('nothing to drop on');
	await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 4 });
	await page.mouse.up();
}

describe('a preview that edits', () => {
	const vscode = VSCode.use();

	test('opens from the line above a VPort; a dragged cell changes the text in one step of undo', async () => {
		const { workbench } = vscode;
		const { page } = workbench;
		await workbench.openFile(example);
		const lens = workbench
			.editor(example)
			.locator('.codelens-decoration a', { hasText: '4 entries → 2 processors' });
		await lens.click();
		const preview = workbench.webview();
		await preview.getByRole('heading', { name: 'sql01' }).waitFor();
		const cell = (index: number) => preview.locator(`[data-entry="${index}"]`);
		expect(await preview.locator('[data-entry]').count()).toBe(4);

		await drag(page, cell(2), preview.locator('.thread[data-processor="0:12"]'));
		await expect.poll(() => cell(2).textContent(), { timeout: limit }).toBe('0:12');
		const edited = '"0:10", "0:12", "0:12", "0:12"';
		await workbench.focus(example);
		const shows = (text: string) =>
			expect
				.poll(
					async () =>
						(await workbench.editor(example).locator('.view-lines').innerText()).replaceAll('\u00a0', ' '),
					{
						timeout: limit,
					},
				)
				.toContain(text);
		await shows(edited);

		// From the preview, as its button offers it.
		await preview.getByRole('button', { name: 'Undo' }).click();
		await shows('"0:10", "0:12", "0:10", "0:12"');
		await expect.poll(() => cell(2).textContent(), { timeout: limit }).toBe('0:10');
		const tab = page.locator(`.tab[data-resource-name="${example}"]`).first();
		await expect.poll(() => tab.getAttribute('class'), { timeout: limit }).not.toContain('dirty');
	});

	test('a what-if leaves the file alone until it is applied, and Git that is off is told', async () => {
		const { workbench } = vscode;
		const { page } = workbench;
		const before = await readFile(join(vscode.folder, example), 'utf8');
		await workbench.openFile(example);
		await workbench.run('RSSv2: Open Preview to the Side');
		const preview = workbench.webview();
		const cell = (index: number) => preview.locator(`[data-entry="${index}"]`);
		await cell(0).waitFor();
		await preview.getByRole('button', { name: 'Compare' }).click();
		await preview.getByRole('menuitem', { name: 'With git HEAD' }).click();
		await preview.getByText('Git is turned off').waitFor();

		await preview.getByRole('button', { name: 'What if', exact: true }).click();
		await drag(page, cell(3), preview.locator('.choices [data-processor="0:10"]'));
		// The default VPort has four queues: a fifth processor would be refused.
		await preview.locator('.finding', { hasText: 'NDIS_STATUS_NO_QUEUES' }).waitFor();
		await preview.locator('[data-entry="3"].supposed').waitFor();
		await expect.poll(() => workbench.errors(example).count(), { timeout: limit }).toBe(0);
		await preview.getByRole('button', { name: 'Apply to file' }).click();
		await expect.poll(() => workbench.errors(example).count(), { timeout: limit }).toBeGreaterThan(0);
		await expect.poll(() => preview.locator('.supposed').count(), { timeout: limit }).toBe(0);
		expect(await readFile(join(vscode.folder, example), 'utf8')).toBe(before);
	});
});

describe('comparing with Git', () => {
	const vscode = VSCode.use({
		settings: { 'git.enabled': true, 'git.openRepositoryInParentFolders': 'never' },
	});

	test('marks the cells that differ from the last commit, and follows the active editor when told', async () => {
		const { workbench, folder } = vscode;
		const git = (...args: string[]) =>
			execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder });
		const text = await readFile(join(folder, example), 'utf8');
		git('init', '--quiet');
		git('add', '.');
		git('commit', '--quiet', '-m', 'first');
		await vscode.write(example, text.replace('"0:10", "0:12", "0:10"', '"0:10", "0:12", "0:14"'));
		await workbench.openFile(example);
		await workbench.run('RSSv2: Open Preview to the Side');
		const preview = workbench.webview();
		await preview.locator('button.entity', { hasText: 'sql01' }).click();
		await preview.getByRole('button', { name: 'Compare' }).click();
		await preview.getByRole('menuitem', { name: 'With git HEAD' }).click();
		await preview.locator('[data-entry="2"].differs').waitFor();
		expect(await preview.locator('.differs').count()).toBe(1);

		await preview.getByRole('button', { name: 'Follow editor' }).click();
		await workbench.focus(example);
		await workbench.openFile('native.rssv2.jsonc');
		await preview.getByRole('heading', { name: 'native.rssv2.jsonc' }).waitFor();
		await expect.poll(() => preview.locator('[data-entry]').count(), { timeout: limit }).toBe(128);
	});
});
