import { l10n } from 'vscode';
/**
 * Decodes the bytes of a text file. What PowerShell redirects into a file is UTF-16 with a byte order mark, in
 * PowerShell 7 UTF-8.
 * @throws Error when it is neither
 */
export function decodeText(bytes: Uint8Array): string {
	const [a, b] = bytes;
	const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		throw new Error(
			l10n.t('The file is no text in UTF-8 or UTF-16. Save the output as text and import that.'),
		);
	}
}
