import { type Disposable, l10n } from 'vscode';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import { namedDevice } from '../../infrastructure/devices/namedDevice.js';
import { pickDevice } from '../../infrastructure/devices/pickDevice.js';
import { withProgress } from '../../infrastructure/progress.js';
import type { Services } from '../../infrastructure/services.js';
import { openUnsaved } from '../../infrastructure/untitled.js';

/** Pull from Device…: the state of a device as an unsaved configuration. */
export function activatePull({ server, log }: Services): Disposable {
	const command: Command = {
		id: 'rssv2.pull',
		async execute(argument) {
			const device = namedDevice(argument) ?? (await pickDevice(server, l10n.t('Pull from which device?')));
			const file = await withProgress(server, l10n.t('Reading {0}', device), (_, token) =>
				server.request('rssv2/pull', { device }, token),
			);
			await openUnsaved(file);
		},
	};
	return registerCommand(command, log);
}
