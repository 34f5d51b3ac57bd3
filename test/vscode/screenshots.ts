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

/** Makes the window as high as this, and waits until VS Code has filled it. */
async function resize(page: Page, height: number): Promise<void> {
	await page.setViewportSize({ width: 1180, height });
	const box = async () => (await page.locator('.monaco-workbench').first().boundingBox())?.height;
	await expect.poll(box, { timeout: limit }).toBe(height);
}

/** Again, if need be: a palette that opens while the window is busy may lose a click. */
async function hideSideBar(workbench: Workbench): Promise<void> {
	const files = workbench.page.locator('.explorer-folders-view');
	await expect
		.poll(
			async () => {
				if (await files.isVisible()) await workbench.run('View: Toggle Primary Side Bar Visibility');
				return files.isHidden();
			},
			{ timeout: limit, interval: 1000 },
		)
		.toBe(true);
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
		await resize(page, 1460);
		await workbench.openFile(example);
		await hideSideBar(workbench);
		await workbench.run('RSSv2: Open Preview');
		const preview = workbench.webview();
		await preview.locator('[data-entry="63"]').waitFor();
		await preview.getByLabel('Source').selectOption('capture');
		await preview.getByRole('button', { name: 'Choose a file…' }).click();
		await workbench.input.fill(capture);
		await page.keyboard.press('Enter');
		await preview.getByRole('button', { name: 'lan.pcap…' }).waitFor();
		await preview.getByRole('button', { name: 'Send' }).click();
		await preview.locator('.flows').waitFor();
		await shoot(page, join(pictures, `traffic-${name}.png`));
		await resize(page, 700);
		await preview.getByRole('button', { name: 'Balance' }).click();
		await preview.locator('.cell.supposed').first().waitFor();
		await preview.getByRole('heading', { name: /^Indirection table/ }).scrollIntoViewIfNeeded();
		await shoot(page, join(pictures, `balance-${name}.png`));
	});

	test(`push-${name}.png, pushed-${name}.png, interrupted-${name}.png`, async () => {
		const { workbench } = vscode;
		const { page } = workbench;
		const device = await Emulator.start(join(vscode.folder, example));
		const settings = { 'rssv2.devices': [{ name: 'Bench adapter', uri: device.uri }] };
		await vscode.write('.vscode/settings.json', JSON.stringify(settings));
		await workbench.openFile(example);
		await workbench.runOnDevice('RSSv2: Push to Device…', 'Bench adapter');
		await workbench.answer('Show Plan');
		const asked = workbench.notification('Push this plan').first();
		await asked.waitFor();
		await shoot(page, join(pictures, `push-${name}.png`));
		await asked.locator('.monaco-button').getByText('Push…').click();
		await workbench.answer('Push');
		const told = workbench.notification(/as wanted/).first();
		await told.waitFor();
		await workbench.run('Explorer: Focus on RSSv2 Devices View');
		const rows = page.locator('.pane-body .monaco-list-row');
		const row = rows.filter({ hasText: `as ${example} says` }).first();
		await row.waitFor();
		await row.click();
		await page.keyboard.press('ArrowRight');
		await rows.filter({ hasText: 'sql01' }).first().waitFor();
		await device.receive(1, 1_234);
		await rows.filter({ hasText: '1,234 packets' }).first().waitFor();
		await told.locator('.monaco-button').getByText('Details').click();
		await page.locator('.tab.active', { hasText: 'RSSv2 result.txt' }).first().waitFor();
		await shoot(page, join(pictures, `pushed-${name}.png`));

		await workbench.run('RSSv2: Roll Back Last Push…');
		await workbench.pick('Bench adapter');
		await workbench.answer('Roll Back');
		await workbench
			.notification(/Rolled back/)
			.first()
			.waitFor();
		await device.pushKilled(join(vscode.folder, example), vscode.stateHome);
		await workbench.focus(example);
		await workbench.reload();
		await workbench
			.notification(/was interrupted/)
			.first()
			.waitFor();
		await rows.filter({ hasText: 'push interrupted' }).first().waitFor();
		await shoot(page, join(pictures, `interrupted-${name}.png`));
	});
});
