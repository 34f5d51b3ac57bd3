import { DEFAULT_TIMEOUTS, type Device, type DeviceTimeouts } from './device.js';
import { DeviceError } from './deviceError.js';
import { EmulatorDevice } from './emulator/emulatorDevice.js';
import type { EmulatorUri } from './emulator/socket.js';
import { type DeviceUri, parseDeviceUri } from './uri.js';

/** What opening a device takes from its surroundings. */
export interface OpenOptions {
	readonly signal?: AbortSignal;
	readonly timeouts?: Partial<DeviceTimeouts>;
	/** Environment variables: where tokens are looked up. */
	readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Connects to an emulator, for what only an emulator can do. The caller closes it.
 * @param what that is: `trace requests`
 * @throws DeviceError as {@link openDevice}; `invalid-uri` when the URI names another kind of device
 */
export async function openEmulator(uri: string, what: string, options: OpenOptions): Promise<EmulatorDevice> {
	const parsed = parseDeviceUri(uri);
	if (parsed.kind === 'emulator') return connectEmulator(parsed, options);
	throw new DeviceError('invalid-uri', `Only an emulator can ${what}: emulator:///SOCKET.`);
}

/**
 * Connects to the device that a URI names. The caller closes it.
 * @throws DeviceError `invalid-uri`, `not-available`, `connect-failed`, `unauthorized`, `timeout`, `cancelled`
 */
export async function openDevice(uri: string | DeviceUri, options: OpenOptions): Promise<Device> {
	const parsed = typeof uri === 'string' ? parseDeviceUri(uri) : uri;
	if (parsed.kind !== 'emulator') {
		const what = parsed.kind === 'linux' ? 'Linux network interfaces' : 'Windows network adapters';
		throw new DeviceError(
			'not-available',
			`${what} are not available in this version; use an emulator (emulator:///SOCKET).`,
		);
	}
	return connectEmulator(parsed, options);
}

async function connectEmulator(parsed: EmulatorUri, options: OpenOptions): Promise<EmulatorDevice> {
	const token = parsed.transport === 'tcp' ? options.environment[parsed.tokenEnvironment] : undefined;
	const device = new EmulatorDevice(parsed, token, { ...DEFAULT_TIMEOUTS, ...options.timeouts });
	await device.reconnect(options.signal);
	return device;
}
