import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { build } from 'esbuild';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { chromiumArguments, findChromium } from '../../.build/chromium.mjs';
import { previewHtml } from '../../client/src/features/preview/html.js';
import type { PreviewModel, PreviewToHost } from '../../server/src/protocol.js';
import { type Theme, themes } from './themes.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const executablePath = await findChromium();

/** Why the tests of this folder cannot run here; undefined when they can. In CI a missing browser is a failure. */
export const reasonToSkip =
	executablePath !== undefined || process.env['CI'] === 'true'
		? undefined
		: 'no Chromium on the PATH: install it, or name one in RSSV2_CHROMIUM';

const nonce = 'dGVzdA';
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Stands in for the extension: it keeps messages and state where the test can read them. */
const fakeHost = `
	window.posted = [];
	window.violations = [];
	document.addEventListener('securitypolicyviolation', (e) =>
		window.violations.push(e.violatedDirective + ' ' + e.blockedURI));
	window.fakeHost = {
		postMessage: (message) => window.posted.push(message),
		getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
		setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
	};`;

const german = JSON.parse(readFileSync(join(root, 'client/l10n/bundle.l10n.de.json'), 'utf8')) as Record<
	string,
	string
>;

/** Translations by language; in the last one, every text stands in brackets. */
const bundles = {
	en: undefined,
	de: german,
	'en-x-marked': Object.fromEntries(Object.keys(german).map((text) => [text, `⟦${text}⟧`])),
};
type Language = keyof typeof bundles;

/** The page as the extension makes it, its policy included; the theme comes as a sheet, as inline is forbidden. */
function shell(theme: Theme, language: Language, origin: string) {
	const ours = `<link rel="stylesheet" href="${origin}/theme.css?theme=${encodeURIComponent(theme)}">
		<script nonce="${nonce}">${fakeHost}</script>`;
	const texts = { language, title: 'Preview', bundle: bundles[language] };
	return previewHtml(origin, `${origin}/preview.js`, `${origin}/preview.css`, nonce, texts)
		.replace('<link', `${ours}<link`)
		.replace('<body', `<body class="${themes[theme].kind}"`);
}

function themeSheet(theme: Theme) {
	const variables = Object.entries(themes[theme].variables).map(
		([name, value]) => `--vscode-${name}: ${value};`,
	);
	return `:root { ${variables.join(' ')} --vscode-font-size: 13px; --vscode-font-family: system-ui, sans-serif; }`;
}

/** The built page behind a server, and a browser to open it in. */
export class PreviewHarness {
	private constructor(
		private readonly folder: string,
		private readonly server: Server,
		private readonly browser: Browser,
	) {}

	static async start(): Promise<PreviewHarness> {
		const folder = mkdtempSync(join(tmpdir(), 'preview-'));
		await build({
			absWorkingDir: root,
			entryPoints: { preview: 'client/webview/preview/main.tsx' },
			outdir: folder,
			bundle: true,
			format: 'iife',
			target: 'es2022',
			jsx: 'automatic',
			jsxImportSource: 'preact',
			logLevel: 'warning',
		});
		const server = createServer((request, response) => {
			const url = new URL(request.url ?? '/', 'http://127.0.0.1');
			const origin = `http://${request.headers.host}`;
			const theme = (url.searchParams.get('theme') ?? 'light') as Theme;
			const language = (url.searchParams.get('language') ?? 'en') as Language;
			const send = (type: string, body: string | Buffer) =>
				response.writeHead(200, { 'Content-Type': type }).end(body);
			if (url.pathname === '/') send('text/html; charset=utf-8', shell(theme, language, origin));
			else if (url.pathname === '/theme.css') send('text/css', themeSheet(theme));
			else if (url.pathname === '/preview.css') send('text/css', readFileSync(join(folder, 'preview.css')));
			else if (url.pathname === '/preview.js')
				send('text/javascript', readFileSync(join(folder, 'preview.js')));
			else response.writeHead(404).end();
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		if (executablePath === undefined) throw new Error('No Chromium on the PATH, nor in RSSV2_CHROMIUM.');
		const browser = await chromium.launch({ executablePath, args: [...chromiumArguments, '--disable-gpu'] });
		return new PreviewHarness(folder, server, browser);
	}

	async stop() {
		await this.browser.close();
		await new Promise((resolve) => this.server.close(resolve));
		rmSync(this.folder, { recursive: true, force: true });
	}

	/** A page in a context of its own, ready and showing `model` if there is one. */
	async open(
		model?: PreviewModel,
		{ theme = 'light' as Theme, language = 'en' as Language, width = 1180, height = 900 } = {},
	): Promise<PreviewPage> {
		const context = await this.browser.newContext({ viewport: { width, height } });
		const page = await context.newPage();
		page.setDefaultTimeout(10_000);
		const preview = new PreviewPage(page);
		page.on('pageerror', (error) => preview.errors.push(error.message));
		const { port } = this.server.address() as AddressInfo;
		await page.goto(`http://127.0.0.1:${port}/?${new URLSearchParams({ theme, language })}`);
		await preview.ready();
		if (model) await preview.show(model);
		return preview;
	}
}

/** What an element shows, with a single space wherever there is any. */
export async function textOf(locator: Locator): Promise<string> {
	return (await locator.innerText()).replaceAll(/\s+/g, ' ').trim();
}

/** A page under test, seen from the extension's side. */
export class PreviewPage {
	readonly errors: string[] = [];

	constructor(readonly page: Page) {}

	async ready() {
		await this.page.waitForFunction(() => posted.some((message) => message.type === 'ready'));
	}

	/** Sends a message as the extension would and waits until the page has drawn what it says. */
	async send(message: unknown) {
		await this.page.evaluate(async (data) => {
			window.postMessage(data, '*');
			await new Promise((resolve) => setTimeout(resolve));
			await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
		}, message);
	}

	show(model: PreviewModel) {
		return this.send({ type: 'show', model });
	}

	/** Messages posted since the last call, `ready` aside. */
	async posted(): Promise<PreviewToHost[]> {
		const messages = await this.page.evaluate(() => posted.splice(0));
		return messages.filter((message) => message.type !== 'ready');
	}

	violations(): Promise<string[]> {
		return this.page.evaluate(() => violations);
	}

	/** Accessible name of the focused element: its label or its text. */
	focused(): Promise<string | null> {
		return this.page.evaluate(() => {
			const element = document.activeElement;
			return element?.getAttribute('aria-label') ?? element?.textContent ?? null;
		});
	}

	cell(index: number) {
		return this.page.locator(`[data-entry="${index}"]`);
	}

	entity(title: string) {
		return this.page.getByRole('navigation').getByRole('button', { name: title });
	}

	/** What would scroll sideways. */
	tooWide(): Promise<string[]> {
		return this.page.evaluate(() =>
			[document.documentElement, ...document.querySelectorAll('main, nav, section, table')]
				.filter((element) => element.scrollWidth > element.clientWidth)
				.map((element) => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`),
		);
	}

	/** What axe finds that is serious or critical, once nothing moves any more. */
	async graveFindings(): Promise<string[]> {
		// Half-way through a transition colours are of no theme.
		await this.page.waitForFunction(() => document.getAnimations().length === 0);
		// Evaluated by the debugger, which the page's policy does not bind.
		await this.page.evaluate(axeSource);
		const { violations, passes } = await this.page.evaluate(() =>
			(globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
		);
		expect(passes.map(({ id }) => id)).toContain('color-contrast');
		return violations
			.filter(({ impact }) => impact === 'serious' || impact === 'critical')
			.map(
				({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`,
			);
	}

	/** Whatever the test did: nothing failed in the page, and it did nothing that its policy forbids. */
	async close() {
		const violations = await this.violations();
		await this.page.context().close();
		expect({ errors: this.errors, violations }).toEqual({ errors: [], violations: [] });
	}
}

declare global {
	/** Set by the fake host within the page. */
	var posted: PreviewToHost[];
	var violations: string[];
}
