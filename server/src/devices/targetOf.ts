import type { Configuration } from '../config/model.js';
import { otherInterface } from './linux/misfit.js';
import { notOnLinux } from './linux/notOnTarget.js';
import type { NotOnTarget } from './notOnTarget.js';
import { parseDeviceUri } from './uri.js';
import { notOnWindows } from './windows/notOnTarget.js';

/**
 * What of a configuration the device of a URI cannot be given, as far as its kind tells: nothing is asked of the device.
 * Undefined where it can be given everything.
 * @throws DeviceError `invalid-uri`
 */
export function targetOf(
	device: string,
): ((configuration: Configuration) => readonly NotOnTarget[]) | undefined {
	const parsed = parseDeviceUri(device);
	switch (parsed.kind) {
		case 'emulator':
			return undefined;
		case 'windows':
			return notOnWindows;
		case 'linux':
			return (configuration) => [
				...otherInterface(configuration, parsed.interface),
				...notOnLinux(configuration),
			];
	}
}
