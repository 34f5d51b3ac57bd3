import { afterAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { EmulatedFleet, wantedText, whyNoAnsible } from '../support/fleet.js';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const reason = whyNoAnsible();
const vscode = VSCode.use({ settings: { 'rssv2.workspaceDiagnostics': false } });
let fleet: EmulatedFleet | undefined;
afterAll(() => fleet?.stop());

test.skipIf(reason !== undefined)(
	`a fleet is planned, pushed, shown host by host and gone on with${reason === undefined ? '' : ` (${reason})`}`,
	async () => {
		const { workbench } = vscode;
		const { page } = workbench;
		fleet = await EmulatedFleet.start(['web01', 'web02']);
		await fleet.replace('web02', [
			{ type: 'set', skip: 1, times: 1, effect: { kind: 'status', status: 'NDIS_STATUS_RESOURCES' } },
		]);
		const hosts = Object.fromEntries(
			[...fleet.hosts].map(([name, { socket }]) => [name, { rssv2_device: `emulator://${socket}` }]),
		);
		await vscode.write('inventory.yaml', stringify({ all: { hosts } }));
		await vscode.write('.vscode/settings.json', JSON.stringify({ 'rssv2.fleet': { serial: '100%' } }));
		await vscode.write('fleet.rssv2.yaml', wantedText);
		await workbench.openFile('fleet.rssv2.yaml');
		await workbench.run('RSSv2: Push to Fleet…');
		await workbench.pick('inventory.yaml');
		await workbench.dialog.filter({ hasText: 'The plan says: 2 to be changed.' }).first().waitFor();
		await workbench.answer('Push');
		await workbench.notification('Not every host is as wanted: 1 rolled back, 1 applied.').first().waitFor();
		const row = (text: RegExp) => page.getByRole('treeitem', { name: text });
		await row(/web02, rolled back/).waitFor();
		await row(/web01, applied/).waitFor();

		await workbench.run('RSSv2: Show Fleet Results');
		await page.locator('.view-line', { hasText: 'What happened' }).first().waitFor();
		await workbench.run('RSSv2: Resume Fleet Push');
		await workbench.notification('The fleet is as wanted: 2 applied.').first().waitFor();
		expect(fleet.host('web02').adapter.state()).toEqual(fleet.host('web01').adapter.state());
	},
);

test('a task checks the workspace, and its findings are problems of files that are not open', async () => {
	const { workbench } = vscode;
	await vscode.write('idle/idle.rssv2.yaml', wantedText.replace('numberOfQueues: 4', 'numberOfQueues: 9'));
	await workbench.run('Tasks: Run Task');
	await workbench.pick('rssv2');
	await workbench.pick('check the workspace');
	// The server is told not to speak of it. The terminal of the task may come up over the problems: they are asked for again.
	const found = async () => (await workbench.problems()).filter({ hasText: 'queues are idle' }).count();
	await expect.poll(found, { timeout: limit, interval: 1000 }).toBeGreaterThan(0);
});
