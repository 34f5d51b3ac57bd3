import {
	l10n,
	languages,
	Range,
	type TextDocument,
	Uri,
	type ViewColumn,
	WorkspaceEdit,
	window,
	workspace,
} from 'vscode';
import type { ImportedFile } from '../../../server/src/protocol.js';
import { languageOf } from './documents.js';
import { freeName } from './freeName.js';

/**
 * Opens a text as an unsaved document under a suggested name; nothing is written to disk.
 * @param viewColumn where; else where the user is
 */
export async function openUnsaved({ fileName, text }: ImportedFile, viewColumn?: ViewColumn): Promise<void> {
	const language = languageOf(fileName);
	const folder = workspace.workspaceFolders?.[0]?.uri;
	// Saving goes to the path of an unsaved document: without a folder it has none, and saving asks.
	const document = folder
		? await openNamed(folder, fileName)
		: await workspace.openTextDocument({ language, content: text });
	const typed =
		document.languageId === language ? document : await languages.setTextDocumentLanguage(document, language);
	await window.showTextDocument(typed, { preview: false, ...(viewColumn && { viewColumn }) });
	if (typed.getText() === text) return;
	const edit = new WorkspaceEdit();
	edit.replace(typed.uri, typed.validateRange(new Range(0, 0, Number.MAX_SAFE_INTEGER, 0)), text);
	if (!(await workspace.applyEdit(edit)))
		throw new Error(l10n.t('The text of {0} could not be inserted.', fileName));
}

async function openNamed(folder: Uri, fileName: string): Promise<TextDocument> {
	const open = new Set(workspace.textDocuments.map(({ uri }) => uri.path));
	const at = (name: string) => Uri.joinPath(folder, name);
	const name = await freeName(fileName, async (candidate) => {
		const uri = at(candidate);
		return open.has(uri.path) || (await exists(uri));
	});
	return workspace.openTextDocument(at(name).with({ scheme: 'untitled' }));
}

async function exists(uri: Uri): Promise<boolean> {
	try {
		await workspace.fs.stat(uri);
		return true;
	} catch {
		return false;
	}
}
