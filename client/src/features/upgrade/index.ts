import { type Disposable, l10n, window, workspace } from 'vscode';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';

/** Upgrade Configuration…: to the newest version of the format, each change shown before it is made. */
export function activateUpgrade({ server, target, log }: Services): Disposable {
	const command: Command = {
		id: 'rssv2.upgradeConfiguration',
		async execute(argument) {
			const document = await target.document(argument);
			const { version, edit } = await server.request('rssv2/upgrade', { uri: document.uri.toString() });
			if (!edit) {
				void window.showInformationMessage(
					l10n.t('The file is of version {0} of the format: there is no newer one.', version),
				);
				return;
			}
			// Its changes ask to be confirmed: VS Code shows them in its preview of refactorings.
			const changed = await workspace.applyEdit(await server.asWorkspaceEdit(edit), { isRefactoring: true });
			if (!changed) log.info('rssv2.upgradeConfiguration: not applied');
		},
	};
	return registerCommand(command, log);
}
