import {
	type Disposable,
	EventEmitter,
	l10n,
	type TextDocumentContentProvider,
	Uri,
	window,
	workspace,
} from 'vscode';

const SCHEME = 'rssv2-plan';

/** Shows the latest plan as a read-only document. */
export class PlanDocument implements TextDocumentContentProvider, Disposable {
	readonly #changed = new EventEmitter<Uri>();
	readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
	#text = '';
	readonly onDidChange = this.#changed.event;

	provideTextDocumentContent(): string {
		return this.#text;
	}

	async show(text: string): Promise<void> {
		this.#text = text;
		const uri = Uri.from({ scheme: SCHEME, path: l10n.t('RSSv2 plan.txt') });
		this.#changed.fire(uri);
		await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
	}

	dispose(): void {
		this.#registration.dispose();
		this.#changed.dispose();
	}
}
