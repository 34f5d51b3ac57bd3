import { defaultPreset } from '../config/presets.js';
import type { AdapterCapabilities } from '../emulator/description.js';

/** The note on the preset: neither tool prints capabilities. */
export const PRESET_NOTE = 'assumed: what the adapter is capable of is not in the text';

/** Capabilities of a native adapter that has this many queues: the default preset, with more queues where it has fewer. */
export function capabilitiesFor(queues: number): { preset: string } & Partial<AdapterCapabilities> {
	const { name, capabilities } = defaultPreset('native');
	return queues <= capabilities.numberOfReceiveQueues
		? { preset: name }
		: { preset: name, numberOfReceiveQueues: queues };
}
