import {
	Disposable,
	EventEmitter,
	l10n,
	type TextDocumentContentProvider,
	Uri,
	window,
	workspace,
} from 'vscode';

import { colourPlans } from './planColours.js';

const SCHEME = 'rssv2-plan';

/** Shows the latest plan, and what became of the latest push, as read-only documents. */
export class PlanDocument implements TextDocumentContentProvider, Disposable {
	readonly #changed = new EventEmitter<Uri>();
	readonly #registration = Disposable.from(
		workspace.registerTextDocumentContentProvider(SCHEME, this),
		colourPlans(SCHEME),
	);
	readonly #texts = new Map<string, string>();
	readonly onDidChange = this.#changed.event;

	provideTextDocumentContent(uri: Uri): string {
		return this.#texts.get(uri.path) ?? '';
	}

	async show(what: 'plan' | 'result', text: string): Promise<void> {
		const uri = Uri.from({
			scheme: SCHEME,
			path: what === 'plan' ? l10n.t('RSSv2 plan.txt') : l10n.t('RSSv2 result.txt'),
		});
		this.#texts.set(uri.path, text);
		this.#changed.fire(uri);
		await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
	}

	dispose(): void {
		this.#registration.dispose();
		this.#changed.dispose();
	}
}
