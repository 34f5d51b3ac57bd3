import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';

const media = fileURLToPath(new URL('../../client/media', import.meta.url));
const example = 'hyper-v-host.rssv2.yaml';

describe.each([
	['light', 'Default Light Modern'],
	['dark', 'Default Dark Modern'],
])('%s', (name, theme) => {
	const vscode = VSCode.use({
		settings: {
			'workbench.colorTheme': theme,
			'breadcrumbs.enabled': false,
			'workbench.layoutControl.enabled': false,
		},
	});

	test(`preview-${name}.png`, async () => {
		const { workbench } = vscode;
		const { page } = workbench;
		await workbench.openFile(example);
		await workbench.run('RSSv2: Open Preview to the Side');
		await workbench.run('View: Toggle Primary Side Bar Visibility');
		await page.locator('.explorer-folders-view').waitFor({ state: 'hidden' });
		await workbench.webview().locator('[data-entry="63"]').waitFor();
		await workbench.focus(example);
		await page.mouse.move(0, 0);
		await mkdir(media, { recursive: true });
		const path = join(media, `preview-${name}.png`);
		await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
		// The images travel with the package.
		expect((await stat(path)).size).toBeLessThan(250_000);
	});
});
