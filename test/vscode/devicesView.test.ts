import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Emulator } from './support/emulator.js';
import { VSCode } from './support/vscode.js';

const vscode = VSCode.use();
const example = 'hyper-v-host.rssv2.yaml';

test('a device is verified, pushed to, compared and rolled back, and the view tells how it stands', async () => {
	const { workbench } = vscode;
	const { page } = workbench;
	const device = await Emulator.start(join(vscode.folder, example));
	const first = await device.state();
	const settings = { 'rssv2.devices': [{ name: 'Bench adapter', uri: device.uri }] };
	await vscode.write('.vscode/settings.json', JSON.stringify(settings));
	await workbench.openFile(example);

	// The file has no device yet: it is asked for, once.
	await workbench.runOnDevice('RSSv2: Verify Device', 'Bench adapter');
	await workbench
		.notification(/Bench adapter differs from hyper-v-host\.rssv2\.yaml in \d+ places/)
		.first()
		.waitFor();
	await page.locator('#rssv2-tools\\.rssv2\\.rssv2\\.fileDevice, [id$="rssv2.fileDevice"]').first().waitFor();

	await workbench.run('Explorer: Focus on RSSv2 Devices View');
	const row = page.locator('.pane-body .monaco-list-row', { hasText: 'Bench adapter' }).first();
	const rowSays = (text: string) => row.filter({ hasText: text }).waitFor();
	await rowSays('differs from hyper-v-host.rssv2.yaml');

	await workbench.focus(example);
	await workbench.run('RSSv2: Push to Device…');
	await workbench.pick('Bench adapter');
	await workbench.answer('Push');
	// The device itself tells that it changed.
	await rowSays('as hyper-v-host.rssv2.yaml says');
	await row.click();
	await page.locator('.pane-body .monaco-list-row', { hasText: 'VPort 1 (sql01)' }).first().waitFor();

	await workbench.focus(example);
	await workbench.run('RSSv2: Compare with Device');
	await page
		.locator('.tab.active', { hasText: `Bench adapter ↔ ${example}` })
		.first()
		.waitFor();
	await page.locator('.diff-editor, .monaco-diff-editor').first().waitFor();

	await workbench.run('RSSv2: Roll Back Last Push…');
	await workbench.pick('Bench adapter');
	await workbench.dialog.filter({ hasText: 'Roll back the last push to Bench adapter?' }).waitFor();
	await workbench.answer('Roll Back');
	await workbench
		.notification(/Bench adapter: Rolled back in \d+ steps/)
		.first()
		.waitFor();
	expect(await device.state()).toEqual(first);
	await rowSays('differs from hyper-v-host.rssv2.yaml');

	await workbench.focus(example);
	await workbench.run('RSSv2: Show Plan');
	await page.locator('.tab.active', { hasText: 'RSSv2 plan.txt' }).first().waitFor();
	await page.locator('.view-line', { hasText: 'VPort 1 (sql01)' }).first().waitFor();
	expect(await device.state()).toEqual(first);

	// A push that was killed meanwhile is told when the window opens anew.
	await workbench.focus(example);
	await device.pushKilled(join(vscode.folder, example), vscode.stateHome);
	await workbench.reload();
	const told = workbench.notification(/Bench adapter: An earlier push .* was interrupted at step 3 of \d+/);
	await told.first().waitFor();
	await told.first().locator('.monaco-button', { hasText: 'Roll Back…' }).click();
	await workbench.dialog.filter({ hasText: 'Roll back the last push to Bench adapter?' }).waitFor();
	await workbench.answer('Roll Back');
	await workbench
		.notification(/Bench adapter: Rolled back in \d+ steps/)
		.first()
		.waitFor();
	expect(await device.state()).toEqual(first);
});
