import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const vscode = VSCode.use();

test('the requests of a push open as a C header that is not saved yet', async () => {
	const { workbench } = vscode;
	await workbench.openFile('hyper-v-host.rssv2.yaml');
	await workbench.run('RSSv2: Export OID Requests…');
	await workbench.pick('A fresh adapter');
	const header = workbench.page.locator('.tab.active.dirty[data-resource-name$=".h"]').first();
	await header.waitFor();
	await expect.poll(() => workbench.language(), { timeout: limit }).toMatch(/^C(\+\+)?$/);
	const name = (await header.getAttribute('data-resource-name')) ?? '';
	await workbench
		.editor(name)
		.locator('.view-line', { hasText: /SLOT.3.Port.1:.\d+.OID.requests/ })
		.first()
		.waitFor();
});
