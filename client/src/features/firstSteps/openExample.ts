import { commands, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import { chosen } from '../../infrastructure/cancelled.js';
import type { Command } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';
import { openUnsaved } from '../../infrastructure/untitled.js';
import { copyExamples, type Example, readExamples } from './examples.js';
import { describeExample } from './words.js';

/** Open Example…: one of those that travel with the extension as an unsaved text, or all of them in a folder. */
export function openExample({ extensionUri }: Pick<Services, 'extensionUri'>): Command {
	return {
		id: 'rssv2.openExample',
		/** @param argument the file name of an example, as the walkthrough gives it; else it is asked for */
		async execute(argument) {
			const examples = await readExamples(extensionUri);
			const example = examples.find(({ fileName }) => fileName === argument) ?? (await choose(examples));
			if (example === 'all') await copyAll(examples);
			else await openUnsaved(example);
		},
	};
}

async function choose(examples: readonly Example[]): Promise<Example | 'all'> {
	const rows = examples.map((choice) => ({
		label: `$(file-code) ${choice.fileName}`,
		detail: describeExample(choice.text),
		choice,
	}));
	const all = {
		label: '$(folder-opened) Copy All into a Folder…',
		detail: 'To work with them as files; nothing is overwritten.',
		choice: 'all' as const,
	};
	const separator = { label: '', kind: QuickPickItemKind.Separator };
	const picked = chosen(
		await window.showQuickPick([...rows, separator, all], {
			title: 'Open an RSSv2 Example',
			placeHolder: 'An unsaved copy is opened: change what you like',
			matchOnDetail: true,
		}),
	);
	return chosen('choice' in picked ? picked.choice : undefined);
}

async function copyAll(examples: readonly Example[]): Promise<void> {
	const [folder] = chosen(
		await window.showOpenDialog({
			canSelectFiles: false,
			canSelectFolders: true,
			openLabel: 'Copy Examples Here',
		}),
	);
	const target = chosen(folder);
	const copied = await copyExamples(examples, target);
	const [first] = examples;
	if (workspace.getWorkspaceFolder(target)) {
		if (first) await window.showTextDocument(Uri.joinPath(target, first.fileName));
		return;
	}
	const kept = examples.length - copied;
	const message = `${copied === 1 ? '1 example was' : `${copied} examples were`} copied to ${target.fsPath}${kept > 0 ? `; ${kept} of that name were there already and stay as they are` : ''}.`;
	const choice = await window.showInformationMessage(message, 'Open Folder');
	if (choice) await commands.executeCommand('vscode.openFolder', target);
}
