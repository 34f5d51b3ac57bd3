import { commands, type Disposable, l10n, StatusBarAlignment, window } from 'vscode';
import type { DeviceItem } from '../../../../server/src/protocol.js';
import { statusWords } from './words.js';

/** Tells of running emulators in the status bar, and to the `when` clauses of package.json. */
export class EmulatorStatus implements Disposable {
	readonly #item = window.createStatusBarItem('rssv2.emulators', StatusBarAlignment.Left, 10);

	constructor() {
		this.#item.name = l10n.t('RSSv2 Emulators');
		this.#item.command = 'rssv2.stopEmulator';
	}

	show(emulators: readonly DeviceItem[]): void {
		const words = statusWords(emulators);
		void commands.executeCommand('setContext', 'rssv2.emulatorRuns', words !== undefined);
		if (!words) {
			this.#item.hide();
			return;
		}
		this.#item.text = words.text;
		this.#item.tooltip = words.tooltip;
		this.#item.show();
	}

	dispose(): void {
		this.#item.dispose();
	}
}
