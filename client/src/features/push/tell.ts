import { type LogOutputChannel, l10n, window } from 'vscode';
import type { DeviceItem, PushResult } from '../../../../server/src/protocol.js';
import { resultText } from './words.js';

/** Tells the user, and the log, what became of a push or a rollback. */
export function tell(what: string, device: DeviceItem, result: PushResult, log: LogOutputChannel): void {
	const text = `${device.label}: ${result.message}`;
	const clean = result.differences.length === 0;
	if (clean && (result.outcome === 'applied' || result.outcome === 'cancelled')) {
		log.info(`${what} of ${device.uri}: ${resultText(result)}`);
		void window.showInformationMessage(text);
		return;
	}
	log.warn(`${what} of ${device.uri}: ${resultText(result)}`);
	const severe = result.outcome === 'failed' || !clean;
	const show = severe ? window.showErrorMessage : window.showWarningMessage;
	void show(text, l10n.t('Show Log')).then((choice) => choice && log.show());
}
