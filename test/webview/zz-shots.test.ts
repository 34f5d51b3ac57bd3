import { test } from 'vitest';
import { PreviewHarness } from '/work/main/test/webview/harness.js';
import { large, sample } from '/work/main/test/webview/model.js';
test('shots', async () => {
	const h = await PreviewHarness.start();
	try {
		const shot = async (name: string, model: any, opts: any, act?: (p: any) => Promise<void>) => {
			const p = await h.open(model, opts);
			if (act) await act(p);
			await p.page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: true });
			if (p.errors.length) console.log(name, p.errors);
			const v = await p.violations(); if (v.length) console.log(name, v);
			await p.close();
		};
		const web = (p: any) => p.entity('web-frontend').click();
		await shot('light', sample(), {});
		await shot('dark', sample(), { theme: 'dark' }, web);
		await shot('hc', sample(), { theme: 'high contrast' }, web);
		await shot('hcl', { ...sample(), stale: true }, { theme: 'high contrast light' }, async (p) => { await p.entity('backup').click(); });
		await shot('narrow', sample(), { width: 320, height: 800 });
		await shot('mid', { ...sample(), stale: true }, { width: 640, height: 1000, theme: 'dark' }, async (p) => { await p.entity('sql01').click(); await p.cell(0).focus(); await p.page.keyboard.press('ArrowRight');});
		await shot('large', large(), { theme: 'dark', width: 1400 });
		await shot('forced', sample(), { theme: 'high contrast' }, async (p) => { await p.page.emulateMedia({ forcedColors: 'active' }); await web(p); });
		await shot('empty', { ...sample(), entities: [], findings: [], adapter: undefined }, { height: 400 });
	} finally { await h.stop(); }
}, 120000);
