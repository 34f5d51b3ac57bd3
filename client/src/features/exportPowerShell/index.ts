import type { Disposable } from 'vscode';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';
import { openUnsaved } from '../../infrastructure/untitled.js';

/** Export PowerShell: what Windows' cmdlets can set of a configuration, as an unsaved script. */
export function activateExportPowerShell({ server, log, target }: Services): Disposable {
	const command: Command = {
		id: 'rssv2.exportPowerShell',
		async execute(argument) {
			const uri = (await target.document(argument)).uri.toString();
			await openUnsaved(await server.request('rssv2/exportPowerShell', { uri }));
		},
	};
	return registerCommand(command, log);
}
