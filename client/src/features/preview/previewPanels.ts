import {
	Disposable,
	Uri,
	type ViewColumn,
	type WebviewPanel,
	type WebviewPanelSerializer,
	window,
} from 'vscode';
import type { Services } from '../../infrastructure/services.js';
import { PreviewPanel } from './previewPanel.js';

/** As package.json names it in its activation event. */
const VIEW_TYPE = 'rssv2.preview';

/** All previews of the window, one a document. */
export class PreviewPanels implements Disposable, WebviewPanelSerializer {
	readonly #panels = new Map<string, PreviewPanel>();
	readonly #listeners: Disposable;

	constructor(readonly services: Services) {
		const { server } = services;
		this.#listeners = Disposable.from(
			window.registerWebviewPanelSerializer(VIEW_TYPE, this),
			// Parsed, because the same URI can be written with other escapes.
			server.onNotification('rssv2/previewChanged', ({ uri }) =>
				this.#panels.get(Uri.parse(uri).toString())?.refresh(),
			),
			server.onDidStart(() => {
				for (const panel of this.#panels.values()) panel.refresh();
			}),
		);
	}

	/** Shows the preview of a document: its panel where that is, or a new one. */
	show(uri: Uri, where: { viewColumn: ViewColumn; preserveFocus?: boolean }): void {
		const existing = this.#panels.get(uri.toString());
		if (existing) existing.panel.reveal(undefined, where.preserveFocus);
		else this.#adopt(window.createWebviewPanel(VIEW_TYPE, 'RSSv2 Preview', where), uri);
	}

	/** Restores a panel after the window was reloaded; the page saved which document it shows. */
	async deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
		const uri = typeof state === 'object' && state !== null && 'uri' in state ? state.uri : undefined;
		if (typeof uri === 'string') this.#adopt(panel, Uri.parse(uri));
		else panel.dispose();
	}

	#adopt(panel: WebviewPanel, uri: Uri): void {
		const key = uri.toString();
		const preview = new PreviewPanel(panel, uri, this.services);
		this.#panels.set(key, preview);
		panel.onDidDispose(() => {
			preview.dispose();
			this.#panels.delete(key);
		});
	}

	dispose(): void {
		this.#listeners.dispose();
		for (const { panel } of [...this.#panels.values()]) panel.dispose();
	}
}
