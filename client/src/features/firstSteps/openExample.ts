import { commands, l10n, QuickPickItemKind, Uri, ViewColumn, window, workspace } from 'vscode';
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
			const named = examples.find(({ fileName }) => fileName === argument);
			// The steps of the walkthrough stay in sight.
			if (named) return openUnsaved(named, ViewColumn.Beside);
			const example = await choose(examples);
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
		label: `$(folder-opened) ${l10n.t('Copy All into a Folder…')}`,
		detail: l10n.t('To work with them as files; nothing is overwritten.'),
		choice: 'all' as const,
	};
	const separator = { label: '', kind: QuickPickItemKind.Separator };
	const picked = chosen(
		await window.showQuickPick([...rows, separator, all], {
			title: l10n.t('Open an RSSv2 Example'),
			placeHolder: l10n.t('An unsaved copy is opened: change what you like'),
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
			openLabel: l10n.t('Copy Examples Here'),
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
	const done =
		copied === 1
			? l10n.t('1 example was copied to {0}.', target.fsPath)
			: l10n.t('{0} examples were copied to {1}.', copied, target.fsPath);
	const message =
		kept > 0 ? `${done} ${l10n.t('{0} were there already, and stay as they are.', kept)}` : done;
	const choice = await window.showInformationMessage(message, l10n.t('Open Folder'));
	if (choice) await commands.executeCommand('vscode.openFolder', target);
}
