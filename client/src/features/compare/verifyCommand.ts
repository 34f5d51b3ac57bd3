import { commands, window } from 'vscode';
import type { Command } from '../../infrastructure/commands.js';
import { deviceOfFile } from '../../infrastructure/devices/deviceOfFile.js';
import { baseName } from '../../infrastructure/documents.js';
import { withProgress } from '../../infrastructure/progress.js';
import { Refused } from '../../infrastructure/refused.js';
import type { Services } from '../../infrastructure/services.js';
import { verifyWords } from './words.js';

/** Verify Device: whether a device is, entry by entry, as the file says. */
export function verifyCommand(services: Services): Command {
	const { server, target, log } = services;
	return {
		id: 'rssv2.verifyDevice',
		async execute(argument) {
			const document = await target.document(argument);
			const device = await deviceOfFile(services, document, 'Verify which device?');
			const uri = document.uri.toString();
			const report = await withProgress(server, `Reading ${device}`, (_, token) =>
				server.request('rssv2/device/inspect', { device, uri }, token),
			);
			if (report.incomparable !== undefined) {
				throw new Refused(`${report.device.label} cannot be compared: ${report.incomparable}`);
			}
			const { summary, detail } = verifyWords(report, baseName(document.uri.path));
			log.info(detail);
			if (report.differences?.length === 0 && report.interrupted === undefined) {
				void window.showInformationMessage(summary);
				return;
			}
			const choice = await window.showWarningMessage(summary, 'Compare', 'Show Log');
			if (choice === 'Compare') await commands.executeCommand('rssv2.compareWithDevice', document.uri);
			else if (choice === 'Show Log') log.show();
		},
	};
}
