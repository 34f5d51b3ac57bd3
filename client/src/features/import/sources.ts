import { env, l10n, type Uri, window, workspace } from 'vscode';
import { Cancelled, chosen } from '../../infrastructure/cancelled.js';
import { baseName, isConfiguration } from '../../infrastructure/documents.js';
import { Refused } from '../../infrastructure/refused.js';
import { decodeText } from './decodeText.js';

/** The output of a hundred adapters has under a megabyte. */
const FILE_LIMIT = 10 * 2 ** 20;

/** Where the text to import comes from: a row of the list. */
export interface Source {
	readonly label: string;
	readonly detail: string;
	/** Throws Cancelled when the user gives up. */
	read(): Promise<string>;
}

/** Asks where the text is. @throws Cancelled */
export async function chooseSource(): Promise<Source> {
	const clipboard: Source = {
		label: `$(clippy) ${l10n.t('From the clipboard')}`,
		detail: l10n.t('The output of Get-NetAdapterRss or ethtool -x, copied from a terminal'),
		read: readClipboard,
	};
	const file: Source = {
		label: `$(folder-opened) ${l10n.t('From a file…')}`,
		detail: l10n.t('A text file with that output'),
		read: readFile,
	};
	const paste: Source = {
		label: `$(new-file) ${l10n.t('Paste into a new editor')}`,
		detail: l10n.t('An empty editor, and a button to import what is in it'),
		read: readPasted,
	};
	return chosen(
		await window.showQuickPick([...editorSources(), clipboard, file, paste], {
			placeHolder: l10n.t('Import the output of Get-NetAdapterRss or ethtool -x'),
		}),
	);
}

/** What the active editor offers, unless it is a configuration already. */
function editorSources(): Source[] {
	const editor = window.activeTextEditor;
	if (!editor || isConfiguration(editor.document)) return [];
	const { document, selection } = editor;
	const name = baseName(document.uri.path);
	const whole: Source = {
		label: `$(file) ${l10n.t('From the active editor')}`,
		detail: l10n.t('All of {0}', name),
		read: async () => document.getText(),
	};
	if (selection.isEmpty) return [whole];
	const lines = selection.end.line - selection.start.line + 1;
	const selected: Source = {
		label: `$(selection) ${l10n.t('From the selection')}`,
		detail: lines === 1 ? l10n.t('1 line of {0}', name) : l10n.t('{0} lines of {1}', lines, name),
		read: async () => document.getText(selection),
	};
	return [selected, whole];
}

async function readClipboard(): Promise<string> {
	const text = await env.clipboard.readText();
	if (text.trim() !== '') return text;
	throw new Refused(
		l10n.t('The clipboard has no text. Copy the output of Get-NetAdapterRss or ethtool -x first.'),
	);
}

async function readFile(): Promise<string> {
	const [uri]: Uri[] = chosen(
		await window.showOpenDialog({ canSelectMany: false, openLabel: l10n.t('Import') }),
	);
	if (!uri) throw new Cancelled();
	const { size } = await workspace.fs.stat(uri);
	if (size > FILE_LIMIT) {
		throw new Refused(
			l10n.t(
				'{0} has {1} MB: no output of Get-NetAdapterRss or ethtool -x has more than {2}.',
				baseName(uri.path),
				Math.ceil(size / 2 ** 20),
				FILE_LIMIT / 2 ** 20,
			),
		);
	}
	return decodeText(await workspace.fs.readFile(uri));
}

async function readPasted(): Promise<string> {
	const document = await workspace.openTextDocument({ language: 'plaintext', content: '' });
	await window.showTextDocument(document, { preview: false });
	chosen(
		await window.showInformationMessage(
			l10n.t('Paste the output of Get-NetAdapterRss or ethtool -x into the new editor, then import it.'),
			l10n.t('Import'),
		),
	);
	return document.getText();
}
