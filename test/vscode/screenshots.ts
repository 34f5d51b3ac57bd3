import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { Emulator } from './support/emulator.js';
import { writeLanCapture } from './support/lanCapture.js';
import { VSCode } from './support/vscode.js';
import { limit, type Workbench } from './support/workbench.js';

const run = promisify(execFile);

const media = fileURLToPath(new URL('../../client/media', import.meta.url));
const pictures = fileURLToPath(new URL('../../server/docs/images', import.meta.url));
const example = 'hyper-v-host.rssv2.yaml';
/** Bytes that a picture may have: all of them stay in the repository. */
const MOST_BYTES = 110_000;

/** Writes what the window shows, with 256 colours: to the eye the same in a third of the bytes. */
async function shoot(page: Page, path: string): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	await page.mouse.move(0, 0);
	await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
	await run('pngquant', ['--force', '--ext', '.png', '--speed', '1', '--strip', path], { timeout: 60_000 });
	expect((await stat(path)).size, basename(path)).toBeLessThan(MOST_BYTES);
}

/** Does what turns something on or off until it is so: a palette that opens while the window is busy may lose a click. */
async function toggle(act: () => Promise<void>, done: () => Promise<boolean>): Promise<void> {
	await expect
		.poll(
			async () => {
				if (await done()) return true;
				await act();
				return done();
			},
			{ timeout: limit, interval: 1000 },
		)
		.toBe(true);
}

function hideSideBar(workbench: Workbench): Promise<void> {
	return toggle(
		() => workbench.run('View: Toggle Primary Side Bar Visibility'),
		() => workbench.page.locator('.explorer-folders-view').isHidden(),
	);
}

describe.each([
	['light', 'Default Light Modern'],
	['dark', 'Default Dark Modern'],
])('%s', (name, theme) => {
	const vscode = VSCode.use({
		settings: {
			'workbench.colorTheme': theme,
			'breadcrumbs.enabled': false,
			'workbench.layoutControl.enabled': false,
		},
	});

	test(`preview-${name}.png`, async () => {
		const { workbench } = vscode;
		const { page } = workbench;
		await workbench.openFile(example);
		await hideSideBar(workbench);
		await workbench.run('RSSv2: Open Preview to the Side');
		await workbench.webview().locator('[data-entry="63"]').waitFor();
		await workbench.focus(example);
		await shoot(page, join(media, `preview-${name}.png`));
	});

	test(`traffic-${name}.png, balance-${name}.png`, async () => {
		const { workbench } = vscode;
		const { page } = workbench;
		const capture = join(vscode.folder, 'lan.pcap');
		await writeLanCapture(capture);
		await page.setViewportSize({ width: 1180, height: 1460 });
		await workbench.openFile(example);
		await hideSideBar(workbench);
		await workbench.run('RSSv2: Open Preview to the Side');
		const preview = workbench.webview();
		await preview.locator('[data-entry="63"]').waitFor();
		await toggle(
			() => workbench.run('View: Toggle Maximize Editor Group'),
			() => workbench.editor(example).isHidden(),
		);
		await preview.getByLabel('Source').selectOption('capture');
		await preview.getByRole('button', { name: 'Choose a file…' }).click();
		await workbench.input.fill(capture);
		await page.keyboard.press('Enter');
		await preview.getByRole('button', { name: 'lan.pcap…' }).waitFor();
		await preview.getByRole('button', { name: 'Send' }).click();
		await preview.locator('.flows').waitFor();
		await shoot(page, join(pictures, `traffic-${name}.png`));
		await page.setViewportSize({ width: 1180, height: 700 });
		await preview.getByRole('button', { name: 'Balance' }).click();
		await preview.locator('.cell.supposed').first().waitFor();
		await preview.getByRole('heading', { name: /^Indirection table/ }).scrollIntoViewIfNeeded();
		await shoot(page, join(pictures, `balance-${name}.png`));
	});

	test(`push-${name}.png, pushed-${name}.png`, async () => {
		const { workbench } = vscode;
		const { page } = workbench;
		const device = await Emulator.start(vscode.extensionFolder, join(vscode.folder, example));
		await workbench.openFile(example);
		await workbench.run('RSSv2: Push to Device…');
		await workbench.pick('Enter a device URI');
		await workbench.input.fill(device.uri);
		await page.keyboard.press('Enter');
		await workbench.answer('Show Plan');
		await workbench.notification('Push this plan').first().waitFor();
		await shoot(page, join(pictures, `push-${name}.png`));
		await workbench
			.notification('Push this plan')
			.first()
			.locator('.monaco-button')
			.getByText('Push…')
			.click();
		await workbench.answer('Push');
		await workbench
			.notification(/as wanted/)
			.first()
			.waitFor();
		await workbench.run('Explorer: Focus on RSSv2 Devices View');
		const row = page.locator('.pane-body .monaco-list-row').filter({ hasText: `as ${example} says` });
		await row.first().waitFor();
		await row.first().click();
		await page.keyboard.press('ArrowRight');
		await page.locator('.pane-body .monaco-list-row', { hasText: 'sql01' }).first().waitFor();
		await shoot(page, join(pictures, `pushed-${name}.png`));
	});
});
