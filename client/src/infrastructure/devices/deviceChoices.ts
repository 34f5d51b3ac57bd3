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
		...first.map((device) => deviceRow(device, 'the device of this file')),
		...inOrder.filter((device) => !first.includes(device)).map((device) => deviceRow(device)),
	];
	if (rows.length > 0) rows.push({ label: '' });
	if (canStart) {
		rows.push({
			label: '$(add) Start an emulator of this adapter',
			detail: 'It runs in this window and is gone with it.',
			choice: { kind: 'startEmulator' },
		});
	}
	rows.push({
		label: '$(edit) Enter a device URI…',
		detail: Object.values(EXAMPLE_URIS).join('   '),
		choice: { kind: 'typeUri' },
	});
	return rows;
}

/** What a kind of device is called, and its picture. */
export const DEVICE_KINDS: Readonly<
	Record<DeviceItem['kind'], { readonly name: string; readonly icon: string }>
> = {
	emulator: { name: 'emulator', icon: 'beaker' },
	linux: { name: 'Linux interface', icon: 'terminal-linux' },
	windows: { name: 'Windows adapter', icon: 'vm' },
};

function deviceRow(device: DeviceItem, note?: string): DeviceRow {
	const { name, icon } = DEVICE_KINDS[device.kind];
	// What runs in this window is an emulator.
	const what = device.origin === 'embedded' ? 'in this window' : name;
	const notes = note === undefined ? [what] : [what, note];
	return {
		label: `$(${icon}) ${device.label}`,
		description: notes.join(', '),
		detail: device.uri,
		choice: { kind: 'device', device },
	};
}

/** What is wrong with a typed device URI at first sight; the server reads it exactly. */
export function uriProblem(text: string): string | undefined {
	const uri = text.trim();
	if (uri === '') return 'Write a device URI, such as emulator:///path.sock.';
	if (!/^[A-Za-z][A-Za-z+]*:\/\//.test(uri)) return 'A device URI looks like emulator:///path.sock.';
	if (/\s/.test(uri)) return 'A device URI has no spaces: write %20.';
	if (/^[^/]*\/\/[^/@]*:[^/@]*@/.test(uri))
		return 'Leave the password out: a URI is shown and logged, and ssh uses your keys and agent.';
	return undefined;
}
