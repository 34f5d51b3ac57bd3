import { Disposable, l10n, StatusBarAlignment, window } from 'vscode';
import type { DeviceItem } from '../../../../server/src/protocol.js';
import type { Command } from '../../infrastructure/commands.js';
import { chooseDevice, knownDevice } from '../../infrastructure/devices/deviceOfFile.js';
import { isConfiguration } from '../../infrastructure/documents.js';
import type { Services } from '../../infrastructure/services.js';

/** Choose Device of File…: the one that push, compare and verify begin with. */
export function chooseDeviceCommand(services: Services): Command {
	return {
		id: 'rssv2.chooseDevice',
		async execute(argument) {
			const document = await services.target.document(argument);
			await chooseDevice(services, document, l10n.t('Which device is this file for?'));
		},
	};
}

/** Shows in the status bar which device the file in the editor is for. */
export class FileDeviceStatus implements Disposable {
	readonly #item = window.createStatusBarItem('rssv2.fileDevice', StatusBarAlignment.Right, 90);
	readonly #services: Services;
	readonly #subscriptions: Disposable;

	constructor(services: Services) {
		this.#services = services;
		this.#item.name = l10n.t('RSSv2 Device');
		this.#item.command = 'rssv2.chooseDevice';
		const refresh = () => void this.refresh();
		this.#subscriptions = Disposable.from(
			window.onDidChangeActiveTextEditor(refresh),
			services.fileDevices.onDidChange(refresh),
			services.server.onNotification('rssv2/devicesChanged', refresh),
			services.server.onDidStart(refresh),
		);
	}

	/** Shows the device of the active editor's file. */
	async refresh(): Promise<void> {
		const document = window.activeTextEditor?.document;
		if (!document || !isConfiguration(document)) {
			this.#item.hide();
			return;
		}
		// A server that does not run has no emulators.
		const devices = await this.#services.server.request('rssv2/devices', {}).catch((): DeviceItem[] => []);
		if (document !== window.activeTextEditor?.document) return;
		const device = knownDevice(this.#services, document.uri, devices);
		this.#item.text = device ? `$(server) ${device.label}` : `$(server) ${l10n.t('No device')}`;
		this.#item.tooltip = device
			? l10n.t('The device of this file: {0}. Choose another.', device.uri)
			: l10n.t('Choose the device that this file is for.');
		this.#item.show();
	}

	dispose(): void {
		this.#subscriptions.dispose();
		this.#item.dispose();
	}
}
