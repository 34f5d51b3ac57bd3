import type { Configuration } from '../config/model.js';
import type { Device, DeviceState } from './device.js';
import { plannerOf } from './push/ndisPlanner.js';
import { prepareConfigurationPush } from './push.js';

/** How a device compares with what a configuration asks of it. */
export type Comparison =
	/** What is otherwise, a line each; empty when nothing is. And what the device should be like. */
	| { readonly differences: readonly string[]; readonly wanted: DeviceState }
	/** Why the one cannot be compared with the other, a sentence. */
	| { readonly incomparable: string };

/**
 * Reads a device and compares it with what a configuration asks of it, entry by entry. Nothing is changed.
 * @throws DeviceError when the device cannot be read
 */
export async function compareWithConfiguration(
	device: Device,
	configuration: Configuration,
	signal?: AbortSignal,
): Promise<Comparison> {
	const { first, wanted, description, refused } = await prepareConfigurationPush(
		device,
		configuration,
		signal,
	);
	const differences = plannerOf(device).differences(first, wanted, description);
	if (refused !== undefined && differences.length === 0) return { incomparable: refused };
	return { differences, wanted };
}
