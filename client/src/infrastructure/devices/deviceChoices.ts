import { l10n } from 'vscode';
import type { DeviceItem } from '../../../../server/src/protocol.js';

/** A URI of each kind of device. */
export const EXAMPLE_URIS: Readonly<Record<DeviceItem['kind'], string>> = {
	emulator: 'emulator:///path.sock',
	linux: 'linux+ssh://root@host/eth1',
	windows: 'windows+ssh://admin@host/SLOT%203%20Port%201',
};

/** What choosing a row leads to. */
export type DeviceChoice =
	| { readonly kind: 'device'; readonly device: DeviceItem }
	| { readonly kind: 'startEmulator' }
	| { readonly kind: 'typeUri' };

/** A row of the list of devices, or a line between two groups of rows when it has no `choice`. */
export interface DeviceRow {
	readonly label: string;
	readonly description?: string;
	readonly detail?: string;
	readonly choice?: DeviceChoice;
}

/**
 * The rows to choose a device from: the emulators of this window, those of the settings, then what else one can do.
 * @param devices in the order of the server
 * @param canStart whether there is an adapter of which an emulator can be started
 * @param usual the URI of the device that is likely meant: it stands first
 */
export function deviceChoices(
	devices: readonly DeviceItem[],
	canStart: boolean,
	usual?: string,
): DeviceRow[] {
	const inOrder = (['embedded', 'settings'] as const).flatMap((origin) =>
		devices.filter((device) => device.origin === origin),
	);
	const first = inOrder.filter(({ uri }) => uri === usual);
	const rows = [
		...first.map((device) => deviceRow(device, l10n.t('the device of this file'))),
		...inOrder.filter((device) => !first.includes(device)).map((device) => deviceRow(device)),
	];
	if (rows.length > 0) rows.push({ label: '' });
	if (canStart) {
		rows.push({
			label: `$(add) ${l10n.t('Start an emulator of this adapter')}`,
			detail: l10n.t('It runs in this window and is gone with it.'),
			choice: { kind: 'startEmulator' },
		});
	}
	rows.push({
		label: `$(edit) ${l10n.t('Enter a device URI…')}`,
		detail: Object.values(EXAMPLE_URIS).join('   '),
		choice: { kind: 'typeUri' },
	});
	return rows;
}

/** The picture of a kind of device. */
export const DEVICE_ICONS: Readonly<Record<DeviceItem['kind'], string>> = {
	emulator: 'beaker',
	linux: 'terminal-linux',
	windows: 'vm',
};

function kindName(kind: DeviceItem['kind']): string {
	switch (kind) {
		case 'emulator':
			return l10n.t('emulator');
		case 'linux':
			return l10n.t('Linux interface');
		case 'windows':
			return l10n.t('Windows adapter');
	}
}

function deviceRow(device: DeviceItem, note?: string): DeviceRow {
	// What runs in this window is an emulator.
	const what = device.origin === 'embedded' ? l10n.t('in this window') : kindName(device.kind);
	const notes = note === undefined ? [what] : [what, note];
	return {
		label: `$(${DEVICE_ICONS[device.kind]}) ${device.label}`,
		description: notes.join(', '),
		detail: device.uri,
		choice: { kind: 'device', device },
	};
}

/** What is wrong with a typed device URI at first sight; the server reads it exactly. */
export function uriProblem(text: string): string | undefined {
	const uri = text.trim();
	if (uri === '') return l10n.t('Write a device URI, such as {0}.', EXAMPLE_URIS.emulator);
	if (!/^[A-Za-z][A-Za-z+]*:\/\//.test(uri))
		return l10n.t('A device URI looks like {0}.', EXAMPLE_URIS.emulator);
	if (/\s/.test(uri)) return l10n.t('A device URI has no spaces: write %20.');
	if (/^[^/]*\/\/[^/@]*:[^/@]*@/.test(uri))
		return l10n.t('Leave the password out: a URI is shown and logged, and ssh uses your keys and agent.');
	return undefined;
}
