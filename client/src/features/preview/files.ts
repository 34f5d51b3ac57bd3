import { l10n, Uri, window, workspace } from 'vscode';
import type { PreviewToHost } from '../../../../server/src/protocol.js';
import { chosen } from '../../infrastructure/cancelled.js';

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
			filters: { [formatName(format)]: [format] },
		}),
	);
	await workspace.fs.writeFile(uri, format === 'png' ? bytesOfBase64(data) : new TextEncoder().encode(data));
}

function bytesOfBase64(data: string): Uint8Array {
	return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
}

function formatName(format: 'png' | 'svg' | 'csv'): string {
	switch (format) {
		case 'png':
			return l10n.t('PNG picture');
		case 'svg':
			return l10n.t('SVG picture');
		case 'csv':
			return l10n.t('Comma-separated values');
	}
}
