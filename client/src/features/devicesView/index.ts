import { commands, Disposable, l10n, window } from 'vscode';
import { type Command, registerCommand } from '../../infrastructure/commands.js';
import { messageOf } from '../../infrastructure/refused.js';
import type { Services } from '../../infrastructure/services.js';
import { DeviceStates } from './deviceStates.js';
import { DeviceTree } from './deviceTree.js';
import { chooseDeviceCommand, FileDeviceStatus } from './fileDeviceStatus.js';

/** How long a text rests before devices are compared with it anew, in milliseconds. */
const REST = 500;

/** The Devices view, and the device of the file in the status bar. */
export function activateDevicesView(services: Services): Disposable {
	const { server, log, fileDevices } = services;
	const states = new DeviceStates(services);
	const tree = new DeviceTree(states);
	const view = window.createTreeView('rssv2.devices', { treeDataProvider: tree });
	const status = new FileDeviceStatus(services);
	const edited = new Map<string, NodeJS.Timeout>();
	const refresh: Command = {
		id: 'rssv2.refreshDevices',
		async execute() {
			states.forget();
		},
	};
	const showDrift = () => {
		const { drifted } = states;
		const tooltip =
			drifted === 1
				? l10n.t('1 device differs from its file')
				: l10n.t('{0} devices differ from their files', drifted);
		view.badge = drifted === 0 ? undefined : { value: drifted, tooltip };
	};
	const tellDevices = () => {
		server
			.request('rssv2/fileDevices', { files: fileDevices.pairs() })
			.catch((error: unknown) => log.warn(`devices of files: ${messageOf(error)}`));
	};
	void commands.executeCommand('setContext', 'rssv2.active', true);
	void status.refresh();
	return Disposable.from(
		view,
		tree,
		states,
		status,
		registerCommand(refresh, log),
		registerCommand(chooseDeviceCommand(services), log),
		states.onDidChange(showDrift),
		fileDevices.onDidChange(() => {
			tellDevices();
			states.forget();
		}),
		server.onNotification('rssv2/devicesChanged', () => states.forget()),
		server.onNotification('rssv2/deviceChanged', ({ device }) => view.visible && states.forget(device)),
		server.onNotification('rssv2/deviceCounters', (counters) => view.visible && states.count(counters)),
		server.onNotification('rssv2/previewChanged', ({ uri }) => {
			clearTimeout(edited.get(uri));
			edited.set(
				uri,
				setTimeout(() => {
					edited.delete(uri);
					if (view.visible) states.fileChanged(uri);
				}, REST),
			);
		}),
		server.onDidStart(() => {
			tellDevices();
			states.forget();
		}),
		view.onDidChangeVisibility(({ visible }) => {
			if (visible) states.forget();
			else states.rest().catch((error: unknown) => log.warn(`devices: ${messageOf(error)}`));
		}),
		new Disposable(() => {
			for (const timer of edited.values()) clearTimeout(timer);
		}),
	);
}
