import {
	type CancellationToken,
	CancellationTokenSource,
	commands,
	type Disposable,
	l10n,
	StatusBarAlignment,
	window,
} from 'vscode';
import type { Command } from '../../infrastructure/commands.js';

/** Beside what the window's progress says, which nobody can click on. */
const PRIORITY = -1000;

/** The pushes on save that are under way: each can be cancelled from the status bar, or all by a command. */
export class SavePushes implements Command, Disposable {
	readonly id = 'rssv2.cancelPushOnSave';
	readonly #running = new Set<CancellationTokenSource>();

	/** Runs a push with a way to cancel it, until it has ended in whatever way. */
	async show<T>(file: string, device: string, push: (token: CancellationToken) => Promise<T>): Promise<T> {
		const source = new CancellationTokenSource();
		const item = window.createStatusBarItem(this.id, StatusBarAlignment.Left, PRIORITY);
		item.name = l10n.t('RSSv2: cancel a push on save');
		item.text = `$(close) ${l10n.t('Cancel push')}`;
		item.tooltip = l10n.t('Stop pushing {0} to {1}; the device goes back to the state it had.', file, device);
		item.command = this.id;
		item.show();
		this.#running.add(source);
		this.#tellWhetherAny();
		try {
			return await push(source.token);
		} finally {
			this.#running.delete(source);
			this.#tellWhetherAny();
			source.dispose();
			item.dispose();
		}
	}

	/** Cancels those that are under way. */
	async execute(): Promise<void> {
		for (const source of this.#running) source.cancel();
	}

	#tellWhetherAny(): void {
		void commands.executeCommand('setContext', 'rssv2.pushesOnSave', this.#running.size > 0);
	}

	dispose(): void {
		for (const source of this.#running) source.cancel();
	}
}
