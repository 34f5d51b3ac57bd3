import { commands, l10n, window } from 'vscode';
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
			const device = await deviceOfFile(services, document, l10n.t('Verify which device?'));
			const uri = document.uri.toString();
			const report = await withProgress(server, l10n.t('Reading {0}', device), (_, token) =>
				server.request('rssv2/device/inspect', { device, uri }, token),
			);
			if (report.incomparable !== undefined) {
				throw new Refused(l10n.t('{0} cannot be compared: {1}', report.device.label, report.incomparable));
			}
			const { summary, detail } = verifyWords(report, baseName(document.uri.path));
			log.info(detail);
			if (report.differences?.length === 0 && report.interrupted === undefined) {
				void window.showInformationMessage(summary);
				return;
			}
			const [compare, showLog] = [l10n.t('Compare'), l10n.t('Show Log')];
			const choice = await window.showWarningMessage(summary, compare, showLog);
			if (choice === compare) await commands.executeCommand('rssv2.compareWithDevice', document.uri);
			else if (choice === showLog) log.show();
		},
	};
}
