import { deviceLabel, parseDeviceUri } from '../devices/uri.js';
import type { DeviceItem } from '../protocol.js';

/** The devices that the setting `rssv2.devices` lists; what is no device there is left out and told. */
export function devicesOfSettings(setting: unknown, complain: (message: string) => void): DeviceItem[] {
	if (!Array.isArray(setting)) return [];
	return setting.flatMap((entry: unknown): DeviceItem[] => {
		const { name, uri } = (typeof entry === 'object' && entry !== null ? entry : {}) as {
			name?: unknown;
			uri?: unknown;
		};
		try {
			const item = deviceItem(String(uri));
			return [{ ...item, ...(typeof name === 'string' && name !== '' && { label: name }) }];
		} catch (error) {
			complain(`rssv2.devices: ${error instanceof Error ? error.message : String(error)}`);
			return [];
		}
	});
}

/** A device by its URI alone. @throws DeviceError `invalid-uri` */
export function deviceItem(uri: string): DeviceItem {
	const parsed = parseDeviceUri(uri);
	return { uri, label: deviceLabel(parsed), kind: parsed.kind, origin: 'settings' };
}
