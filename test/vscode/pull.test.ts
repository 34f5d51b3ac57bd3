import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const vscode = VSCode.use();
const example = 'hyper-v-host.rssv2.yaml';

test('a plan can be read before it is pushed, and what was pushed can be pulled', async () => {
	const { workbench } = vscode;
	await workbench.openFile(example);
	await workbench.run('RSSv2: Push to Device…');
	await workbench.pick('Start an emulator of this adapter');
	await workbench.answer('Show Plan');
	const question = workbench.notification('Push this plan').first();
	await question.waitFor();
	await workbench.page
		.locator('.view-line', { hasText: /VPort.*turn.RSS.on/ })
		.first()
		.waitFor();
	await question.locator('.monaco-button').getByText('Push…').click();
	await workbench.answer('Push');
	await workbench
		.notification(/as wanted/)
		.first()
		.waitFor();

	await workbench.run('RSSv2: Pull from Device…');
	await workbench.pick('in this window');
	const pulled = 'slot-3-port-1.rssv2.yaml';
	await workbench.page.locator(`.tab.active.dirty[data-resource-name="${pulled}"]`).first().waitFor();
	await expect.poll(() => workbench.language(), { timeout: limit }).toBe('RSSv2 (YAML)');
	await workbench.editor(pulled).locator('.view-line', { hasText: 'sql01' }).first().waitFor();
	// The text comes into an empty document, of which there was something to say.
	await expect.poll(() => workbench.errors(pulled).count(), { timeout: limit }).toBe(0);
});
