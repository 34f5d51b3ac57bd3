import { commands, type Uri, type WebviewPanel, window } from 'vscode';
import { columnBeside } from './reveal.js';

/** Undoes the last change of a document, as its editor would, and gives the focus back to the preview. */
export async function undoInText(panel: WebviewPanel, uri: Uri): Promise<void> {
	await window.showTextDocument(uri, { viewColumn: columnBeside(panel, uri) });
	await commands.executeCommand('undo');
	panel.reveal();
}
