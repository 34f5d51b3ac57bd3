import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** How long something may take to show. Every wait here polls and ends with what it waits for. */
export const limit = 45_000;

/** The window of VS Code as a user meets it: what can be seen and done, without selectors. */
export class Workbench {
	/** The file whose text was last brought to the front. */
	#text: string | undefined;

	private constructor(readonly page: Page) {}

	/** Opens a window on `folder` and waits until it can be used. */
	static async open(page: Page, url: string, folder: string): Promise<Workbench> {
		page.setDefaultTimeout(limit);
		await page.goto(`${url}?folder=${encodeURIComponent(folder)}`);
		const workbench = new Workbench(page);
		await workbench.#ready();
		return workbench;
	}

	/**
	 * Reloads the window as its user would. Not by the browser: VS Code would get no time to write down what is open, and
	 * what of it comes back would be chance.
	 */
	async reload(): Promise<void> {
		const loaded = this.page.waitForEvent('domcontentloaded');
		await this.run('Developer: Reload Window');
		await loaded;
		await this.#ready();
	}

	/** Closes every editor without saving and every notification: as the window was opened. */
	async reset(): Promise<void> {
		const tabs = this.page.locator('.editor-group-container .tab');
		for (let open = await tabs.count(); open > 0; open = await tabs.count()) {
			await this.run('View: Revert and Close Editor');
			await expect.poll(() => tabs.count(), { timeout: limit }).toBeLessThan(open);
		}
		await this.run('Notifications: Clear All Notifications');
	}

	#ready(): Promise<void> {
		return this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
	}

	// ---- Commands and files

	/** Runs a command by its title in the palette, `RSSv2: Push to Device…`. */
	async run(title: string): Promise<void> {
		await this.#choose('F1', `>${title}`, title);
	}

	/** Opens a file of the folder by its name and waits until it is shown. */
	async openFile(name: string): Promise<void> {
		await this.#choose('Control+P', name, name);
		await this.page.locator(`.tab.active[data-resource-name="${name}"]`).first().waitFor();
		await this.editor(name).locator('.view-line').first().waitFor();
		this.#text = name;
	}

	/** Brings an open file to the front, with the keyboard in its text. */
	async focus(name: string): Promise<void> {
		await this.page.locator(`.tab[data-resource-name="${name}"]`).first().click();
		await this.editor(name).locator('.view-line').first().waitFor();
		this.#text = name;
	}

	/**
	 * Brings an open file to the front and waits until nothing takes the keyboard from its text any more, as a walkthrough
	 * does that goes on to its next step.
	 */
	async settle(name: string): Promise<void> {
		let held = 0;
		const holds = async () => {
			if ((await this.selection()) !== '') return ++held;
			await this.focus(name);
			held = 0;
			return held;
		};
		await expect.poll(holds, { timeout: limit, interval: 200 }).toBeGreaterThan(5);
	}

	/**
	 * Opens a quick input with `key`, types `text` into it and takes the row named `label`. A list may be from before the
	 * file was written or the extension was known, and does not mend itself: then it is asked for again.
	 */
	async #choose(key: string, text: string, label: string): Promise<void> {
		const row = this.page
			.locator('.quick-input-list .monaco-list-row')
			.filter({ has: this.page.getByText(label, { exact: true }) })
			.first();
		const listed = async () => {
			await this.page.keyboard.press(key);
			await this.input.fill(text);
			const found = await row.waitFor({ timeout: 5_000 }).then(
				() => true,
				() => false,
			);
			if (!found) await this.page.keyboard.press('Escape');
			return found;
		};
		await expect.poll(listed, { timeout: limit }).toBe(true);
		await row.click();
	}

	// ---- Quick input, dialogs, notifications

	/** The text field of the open quick input. */
	get input(): Locator {
		return this.page.locator('.quick-input-widget:not([style*="display: none"]) .quick-input-box input');
	}

	/** The rows of the open quick pick; filter by what they show. */
	get picks(): Locator {
		return this.page.locator(
			'.quick-input-widget:not([style*="display: none"]) .quick-input-list .monaco-list-row',
		);
	}

	/** Takes the row of the open quick pick that shows `text`. */
	async pick(text: string | RegExp): Promise<void> {
		// Where the mouse was left a hover may cover the rows.
		await this.page.mouse.move(0, 0);
		await this.picks.filter({ hasText: text }).first().click();
	}

	/** Runs a command that asks for a device and takes one of the settings, once these have arrived. */
	async runOnDevice(title: string, device: string): Promise<void> {
		const offered = async () => {
			await this.run(title);
			await this.picks.filter({ hasText: 'Enter a device URI' }).first().waitFor();
			const listed = await this.picks.filter({ hasText: device }).count();
			if (listed === 0) await this.page.keyboard.press('Escape');
			return listed;
		};
		await expect.poll(offered, { timeout: limit }).toBe(1);
		await this.pick(device);
	}

	/** The open modal dialog. */
	get dialog(): Locator {
		return this.page.locator('.monaco-dialog-box');
	}

	/** Presses a button of the open modal dialog and waits until the dialog is gone. */
	async answer(button: string): Promise<void> {
		const dialog = this.dialog;
		await dialog.locator('.monaco-button').getByText(button, { exact: true }).click();
		await dialog.waitFor({ state: 'detached' });
	}

	/** Notifications on screen; filter by what they say. */
	notification(text: string | RegExp): Locator {
		return this.page
			.locator('.notifications-toasts .notification-list-item, .notifications-center .notification-list-item')
			.filter({ hasText: text });
	}

	// ---- Editor

	/** The text editor of a file. */
	editor(name: string): Locator {
		return this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${name}"]`);
	}

	/** What underlines errors in an editor. */
	errors(name: string): Locator {
		return this.editor(name).locator('.squiggly-error');
	}

	/** The colours that an editor shows before processors, in the order of the lines in sight. */
	swatches(name: string): Promise<string[]> {
		return this.editor(name)
			.locator('.view-line span')
			.evaluateAll((spans) =>
				spans.flatMap((span) => {
					const { content, color } = getComputedStyle(span, '::before');
					return /[■▨▧▤]/.test(content) ? [color] : [];
				}),
			);
	}

	/** The panel that shows a refactoring before it is made. */
	get refactoring(): Locator {
		return this.page.locator('.bulk-edit-panel');
	}

	/** Puts the cursor at a place, lines and columns from 1, with the editor in focus. */
	async goTo(line: number, column = 1): Promise<void> {
		const there = async () => {
			await this.page.keyboard.press('Control+G');
			await this.input.fill(`:${line}:${column}`);
			await this.page.keyboard.press('Enter');
			const reached = await expect
				.poll(() => this.selection(), { timeout: 5_000 })
				.toContain(`Ln ${line}, Col ${column}`)
				.then(
					() => true,
					() => false,
				);
			if (reached) return true;
			// A page beside the text that had only just loaded took the focus from it.
			await this.page.keyboard.press('Escape');
			if (this.#text !== undefined) await this.focus(this.#text);
			return false;
		};
		await expect.poll(there, { timeout: limit }).toBe(true);
	}

	/** Replaces the first `search` in the text of the active editor with `replacement`, key by key. */
	async replace(text: string, search: string, replacement: string): Promise<void> {
		const start = text.indexOf(search);
		if (start === -1) throw new Error(`the text has no ${search}`);
		const before = text.slice(0, start).split('\n');
		await this.goTo(before.length, (before.at(-1) ?? '').length + 1);
		for (let i = 0; i < search.length; i++) await this.page.keyboard.press('Shift+ArrowRight');
		await this.page.keyboard.type(replacement);
	}

	/** `Ln 3, Col 5 (4 selected)`; empty while no text has the focus. */
	async selection(): Promise<string> {
		return (await this.page.locator('#status\\.editor\\.selection').allTextContents()).join();
	}

	/** The name of the active editor's language; empty when there is none. */
	async language(): Promise<string> {
		return (await this.page.locator('#status\\.editor\\.mode').allTextContents()).join();
	}

	/** Rows of the open suggestions. */
	get suggestions(): Locator {
		return this.page.locator('.suggest-widget.visible .monaco-list-row');
	}

	/** The hover that shows. */
	get hover(): Locator {
		return this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content');
	}

	// ---- Views

	/** Opens Problems and answers its rows. */
	async problems(): Promise<Locator> {
		await this.run('Problems: Focus on Problems View');
		return this.page.locator('.markers-panel .monaco-list-row');
	}

	/** What the extension's webview shows. */
	webview(extension = 'rssv2-tools.rssv2'): FrameLocator {
		// By the extension's id: the inner frame has the same name in every webview.
		return this.page
			.frameLocator(`iframe.webview.ready[src*="extensionId=${extension}"]`)
			.frameLocator('iframe#active-frame');
	}
}
