import { Disposable, StatusBarAlignment, window } from 'vscode';
import type { DeviceItem } from '../../../../server/src/protocol.js';
import { chosen } from '../../infrastructure/cancelled.js';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import { configurationEditor } from '../../infrastructure/documents.js';
import type { Services } from '../../infrastructure/services.js';

/** Emulators that run in this window, and a status bar item while there are any. */
export function activateEmulator({ server, log }: Services): Disposable {
	const status = window.createStatusBarItem('rssv2.emulators', StatusBarAlignment.Left, 10);
	status.name = 'RSSv2 emulators';
	status.command = 'rssv2.stopEmulator';
	const running = async () =>
		(await server.request('rssv2/devices', {})).filter(({ origin }) => origin === 'embedded');
	const refresh = async () => {
		const emulators = await running();
		if (emulators.length === 0) return status.hide();
		status.text = `$(beaker) ${emulators.length === 1 ? emulators[0]?.label : `${emulators.length} emulators`}`;
		status.tooltip = `${emulators.map(({ uri }) => uri).join('\n')}\nClick to stop`;
		status.show();
	};
	const start: Command = {
		id: 'rssv2.startEmulator',
		async execute() {
			const { document } = configurationEditor();
			const item = await server.request('rssv2/emulator/start', { uri: document.uri.toString() });
			log.info(`started ${item.label} at ${item.uri}`);
			window.setStatusBarMessage(`$(beaker) ${item.label} runs`, 4000);
		},
	};
	const stop: Command = {
		id: 'rssv2.stopEmulator',
		async execute() {
			const emulators = await running();
			if (emulators.length === 0) throw new Error('No emulator runs in this window.');
			const device = emulators.length === 1 ? emulators[0] : undefined;
			const { uri } = device && (await confirmStop(device)) ? device : chosen(await pick(emulators, device));
			await server.request('rssv2/emulator/stop', { device: uri });
			log.info(`stopped ${uri}`);
		},
	};
	return Disposable.from(
		status,
		registerCommand(start, log),
		registerCommand(stop, log),
		server.onNotification('rssv2/devicesChanged', () => {
			refresh().catch((error) => log.warn(`emulators: ${String(error)}`));
		}),
	);
}

async function confirmStop({ label }: DeviceItem): Promise<boolean> {
	const choice = await window.showWarningMessage(
		`Stop ${label}? Its state is lost.`,
		{ modal: true },
		'Stop',
	);
	return choice === 'Stop';
}

/** With one emulator the question was asked already, and answered no. */
async function pick(
	emulators: readonly DeviceItem[],
	only: DeviceItem | undefined,
): Promise<DeviceItem | undefined> {
	if (only) return undefined;
	const items = emulators.map((device) => ({ label: device.label, detail: device.uri, device }));
	return (await window.showQuickPick(items, { placeHolder: 'Stop which emulator? Its state is lost.' }))
		?.device;
}
