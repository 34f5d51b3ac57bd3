import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Emulator } from './support/emulator.js';
import { VSCode } from './support/vscode.js';

const media = fileURLToPath(new URL('../../client/media', import.meta.url));
const pictures = fileURLToPath(new URL('../../server/docs/images', import.meta.url));
const example = 'hyper-v-host.rssv2.yaml';

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
		await workbench.run('RSSv2: Open Preview to the Side');
		await workbench.run('View: Toggle Primary Side Bar Visibility');
		await page.locator('.explorer-folders-view').waitFor({ state: 'hidden' });
		await workbench.webview().locator('[data-entry="63"]').waitFor();
		await workbench.focus(example);
		await page.mouse.move(0, 0);
		await mkdir(media, { recursive: true });
		const path = join(media, `preview-${name}.png`);
		await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
		// Nobody waits for a README.
		expect((await stat(path)).size).toBeLessThan(250_000);
	});

	test(`push-${name}.png, pushed-${name}.png`, async () => {
		const { workbench } = vscode;
		const { page } = workbench;
		const device = await Emulator.start(vscode.extensionFolder, join(vscode.folder, example));
		await mkdir(pictures, { recursive: true });
		const shoot = async (what: string) => {
			const path = join(pictures, `${what}-${name}.png`);
			await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
			expect((await stat(path)).size).toBeLessThan(250_000);
		};
		await workbench.openFile(example);
		await workbench.run('RSSv2: Push to Device…');
		await workbench.pick('Enter a device URI');
		await workbench.input.fill(device.uri);
		await page.keyboard.press('Enter');
		await workbench.answer('Show Plan');
		await workbench.notification('Push this plan').first().waitFor();
		await page.mouse.move(0, 0);
		await shoot('push');
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
		await page.mouse.move(0, 0);
		await shoot('pushed');
	});
});
