import type { Configuration } from '../config/model.js';
import { MiniportAdapter } from '../emulator/miniport.js';
import { planHeader } from '../oid/cHeader.js';
import { planTransition } from '../plan/plan.js';
import type { ImportedFile } from '../protocol.js';
import { describeAdapter } from '../validation/compile.js';
import type { Device } from './device.js';
import { prepareConfigurationPush } from './push.js';
import { deviceLabel } from './uri.js';
import { wantedState } from './wantedState.js';

/** A plan as a C header, or why there is none, as a sentence. */
export type ExportedRequests = { readonly file: ImportedFile } | { readonly refused: string };

/** The requests that bring a fresh adapter of the configuration to what it asks for, as a C header. */
export function exportFromFresh(configuration: Configuration): ExportedRequests {
	const description = describeAdapter(configuration);
	const fresh = new MiniportAdapter(description).state();
	const steps = planTransition(fresh, wantedState(configuration, fresh), description);
	const adapter = configuration.adapter.name.value;
	return {
		file: {
			fileName: fileNameOf(adapter),
			text: planHeader(steps, description.mode, { adapter, from: 'a fresh adapter' }),
		},
	};
}

/**
 * The requests that bring a device from the state it is in to what the configuration asks for, as a C header. Nothing is
 * changed.
 * @throws DeviceError when the device cannot be read
 */
export async function exportFromDevice(
	configuration: Configuration,
	device: Device,
	signal?: AbortSignal,
): Promise<ExportedRequests> {
	const { steps, description, refused } = await prepareConfigurationPush(device, configuration, signal);
	if (refused !== undefined) return { refused };
	const title = { adapter: configuration.adapter.name.value, from: deviceLabel(device.uri) };
	return {
		file: { fileName: fileNameOf(title.adapter), text: planHeader(steps, description.mode, title) },
	};
}

/** `slot-3-port-1-requests.h` */
function fileNameOf(adapter: string): string {
	const name = adapter
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
	return `${name === '' ? 'adapter' : name}-requests.h`;
}
