import { expect, test } from 'vitest';
import { VSCode } from './support/vscode.js';

const vscode = VSCode.use({ locale: 'de' });

test('in a German window the extension speaks German', async () => {
	const { workbench } = vscode;
	await workbench.run('RSSv2: Beispiel öffnen…');
	await workbench.picks.filter({ hasText: 'Alle in einen Ordner kopieren…' }).first().waitFor();
	await workbench.pick('hyper-v-host.rssv2.yaml');
	await workbench.editor('hyper-v-host-2.rssv2.yaml').locator('.view-line').first().waitFor();
	await workbench.page.locator('.statusbar-item', { hasText: 'Kein Gerät' }).first().waitFor();
	await workbench.run('RSSv2: Vorschau an der Seite öffnen');
	await workbench.webview().getByRole('heading', { name: 'Indirektionstabelle' }).waitFor();
	expect(await workbench.webview().locator('html').getAttribute('lang')).toBe('de');
	await workbench.run('RSSv2: Auf Gerät übertragen…');
	await workbench.pick('Einen Emulator dieses Adapters starten');
	await workbench.dialog.filter({ hasText: 'VPort 1 (sql01) anlegen' }).waitFor();
	expect(await workbench.dialog.textContent()).toContain('Schlägt einer fehl');
	await workbench.answer('Übertragen');
	await workbench.run('RSSv2: Erste Schritte');
	await workbench.page.locator('.getting-started-step', { hasText: 'Ein Beispiel öffnen' }).first().waitFor();
});
