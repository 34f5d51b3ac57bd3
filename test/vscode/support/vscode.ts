import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, type ConsoleMessage, chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { chromiumArguments } from '../../../.build/chromium.mjs';
import { startCodeServer } from '../../../.build/run-code-server.mjs';
import { Workbench } from './workbench.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Options {
	/** More user settings. */
	settings?: Record<string, unknown>;
	/** Folders are trusted without asking; default true. */
	trust?: boolean;
	/** The language of the window; default English. VS Code's own words stay English: no language pack is installed. */
	locale?: string;
}

/**
 * A real VS Code for the tests of one file, started before the first. They share a window and its folder: after each all
 * editors are closed and the folder is as it was. After a failure the next test gets a new window.
 */
export class VSCode {
	/** The folder open in the window; holds the examples. */
	folder = '';
	/** Where the extension keeps its state: XDG_STATE_HOME. */
	stateHome = '';
	/** What our page tried and its content security policy forbade, in the running test, which fails unless it is empty. */
	readonly violations: string[] = [];
	#workbench: Workbench | undefined;

	/** The window of the running test. */
	get workbench(): Workbench {
		if (this.#workbench === undefined) throw new Error('there is no window outside a test');
		return this.#workbench;
	}

	/** Writes a file into the open folder and answers its path. */
	async write(name: string, text: string): Promise<string> {
		const path = join(this.folder, name);
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, text);
		return path;
	}

	/** Registers the hooks that start and stop everything. */
	static use(options: Options = {}): VSCode {
		const vscode = new VSCode();
		const serverLog: string[] = [];
		let home = '';
		let parent = '';
		let server: { url: string; stop: () => Promise<void> } | undefined;
		let context: BrowserContext | undefined;
		const pageLog: string[] = [];

		const closeWindow = async () => {
			await vscode.#workbench?.page.close();
			vscode.#workbench = undefined;
			await rm(parent, { recursive: true, force: true });
		};

		beforeAll(async () => {
			home = await mkdtemp(join(tmpdir(), 'rssv2-code-'));
			vscode.stateHome = join(home, 'state');
			await writeSettings(home, options.settings);
			if (options.locale !== undefined) await writeLanguagePack(home, options.locale);
			server = await startCodeServer(inject('programs'), {
				home,
				extensionsDir: inject('extensionsDir'),
				port: inject('port'),
				log: (line: string) => serverLog.push(line),
				trust: options.trust ?? true,
				...(options.locale !== undefined && { locale: options.locale }),
				brief: true,
			});
			context = await chromium.launchPersistentContext(inject('profile'), {
				executablePath: inject('chromium'),
				args: chromiumArguments,
				viewport: { width: 1400, height: 900 },
			});
		});
		beforeEach(async () => {
			if (!server || !context) throw new Error('VS Code did not start');
			pageLog.length = 0;
			if (vscode.#workbench) return;
			parent = await mkdtemp(join(tmpdir(), 'rssv2-folder-'));
			vscode.folder = join(parent, 'adapters');
			await cp(join(root, 'examples'), vscode.folder, { recursive: true });
			const page = await context.newPage();
			page.on('console', (message) => {
				pageLog.push(`${message.type()}: ${message.text()}`);
				if (isViolation(message)) vscode.violations.push(message.text());
			});
			page.on('pageerror', (error) => pageLog.push(`page error: ${error.stack ?? error.message}`));
			vscode.#workbench = await Workbench.open(page, server.url, vscode.folder);
		});
		afterEach(async ({ task }) => {
			if (task.result?.state !== 'fail') {
				const last = task.suite?.tasks.at(-1) ?? task.file.tasks.at(-1);
				if (task === last) return;
				try {
					await vscode.#workbench?.reset();
					await restore(vscode.folder);
				} catch {
					// Something was left open that takes no command: the next test gets a new window.
					await closeWindow();
				}
				return;
			}
			const page = vscode.#workbench?.page ?? context?.pages().at(-1);
			const results = join(root, 'test-results', task.name.replace(/[^\w-]+/g, '-').slice(0, 80));
			await mkdir(results, { recursive: true });
			await page?.screenshot({ path: join(results, 'screenshot.png') });
			await writeFile(join(results, 'page.log'), pageLog.join('\n'));
			await writeFile(join(results, 'server.log'), serverLog.join('\n'));
			await cp(join(home, 'user/logs'), join(results, 'logs'), { recursive: true, force: true });
			await closeWindow();
		});
		// Before the one above, which looks at whether the test failed.
		afterEach(() => expect(vscode.violations.splice(0)).toEqual([]));
		afterAll(async () => {
			await closeWindow();
			await context?.close();
			await server?.stop();
			await rm(home, { recursive: true, force: true, maxRetries: 5 });
		});
		return vscode;
	}
}

/** What the policy of the preview says in VS Code, and those of VS Code's own pages do not. */
const OUR_POLICY = /'self' https:\/\/\*\.vscode-cdn\.net|'nonce-[0-9a-f]{32}'|default-src 'none'/;

/** Whether the browser tells that a page of ours did what its policy forbids. It does not say which page that was. */
function isViolation(message: ConsoleMessage): boolean {
	return /Content Security Policy/i.test(message.text()) && OUR_POLICY.test(message.text());
}

/** Makes a folder hold the examples as they are, and nothing else. */
async function restore(folder: string): Promise<void> {
	const examples = join(root, 'examples');
	const kept = new Set(await readdir(examples));
	for (const name of await readdir(folder))
		if (!kept.has(name)) await rm(join(folder, name), { recursive: true, force: true });
	await cp(examples, folder, { recursive: true });
}

/** Settings that keep the window quiet, and typing what is typed. */
async function writeSettings(home: string, more: Record<string, unknown> = {}): Promise<void> {
	const settings = {
		'chat.disableAIFeatures': true,
		'editor.autoClosingBrackets': 'never',
		'editor.autoClosingQuotes': 'never',
		'editor.autoIndent': 'none',
		'editor.autoSurround': 'never',
		'editor.minimap.enabled': false,
		'editor.stickyScroll.enabled': false,
		'extensions.ignoreRecommendations': true,
		'files.autoSave': 'off',
		'files.hotExit': 'off',
		'git.enabled': false,
		'telemetry.telemetryLevel': 'off',
		'workbench.editor.enablePreview': false,
		'workbench.secondarySideBar.defaultVisibility': 'hidden',
		'workbench.startupEditor': 'none',
		'workbench.tips.enabled': false,
		...more,
	};
	await mkdir(join(home, 'user/User'), { recursive: true });
	await writeFile(join(home, 'user/User/settings.json'), JSON.stringify(settings));
}

/** Has VS Code take a language for installed: with a pack that translates nothing. */
async function writeLanguagePack(home: string, locale: string): Promise<void> {
	const vscode = join(home, 'vscode.i18n.json');
	await writeFile(vscode, JSON.stringify({ version: '1.0.0', contents: {} }));
	const extensions = [{ extensionIdentifier: { id: `tests.language-pack-${locale}` }, version: '1.0.0' }];
	const pack = { hash: locale, label: locale, extensions, translations: { vscode } };
	await writeFile(join(home, 'user/languagepacks.json'), JSON.stringify({ [locale]: pack }));
}
