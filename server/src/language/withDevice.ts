import type { Device } from '../devices/device.js';
import type { Environment } from './environment.js';

/** Opens the device of a URI for one piece of work and closes it after. Throws DeviceError, or what the work throws. */
export type WithDevice = <T>(
	uri: string,
	signal: AbortSignal,
	work: (device: Device) => Promise<T>,
) => Promise<T>;

/** Devices as an environment opens them. */
export function withDevicesOf(environment: Environment): WithDevice {
	return async (uri, signal, work) => {
		const device = await environment.openDevice(uri, signal);
		try {
			return await work(device);
		} finally {
			await device.close();
		}
	};
}
