import {
	Disposable,
	l10n,
	Uri,
	type ViewColumn,
	type WebviewPanel,
	type WebviewPanelSerializer,
	window,
} from 'vscode';
import { isConfiguration } from '../../infrastructure/documents.js';
import type { Services } from '../../infrastructure/services.js';
import { PreviewPanel } from './previewPanel.js';

/** As package.json names it in its activation event. */
const VIEW_TYPE = 'rssv2.preview';

/** All previews of the window: one a document, and those that follow the active editor. */
export class PreviewPanels implements Disposable, WebviewPanelSerializer {
	readonly #panels = new Set<PreviewPanel>();
	readonly #listeners: Disposable;

	constructor(readonly services: Services) {
		const { server } = services;
		this.#listeners = Disposable.from(
			window.registerWebviewPanelSerializer(VIEW_TYPE, this),
			// Parsed, because the same URI can be written with other escapes.
			server.onNotification('rssv2/previewChanged', ({ uri }) => this.#of(Uri.parse(uri))?.refresh()),
			server.onDidStart(() => {
				for (const panel of this.#panels) panel.refresh();
			}),
			window.onDidChangeActiveTextEditor((editor) => {
				if (editor && isConfiguration(editor.document)) this.#follow(editor.document.uri);
			}),
		);
	}

	/**
	 * Shows the preview of a document: its panel where that is, or a new one.
	 * @param entity the key of what to show of it
	 */
	show(uri: Uri, where: { viewColumn: ViewColumn; preserveFocus?: boolean }, entity?: string): void {
		const existing = this.#of(uri);
		if (existing) existing.panel.reveal(undefined, where.preserveFocus);
		const preview =
			existing ??
			this.#adopt(window.createWebviewPanel(VIEW_TYPE, l10n.t('RSSv2 Preview'), where), uri, false);
		if (entity !== undefined) preview.select(entity);
	}

	/** Restores a panel after the window was reloaded; the page saved which document it shows. */
	async deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
		const { uri, follows } = (typeof state === 'object' && state !== null ? state : {}) as {
			uri?: unknown;
			follows?: unknown;
		};
		if (typeof uri === 'string') this.#adopt(panel, Uri.parse(uri), follows === true);
		else panel.dispose();
	}

	/** What follows the active editor goes to its document, unless that has a preview already. */
	#follow(uri: Uri): void {
		if (this.#of(uri)) return;
		[...this.#panels].find((panel) => panel.follows)?.retarget(uri);
	}

	#of(uri: Uri): PreviewPanel | undefined {
		const key = uri.toString();
		return [...this.#panels].find((panel) => panel.uri.toString() === key);
	}

	#adopt(panel: WebviewPanel, uri: Uri, follows: boolean): PreviewPanel {
		const preview = new PreviewPanel(panel, uri, this.services, follows);
		this.#panels.add(preview);
		panel.onDidDispose(() => {
			preview.dispose();
			this.#panels.delete(preview);
		});
		return preview;
	}

	dispose(): void {
		this.#listeners.dispose();
		for (const { panel } of [...this.#panels]) panel.dispose();
	}
}
