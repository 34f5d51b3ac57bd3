import { commands, l10n } from 'vscode';
import type { Command } from '../../infrastructure/commands.js';
import { deviceOfFile } from '../../infrastructure/devices/deviceOfFile.js';
import { baseName } from '../../infrastructure/documents.js';
import { withProgress } from '../../infrastructure/progress.js';
import type { Services } from '../../infrastructure/services.js';
import type { DeviceDocuments } from './deviceDocuments.js';

/** Compare with Device: the state of a device, as a configuration, beside the file. */
export function compareCommand(services: Services, documents: DeviceDocuments): Command {
	const { server, target, fileDevices } = services;
	return {
		id: 'rssv2.compareWithDevice',
		async execute(argument) {
			const document = await target.document(argument);
			const device = await deviceOfFile(services, document, l10n.t('Compare with which device?'));
			const { fileName, text } = await withProgress(server, l10n.t('Reading {0}', device), (_, token) =>
				server.request('rssv2/pull', { device }, token),
			);
			const left = documents.put(device, fileName, text);
			const label = fileDevices.of(document.uri)?.label ?? device;
			const title = `${label} ↔ ${baseName(document.uri.path)}`;
			await commands.executeCommand('vscode.diff', left, document.uri, title);
		},
	};
}
