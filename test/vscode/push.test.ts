import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Emulator } from './support/emulator.js';
import { VSCode } from './support/vscode.js';

const vscode = VSCode.use();
const example = 'hyper-v-host.rssv2.yaml';

/** An emulator of the example's adapter that the workspace settings name. */
async function emulator(): Promise<Emulator> {
	const started = await Emulator.start(join(vscode.folder, example));
	await vscode.write(
		'.vscode/settings.json',
		JSON.stringify({ 'rssv2.devices': [{ name: 'Bench adapter', uri: started.uri }] }),
	);
	return started;
}

/** Runs the push command and takes the emulator, once the settings that name it have arrived. */
function pushToBench(): Promise<void> {
	return vscode.workbench.runOnDevice('RSSv2: Push to Device…', 'Bench adapter');
}

test('a push brings a running emulator to the state of the file', async () => {
	const { workbench } = vscode;
	const device = await emulator();
	expect((await device.state()).map(({ vportId }) => vportId)).toEqual([0]);
	await workbench.openFile(example);
	await pushToBench();
	await workbench.dialog.filter({ hasText: 'Push to Bench adapter?' }).waitFor();
	const words = (await workbench.dialog.textContent()) ?? '';
	expect(words).toContain(device.uri);
	expect(words).toMatch(/create VPort 1 \(sql01\)/);
	// Nothing happens before the user says so.
	expect((await device.state()).map(({ vportId }) => vportId)).toEqual([0]);

	await workbench.answer('Push');
	await workbench
		.notification(/Bench adapter: .*as wanted/)
		.first()
		.waitFor();
	const [host, sql01, backup, ...others] = await device.state();
	expect(others).toEqual([]);
	expect(host).toMatchObject({
		vportId: 0,
		rssEnabled: true,
		numberOfQueues: 4,
		defaultProcessor: '0:2',
		indirectionTable: Array.from({ length: 64 }, (_, i) => `0:${2 + 2 * (i % 4)}`),
	});
	expect(sql01).toMatchObject({
		vportId: 1,
		name: 'sql01',
		rssEnabled: true,
		numberOfQueues: 2,
		indirectionTable: ['0:10', '0:12', '0:10', '0:12'],
	});
	expect(backup).toMatchObject({ vportId: 2, name: 'backup', rssEnabled: false, primaryProcessor: '0:14' });

	await pushToBench();
	await workbench.notification('nothing to push').first().waitFor();
});

test('a push that is not confirmed changes nothing', async () => {
	const { workbench } = vscode;
	const device = await emulator();
	const before = await device.state();
	await workbench.openFile(example);
	await pushToBench();
	await workbench.dialog.filter({ hasText: 'Push to Bench adapter?' }).waitFor();
	await workbench.answer('Cancel');
	expect(await device.state()).toEqual(before);
});

test('a file with errors is not pushed', async () => {
	const { workbench } = vscode;
	const device = await emulator();
	const before = await device.state();
	const text = await readFile(join(vscode.folder, example), 'utf8');
	await vscode.write('broken.rssv2.yaml', text.replace('numberOfQueues: 2', 'numberOfQueues: 1'));
	await workbench.openFile('broken.rssv2.yaml');
	await workbench.errors('broken.rssv2.yaml').first().waitFor();
	await pushToBench();
	await workbench.notification(/error/).first().waitFor();
	expect(await workbench.dialog.count()).toBe(0);
	expect(await device.state()).toEqual(before);
});

test('an emulator of this window can be started, pushed to, and stopped', async () => {
	const { workbench } = vscode;
	await workbench.openFile(example);
	await workbench.run('RSSv2: Start Emulator');
	const status = workbench.page.locator('.statusbar-item', { hasText: 'SLOT 3 Port 1' });
	await status.first().waitFor();
	await workbench.runOnDevice('RSSv2: Push to Device…', 'Emulator of SLOT 3 Port 1');
	await workbench.dialog.filter({ hasText: 'Push to' }).waitFor();
	await workbench.answer('Push');
	await workbench
		.notification(/as wanted/)
		.first()
		.waitFor();
	await workbench.run('RSSv2: Stop Emulator');
	await workbench.answer('Stop');
	await status.first().waitFor({ state: 'detached' });
});
