import { commands, type Disposable, l10n, window } from 'vscode';
import type { InterruptedPush } from '../../../../server/src/protocol.js';
import { reportFailure } from '../../infrastructure/commands.js';
import type { Services } from '../../infrastructure/services.js';

/** Tells of pushes that were interrupted, once each, as soon as the server runs: their devices may stand between two states. */
export function activateInterruptedPushes({ server, log }: Services): Disposable {
	const told = new Set<string>();
	const tell = async ({ device, message }: InterruptedPush) => {
		const text = `${device.label}: ${message}`;
		if (told.has(text)) return;
		told.add(text);
		log.warn(text);
		if ((await window.showWarningMessage(text, l10n.t('Roll Back…'))) === undefined) return;
		await commands.executeCommand('rssv2.rollBackLastPush', device.uri);
	};
	return server.onDidStart(() => {
		server
			.request('rssv2/interruptedPushes', {})
			.then((pushes) => Promise.all(pushes.map(tell)))
			.catch((error: unknown) => reportFailure('interrupted pushes', error, log));
	});
}
