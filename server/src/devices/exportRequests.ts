import type { Configuration } from '../config/model.js';
import { beyondLayout } from '../emulator/layoutLimits.js';
import { MiniportAdapter } from '../emulator/miniport.js';
import { DEFAULT_LAYOUT, type Layout } from '../ndis/layout.js';
import { planHeader } from '../oid/cHeader.js';
import { planTransition } from '../plan/plan.js';
import type { ImportedFile } from '../protocol.js';
import { describeAdapter } from '../validation/compile.js';
import type { Device } from './device.js';
import { fileStem } from './fileStem.js';
import { oidSteps } from './push/ndisPlanner.js';
import { prepareConfigurationPush } from './push.js';
import { deviceLabel } from './uri.js';
import { wantedState } from './wantedState.js';

/** A plan as a C header, or why there is none, as a sentence. */
export type ExportedRequests = { readonly file: ImportedFile } | { readonly refused: string };

/** The requests that bring a fresh adapter of the configuration to what it asks for, as a C header. */
export function exportFromFresh(
	configuration: Configuration,
	layout: Layout = DEFAULT_LAYOUT,
): ExportedRequests {
	const description = describeAdapter(configuration);
	const beyond = beyondLayout(description.rssProcessors.processors, layout);
	if (beyond !== undefined) return { refused: beyond };
	const fresh = new MiniportAdapter(description).state();
	const steps = planTransition(fresh, wantedState(configuration, fresh), description);
	const adapter = configuration.adapter.name.value;
	return {
		file: {
			fileName: `${fileStem(adapter)}-requests.h`,
			text: planHeader(steps, description.mode, { adapter, from: 'a fresh adapter', layout }),
		},
	};
}

/**
 * The requests that bring a device from the state it is in to what the configuration asks for, as a C header. Nothing is
 * changed.
 * @param layout how the machine that compiles it lays structures out; the device's when not said
 * @throws DeviceError when the device cannot be read
 */
export async function exportFromDevice(
	configuration: Configuration,
	device: Device,
	signal?: AbortSignal,
	layout?: Layout,
): Promise<ExportedRequests> {
	const { steps, description, refused } = await prepareConfigurationPush(device, configuration, signal);
	const beyond = layout && beyondLayout(description.rssProcessors.processors, layout);
	const wrong = refused ?? beyond;
	if (wrong !== undefined) return { refused: wrong };
	const requests = oidSteps(steps);
	if (!requests) return { refused: `${deviceLabel(device.uri)} takes no OID requests.` };
	const title = {
		adapter: configuration.adapter.name.value,
		from: deviceLabel(device.uri),
		layout: layout ?? description.layout ?? DEFAULT_LAYOUT,
	};
	return {
		file: {
			fileName: `${fileStem(title.adapter)}-requests.h`,
			text: planHeader(requests, description.mode, title),
		},
	};
}
