import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';

const vscode = VSCode.use({
	trust: false,
	settings: { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' },
});

test('in a folder that is not trusted files are checked, and a push is refused', async () => {
	const { workbench } = vscode;
	await vscode.write('broken.rssv2.yaml', 'version: 7\n');
	await workbench.openFile('broken.rssv2.yaml');
	await workbench.errors('broken.rssv2.yaml').first().waitFor();
	await workbench.openFile('hyper-v-host.rssv2.yaml');
	await workbench.run('RSSv2: Push to Device…');
	await workbench.notification('trust this workspace').first().waitFor();
	expect(await workbench.dialog.count()).toBe(0);
});
