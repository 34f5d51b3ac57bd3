import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Emulator } from './support/emulator.js';
import { VSCode } from './support/vscode.js';

const vscode = VSCode.use({
	trust: false,
	settings: {
		'security.workspace.trust.startupPrompt': 'never',
		'security.workspace.trust.banner': 'never',
		'rssv2.pushOnSave': 'emulator',
	},
});
const example = 'hyper-v-host.rssv2.yaml';

test('in a folder that is not trusted files are checked, and neither a push nor a save reaches a device', async () => {
	const { workbench } = vscode;
	const { page } = workbench;
	const device = await Emulator.start(join(vscode.folder, example));
	await vscode.write(
		'.vscode/settings.json',
		JSON.stringify({ 'rssv2.devices': [{ name: 'Bench adapter', uri: device.uri }] }),
	);
	await vscode.write('broken.rssv2.yaml', 'version: 7\n');
	await workbench.openFile('broken.rssv2.yaml');
	await workbench.errors('broken.rssv2.yaml').first().waitFor();
	await workbench.openFile(example);
	await workbench.run('RSSv2: Push to Device…');
	await workbench.notification('trust this workspace').first().waitFor();
	expect(await workbench.dialog.count()).toBe(0);

	// What the folder's own settings name is not offered; what its user names is, and is not pushed to all the same.
	await workbench.run('RSSv2: Choose Device of File…');
	await workbench.picks.filter({ hasText: 'Enter a device URI' }).first().waitFor();
	expect(await workbench.picks.filter({ hasText: 'Bench adapter' }).count()).toBe(0);
	await workbench.pick('Enter a device URI');
	await workbench.input.fill(device.uri);
	await page.keyboard.press('Enter');
	const before = await device.state();
	await workbench.focus(example);
	await workbench.goTo(1);
	await page.keyboard.type('# saved\n');
	await page.keyboard.press('Control+S');
	await page.locator(`.tab.dirty[data-resource-name="${example}"]`).waitFor({ state: 'detached' });
	await workbench.run('RSSv2: Verify Device');
	await workbench
		.notification(/differ|trust/)
		.first()
		.waitFor();
	expect(await device.state()).toEqual(before);
});
