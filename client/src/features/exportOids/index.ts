import { type Disposable, window } from 'vscode';
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
				await window.showQuickPick(starts, { placeHolder: 'Requests from which state on?' }),
			);
			const device = fromDevice
				? await pickDevice(server, 'From the state of which device?', () =>
						server.request('rssv2/emulator/start', { uri }),
					)
				: undefined;
			const params = { uri, ...(device !== undefined && { device }) };
			const file = await withProgress(server, 'Planning the requests', (_, token) =>
				server.request('rssv2/exportOidRequests', params, token),
			);
			await openUnsaved(file);
		},
	};
	return registerCommand(command, log);
}

const starts = [
	{ label: '$(chip) A fresh adapter', detail: 'as its driver leaves it', fromDevice: false },
	{ label: '$(server) A device…', detail: 'the state it is in now', fromDevice: true },
];
