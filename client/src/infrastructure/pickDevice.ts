import { type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { DeviceItem } from '../../../server/src/protocol.js';
import { chosen } from './cancelled.js';
import type { Server } from './server.js';

interface Choice extends QuickPickItem {
	readonly choose?: () => Promise<string>;
}

/**
 * Asks for a device: the emulators of this window, those of the settings, a URI to type, and, where an adapter is at
 * hand, a fresh emulator of it. Gives its URI; throws Cancelled.
 */
export async function pickDevice(
	server: Server,
	placeHolder: string,
	startEmulator?: () => Promise<DeviceItem>,
): Promise<string> {
	const devices = await server.request('rssv2/devices', {});
	const choices: Choice[] = devices.map((device) => ({
		label: `$(${device.kind === 'emulator' ? 'beaker' : 'server'}) ${device.label}`,
		description: device.origin === 'embedded' ? 'in this window' : '',
		detail: device.uri,
		choose: async () => device.uri,
	}));
	if (choices.length > 0) choices.push({ label: '', kind: QuickPickItemKind.Separator });
	if (startEmulator) {
		choices.push({
			label: '$(add) Start an emulator of this adapter',
			detail: 'It runs in this window and is gone with it.',
			choose: async () => (await startEmulator()).uri,
		});
	}
	choices.push({ label: '$(edit) Enter a device URI…', detail: 'emulator:///path.sock', choose: typeUri });
	const choice = chosen(
		await window.showQuickPick(choices, { placeHolder, matchOnDetail: true, ignoreFocusOut: true }),
	);
	return choice.choose ? choice.choose() : typeUri();
}

async function typeUri(): Promise<string> {
	const uri = await window.showInputBox({
		prompt: 'The URI of a device',
		placeHolder: 'emulator:///path.sock',
		ignoreFocusOut: true,
		validateInput: (text) =>
			/^\w[\w+]*:\/\/\S+$/.test(text.trim()) ? undefined : 'A URI looks like emulator:///path.sock',
	});
	return chosen(uri).trim();
}
