import { languages, Range, Uri, window, workspace } from 'vscode';
import type { ImportedFile } from '../../../server/src/protocol.js';
import { languageOf } from './documents.js';

/** Opens a text as an unsaved document under a suggested name; nothing is written to disk. */
export async function openUnsaved({ fileName, text }: ImportedFile): Promise<void> {
	const document = await workspace.openTextDocument(
		Uri.from({ scheme: 'untitled', path: freeName(fileName) }),
	);
	await languages.setTextDocumentLanguage(document, languageOf(fileName));
	const editor = await window.showTextDocument(document, { preview: false });
	const whole = document.validateRange(new Range(0, 0, Number.MAX_SAFE_INTEGER, 0));
	await editor.edit((edit) => edit.replace(whole, text));
}

/** An unsaved document of that name may be open already: its text is somebody's. */
function freeName(fileName: string): string {
	const open = new Set(
		workspace.textDocuments.filter(({ isUntitled }) => isUntitled).map(({ uri }) => uri.path),
	);
	for (let n = 1; ; n++) {
		const name = n === 1 ? fileName : fileName.replace(/(\.rssv2\.)/, `-${n}$1`);
		if (!open.has(name)) return name;
	}
}
