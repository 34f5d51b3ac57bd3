import { l10n, QuickPickItemKind, window } from 'vscode';
import type { DeviceItem } from '../../../../server/src/protocol.js';
import { chosen } from '../cancelled.js';
import type { Server } from '../server.js';
import { deviceChoices, EXAMPLE_URIS, uriProblem } from './deviceChoices.js';

/**
 * Asks for a device: the emulators of this window, those of the settings, a URI to type, and, where an adapter is at
 * hand, a fresh emulator of it.
 * @param question what the list asks, "Push to which device?"
 * @param startEmulator starts an emulator of the adapter at hand
 * @param usual the URI of the device that is likely meant: it stands first
 * @returns the device's URI
 * @throws Cancelled when the user chooses nothing
 */
export async function pickDevice(
	server: Server,
	question: string,
	startEmulator?: () => Promise<DeviceItem>,
	usual?: string,
): Promise<string> {
	const devices = await server.request('rssv2/devices', {});
	const items = deviceChoices(devices, startEmulator !== undefined, usual).map((row) => ({
		...row,
		kind: row.choice ? QuickPickItemKind.Default : QuickPickItemKind.Separator,
	}));
	const { choice } = chosen(
		await window.showQuickPick(items, { placeHolder: question, matchOnDetail: true, ignoreFocusOut: true }),
	);
	if (choice?.kind === 'device') return choice.device.uri;
	if (choice?.kind === 'startEmulator' && startEmulator) return (await startEmulator()).uri;
	return typeUri();
}

async function typeUri(): Promise<string> {
	const uri = await window.showInputBox({
		prompt: l10n.t('The URI of a device: {0}', Object.values(EXAMPLE_URIS).join(', ')),
		placeHolder: EXAMPLE_URIS.emulator,
		ignoreFocusOut: true,
		validateInput: uriProblem,
	});
	return chosen(uri).trim();
}
