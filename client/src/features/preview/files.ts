import { Uri, window, workspace } from 'vscode';
import type { PreviewToHost } from '../../../../server/src/protocol.js';
import { chosen } from '../../infrastructure/cancelled.js';

const formats = { png: 'PNG picture', svg: 'SVG picture', csv: 'Comma-separated values' } as const;

/**
 * Saves what the page exports where the user wants it, beside the document at first.
 * @throws Cancelled when the user gives up
 */
export async function saveExport(
	document: Uri,
	{ fileName, format, data }: Extract<PreviewToHost, { type: 'export' }>,
): Promise<void> {
	const folder =
		document.scheme === 'untitled' ? workspace.workspaceFolders?.[0]?.uri : Uri.joinPath(document, '..');
	const uri = chosen(
		await window.showSaveDialog({
			...(folder && { defaultUri: Uri.joinPath(folder, fileName) }),
			filters: { [formats[format]]: [format] },
		}),
	);
	await workspace.fs.writeFile(uri, Buffer.from(data, format === 'png' ? 'base64' : 'utf8'));
}
