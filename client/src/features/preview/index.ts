import { Disposable, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import { configurationEditor } from '../../infrastructure/documents.js';
import type { Services } from '../../infrastructure/services.js';
import { PreviewPanel } from './previewPanel.js';

const VIEW = 'rssv2.preview';

/** One preview a document, beside its text or in its place; restored after a reload. */
export function activatePreview(services: Services): Disposable {
	const { server, log } = services;
	const panels = new Map<string, PreviewPanel>();
	const adopt = (panel: WebviewPanel, uri: Uri) => {
		const key = uri.toString();
		panels.set(key, new PreviewPanel(panel, uri, services, () => panels.delete(key)));
	};
	const open = (id: string, column: ViewColumn): Command => ({
		id,
		async execute(target: unknown) {
			const uri = target instanceof Uri ? target : configurationEditor().document.uri;
			const existing = panels.get(uri.toString());
			if (existing) return existing.panel.reveal(undefined, true);
			const panel = window.createWebviewPanel(
				VIEW,
				'RSSv2 Preview',
				{ viewColumn: column, preserveFocus: column === ViewColumn.Beside },
				{},
			);
			adopt(panel, uri);
		},
	});
	return Disposable.from(
		registerCommand(open('rssv2.openPreviewToSide', ViewColumn.Beside), log),
		registerCommand(open('rssv2.openPreview', ViewColumn.Active), log),
		server.onNotification('rssv2/previewChanged', ({ uri }) => {
			// The server writes URIs as it got them: by string they may differ in their escapes.
			const panel = panels.get(uri) ?? panels.get(Uri.parse(uri).toString());
			panel?.refresh().catch((error: unknown) => log.warn(`preview: ${String(error)}`));
		}),
		window.registerWebviewPanelSerializer(VIEW, {
			async deserializeWebviewPanel(panel, state: unknown) {
				const uri =
					typeof state === 'object' && state !== null && 'uri' in state ? String(state.uri) : undefined;
				if (uri === undefined) panel.dispose();
				else adopt(panel, Uri.parse(uri));
			},
		}),
		new Disposable(() => {
			for (const { panel } of [...panels.values()]) panel.dispose();
		}),
	);
}
