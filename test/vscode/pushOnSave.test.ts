import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Emulator } from './support/emulator.js';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const vscode = VSCode.use();
const example = 'hyper-v-host.rssv2.yaml';

test('a save is pushed to the emulator without a word, the view counts its packets, and a failure is told once', async () => {
	const { workbench } = vscode;
	const { page } = workbench;
	const device = await Emulator.start(join(vscode.folder, example));
	const settings = {
		'rssv2.devices': [{ name: 'Bench adapter', uri: device.uri }],
		'rssv2.pushOnSave': 'emulator',
	};
	await vscode.write('.vscode/settings.json', JSON.stringify(settings));
	await workbench.openFile(example);
	await workbench.runOnDevice('RSSv2: Choose Device of File…', 'Bench adapter');
	await workbench.run('Explorer: Focus on RSSv2 Devices View');
	const rows = page.locator('.pane-body .monaco-list-row');
	const row = rows.filter({ hasText: 'Bench adapter' }).first();
	await row.filter({ hasText: `differs from ${example}` }).waitFor();

	const queues = async () => (await device?.state())?.[0]?.numberOfQueues;
	const save = async (from: string, to: string) => {
		await workbench.focus(example);
		await workbench.replace(await readFile(join(vscode.folder, example), 'utf8'), from, to);
		await page.keyboard.press('Control+S');
	};
	await save('numberOfQueues: 4', 'numberOfQueues: 5');
	await row.filter({ hasText: `as ${example} says` }).waitFor();
	expect(await queues()).toBe(5);
	expect(await workbench.dialog.count()).toBe(0);

	// A file with errors is not pushed; the next that has none is.
	await save('numberOfQueues: 5', 'numberOfQueues: 0');
	await page
		.locator('.statusbar-item', { hasText: `${example} was not pushed: 1 error` })
		.first()
		.waitFor();
	expect(await queues()).toBe(5);
	await save('numberOfQueues: 0', 'numberOfQueues: 4');
	await expect.poll(queues, { timeout: limit }).toBe(4);

	// A push that takes long can be cancelled from the status bar: the device is put back.
	await device.fault({ effect: { kind: 'delay', milliseconds: 3_000 }, times: 3 });
	await save('numberOfQueues: 4', 'numberOfQueues: 7');
	await page.locator('.statusbar-item', { hasText: 'Cancel push' }).first().click();
	await workbench
		.notification(/[Cc]ancelled/)
		.first()
		.waitFor();
	expect(await queues()).toBe(4);
	await device.fault();
	await save('numberOfQueues: 7', 'numberOfQueues: 4');

	await row.click();
	const entity = rows.filter({ hasText: 'VPort 1 (sql01)' }).first();
	await entity.filter({ hasText: '0 packets' }).waitFor();
	await device.receive(1, 1_234);
	await entity.filter({ hasText: '1,234 packets' }).waitFor();
	await entity.click();
	await rows
		.filter({ hasText: /packets: 1,234; 0:1[02] \d+ %, 0:1[02] \d+ %/ })
		.first()
		.waitFor();
	await device.receive(1, 766);
	await entity.filter({ hasText: '2,000 packets' }).waitFor();

	await device.stop();
	await save('numberOfQueues: 4', 'numberOfQueues: 6');
	const failure = workbench.notification(/Cannot connect to/);
	await failure.first().waitFor();
	expect(await failure.count()).toBe(1);
});
