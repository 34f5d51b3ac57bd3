import { l10n, type Uri, workspace } from 'vscode';
import type { TableChange } from '../../../server/src/protocol.js';
import { baseName } from './documents.js';
import { Refused } from './refused.js';
import type { Server } from './server.js';

/**
 * Makes cells point elsewhere in the text of a document: one step of its undo.
 * @param version of the text that the user saw
 * @throws Refused when the text is another by now, or does not take it
 */
export async function editText(
	server: Server,
	uri: Uri,
	version: number,
	changes: readonly TableChange[],
): Promise<void> {
	const edit = await server.request('rssv2/editTable', {
		uri: uri.toString(),
		version,
		changes: [...changes],
	});
	const applied = await server.asWorkspaceEdit(edit);
	// Asked last, with nothing to wait for in between: the places hold for this version alone.
	const now = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
	if (now && now.version !== version) throw new Refused(l10n.t('The text has changed meanwhile: try again.'));
	if (!(await workspace.applyEdit(applied)))
		throw new Refused(l10n.t('{0} could not be changed: it may be read-only.', baseName(uri.path)));
}
