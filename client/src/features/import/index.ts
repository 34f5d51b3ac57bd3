import { type Disposable, env, window, workspace } from 'vscode';
import { Cancelled, chosen } from '../../infrastructure/cancelled.js';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';
import { openUnsaved } from '../../infrastructure/untitled.js';

/** What a real machine prints → configurations. */
export function activateImport({ server, log }: Services): Disposable {
	const command: Command = {
		id: 'rssv2.import',
		async execute() {
			const text = await chooseText();
			const { files, warnings } = await server.request('rssv2/import', { text });
			for (const file of files) await openUnsaved(file);
			for (const warning of warnings) log.warn(`import: ${warning}`);
			if (warnings.length === 0) return;
			const some =
				warnings.length === 1
					? warnings[0]
					: `${warnings.length} lines were not understood; the first: ${warnings[0]}`;
			if (await window.showWarningMessage(`${some}`, 'Show Log')) log.show();
		},
	};
	return registerCommand(command, log);
}

/** From the clipboard, the selection, or a file. */
async function chooseText(): Promise<string> {
	const editor = window.activeTextEditor;
	const selected =
		editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : undefined;
	const sources = [
		{
			label: '$(clippy) From the clipboard',
			detail: 'The output of Get-NetAdapterRss or ethtool -x',
			read: fromClipboard,
		},
		...(selected === undefined
			? []
			: [
					{
						label: '$(selection) From the selection',
						detail: 'of the active editor',
						read: async () => selected,
					},
				]),
		...(editor
			? [
					{
						label: '$(file) From the active editor',
						detail: editor.document.fileName,
						read: async () => editor.document.getText(),
					},
				]
			: []),
		{ label: '$(folder-opened) From a file…', detail: 'a text file with that output', read: fromFile },
	];
	return chosen(
		await window.showQuickPick(sources, {
			placeHolder: 'Import what Get-NetAdapterRss or ethtool -x printed',
		}),
	).read();
}

async function fromClipboard(): Promise<string> {
	const text = await env.clipboard.readText();
	if (text.trim() === '')
		throw new Error('The clipboard has no text. Copy the output of Get-NetAdapterRss or ethtool -x first.');
	return text;
}

async function fromFile(): Promise<string> {
	const [uri] = chosen(await window.showOpenDialog({ canSelectMany: false, openLabel: 'Import' }));
	if (!uri) throw new Cancelled();
	const bytes = await workspace.fs.readFile(uri);
	// What PowerShell redirects into a file is UTF-16 with a byte order mark.
	const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
	return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}
