import { l10n, window } from 'vscode';
import { chosen } from './cancelled.js';
import { baseName } from './documents.js';

/**
 * Asks for a capture file.
 * @throws Cancelled when the user chooses none
 */
export async function chooseCapture(): Promise<{ path: string; name: string }> {
	const [uri] = chosen(
		await window.showOpenDialog({
			openLabel: l10n.t('Read Capture'),
			filters: { [l10n.t('Captures')]: ['pcap', 'pcapng', 'cap', 'gz'], [l10n.t('All Files')]: ['*'] },
		}),
	);
	const { path, fsPath } = chosen(uri);
	return { path: fsPath, name: baseName(path) };
}
