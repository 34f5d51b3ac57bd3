import { env, l10n, window } from 'vscode';
import type { DeviceItem } from '../../../../server/src/protocol.js';
import { chosen } from '../../infrastructure/cancelled.js';
import type { Command } from '../../infrastructure/commands.js';
import { Refused } from '../../infrastructure/refused.js';
import type { Services } from '../../infrastructure/services.js';
import { runningEmulators } from './running.js';

/** Start Emulator: of the adapter that the configuration at hand describes. */
export function startCommand({ server, log, target }: Services): Command {
	return {
		id: 'rssv2.startEmulator',
		async execute(argument) {
			const { uri } = await target.document(argument);
			const emulator = await server.request('rssv2/emulator/start', { uri: uri.toString() });
			log.info(`${emulator.label} runs at ${emulator.uri}`);
			void offerUri(emulator);
		},
	};
}

async function offerUri({ label, uri }: DeviceItem): Promise<void> {
	const choice = await window.showInformationMessage(
		l10n.t('{0} runs at {1}', label, uri),
		l10n.t('Copy URI'),
	);
	if (choice) await env.clipboard.writeText(uri);
}

/** Stop Emulator: the only one, or one of several. */
export function stopCommand({ server, log }: Services): Command {
	return {
		id: 'rssv2.stopEmulator',
		async execute() {
			const emulators = await runningEmulators(server);
			const [first, second] = emulators;
			if (!first) throw new Refused(l10n.t('No emulator runs in this window.'));
			const emulator = second ? await choose(emulators) : first;
			if (!second) await confirmStop(emulator);
			await server.request('rssv2/emulator/stop', { device: emulator.uri });
			log.info(`${emulator.label} at ${emulator.uri} was stopped`);
		},
	};
}

async function choose(emulators: readonly DeviceItem[]): Promise<DeviceItem> {
	const items = emulators.map((emulator) => ({ label: emulator.label, detail: emulator.uri, emulator }));
	const placeHolder = l10n.t('Stop which emulator? Its state is lost.');
	return chosen(await window.showQuickPick(items, { placeHolder })).emulator;
}

/** Throws Cancelled when the user wants to keep it. */
async function confirmStop({ label }: DeviceItem): Promise<void> {
	const detail = l10n.t('Its state is lost.');
	chosen(
		await window.showWarningMessage(l10n.t('Stop {0}?', label), { modal: true, detail }, l10n.t('Stop')),
	);
}
