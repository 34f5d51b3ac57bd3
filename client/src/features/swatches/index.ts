import { Disposable, window, workspace } from 'vscode';
import type { Services } from '../../infrastructure/services.js';
import { Swatches } from './swatches.js';

/** A square of its colour in the preview before each processor; not where the editor shows no colours. */
export function activateSwatches({ server, log }: Services): Disposable {
	const swatches = new Swatches(server, log);
	const all = () => {
		for (const editor of window.visibleTextEditors) swatches.refresh(editor);
	};
	return Disposable.from(
		swatches,
		window.onDidChangeVisibleTextEditors(all),
		window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => swatches.scrolled(textEditor)),
		workspace.onDidChangeConfiguration((change) => {
			if (change.affectsConfiguration('editor.colorDecorators')) all();
		}),
		server.onNotification('rssv2/previewChanged', ({ uri }) => {
			for (const editor of window.visibleTextEditors)
				if (editor.document.uri.toString() === uri) swatches.refresh(editor);
		}),
		server.onDidStart(all),
	);
}
