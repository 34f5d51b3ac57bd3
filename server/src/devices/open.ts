import { DEFAULT_TIMEOUTS, type Device, type DeviceTimeouts } from './device.js';
import { DeviceError } from './deviceError.js';
import { EmulatorDevice } from './emulator/emulatorDevice.js';
import type { EmulatorUri } from './emulator/socket.js';
import { LinuxDevice, type LinuxUri } from './linux/linuxDevice.js';
import { type DeviceUri, parseDeviceUri } from './uri.js';
import { WindowsDevice, type WindowsUri } from './windows/windowsDevice.js';

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
	switch (parsed.kind) {
		case 'emulator':
			return connectEmulator(parsed, options);
		case 'linux':
			return connectLinux(parsed, options);
		case 'windows':
			return connectWindows(parsed, options);
	}
}

/** A driver that makes new channels may take many seconds for it. */
const SLOW_DRIVER: Pick<DeviceTimeouts, 'request'> = { request: 30_000 };

async function connectLinux(parsed: LinuxUri, options: OpenOptions): Promise<LinuxDevice> {
	const timeouts = { ...DEFAULT_TIMEOUTS, ...SLOW_DRIVER, ...options.timeouts };
	const device = new LinuxDevice(parsed, timeouts, options.environment);
	await device.reconnect(options.signal);
	return device;
}

async function connectWindows(parsed: WindowsUri, options: OpenOptions): Promise<WindowsDevice> {
	const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
	const device = new WindowsDevice(parsed, timeouts, options.environment, process.platform === 'win32');
	await device.reconnect(options.signal);
	return device;
}

async function connectEmulator(parsed: EmulatorUri, options: OpenOptions): Promise<EmulatorDevice> {
	const token = parsed.transport === 'tcp' ? options.environment[parsed.tokenEnvironment] : undefined;
	const device = new EmulatorDevice(parsed, token, { ...DEFAULT_TIMEOUTS, ...options.timeouts });
	await device.reconnect(options.signal);
	return device;
}
