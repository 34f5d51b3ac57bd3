import { type Disposable, l10n, window } from 'vscode';
import { chosen } from '../../infrastructure/cancelled.js';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import { pickDevice } from '../../infrastructure/devices/pickDevice.js';
import { withProgress } from '../../infrastructure/progress.js';
import type { Services } from '../../infrastructure/services.js';
import { openUnsaved } from '../../infrastructure/untitled.js';

/** Export OID Requests…: the requests of a push as an unsaved C header. */
export function activateExportOids({ server, log, target }: Services): Disposable {
	const command: Command = {
		id: 'rssv2.exportOidRequests',
		async execute(argument) {
			const uri = (await target.document(argument)).uri.toString();
			const { fromDevice } = chosen(
				await window.showQuickPick(starts(), { placeHolder: l10n.t('Requests from which state on?') }),
			);
			const device = fromDevice
				? await pickDevice(server, l10n.t('From the state of which device?'), () =>
						server.request('rssv2/emulator/start', { uri }),
					)
				: undefined;
			const params = { uri, ...(device !== undefined && { device }) };
			const file = await withProgress(server, l10n.t('Planning the requests'), (_, token) =>
				server.request('rssv2/exportOidRequests', params, token),
			);
			await openUnsaved(file);
		},
	};
	return registerCommand(command, log);
}

const starts = () => [
	{
		label: `$(chip) ${l10n.t('A fresh adapter')}`,
		detail: l10n.t('as its driver leaves it'),
		fromDevice: false,
	},
	{ label: `$(server) ${l10n.t('A device…')}`, detail: l10n.t('the state it is in now'), fromDevice: true },
];
