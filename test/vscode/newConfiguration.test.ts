import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';
import { limit } from './support/workbench.js';

const vscode = VSCode.use();

test.each([
	['Native RSS adapter', 'YAML', 'adapter.rssv2.yaml', 'RSSv2 (YAML)', 'scaling'],
	[
		'VMMQ adapter, table size restricted',
		'JSON with Comments',
		'adapter.rssv2.jsonc',
		'RSSv2 (JSON)',
		'vports',
	],
])('a new configuration: %s in %s', async (preset, syntax, file, language, word) => {
	const { workbench } = vscode;
	await workbench.run('RSSv2: New Configuration…');
	await workbench.picks.filter({ hasText: 'From a Device…' }).first().waitFor();
	await workbench.pick(preset);
	await workbench.pick(syntax);
	await workbench.page.locator(`.tab.active.dirty[data-resource-name="${file}"]`).first().waitFor();
	await expect.poll(() => workbench.language(), { timeout: limit }).toBe(language);
	await workbench.editor(file).locator('.view-line', { hasText: word }).first().waitFor();
	await expect.poll(() => workbench.errors(file).count(), { timeout: limit }).toBe(0);
});
