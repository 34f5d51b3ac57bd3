import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

// The web extension: VS Code is told to run it in the browser, where its server is a web worker.
const vscode = VSCode.use({ settings: { 'remote.extensionKind': { 'rssv2-tools.rssv2': ['web'] } } });

const broken = `version: 1
adapter: { name: Test, mode: native, rssProcessors: { base: "0:0", max: "0:15" } }
scaling:
  numberOfQueues: 1
  indirectionTable: ["0:2", "0:4"]
`;

test('in a browser without Node a file is checked, fixed and previewed, and a device is refused', async () => {
	const { workbench } = vscode;
	await vscode.write('broken.rssv2.yaml', broken);
	await workbench.openFile('broken.rssv2.yaml');
	await expect.poll(() => workbench.language(), { timeout: limit }).toBe('RSSv2 (YAML)');
	await workbench.errors('broken.rssv2.yaml').first().waitFor();
	const problems = await workbench.problems();
	await problems.filter({ hasText: 'NDIS_STATUS_NO_QUEUES' }).first().waitFor();

	await workbench.focus('broken.rssv2.yaml');
	await workbench.replace(broken, 'numberOfQueues: 1', 'numberOfQueues: 2');
	await workbench.errors('broken.rssv2.yaml').first().waitFor({ state: 'detached' });

	await workbench.run('RSSv2: Open Preview to the Side');
	await expect.poll(() => workbench.webview().locator('[data-entry]').count(), { timeout: limit }).toBe(2);

	await workbench.focus('broken.rssv2.yaml');
	await workbench.run('RSSv2: Start Emulator');
	await workbench.notification('No emulator can be reached in a browser').first().waitFor();
});
