import type { Configuration } from '../config/model.js';
import type { AdapterDescription } from '../emulator/description.js';
import { describeDiffs } from '../plan/describe.js';
import type { PushPlan } from '../protocol.js';
import type { Device } from './device.js';
import { type PreparedPush, preparePush } from './push/prepare.js';
import { wantedState } from './wantedState.js';

export { type AppliedPush, applyPush } from './push/apply.js';
export { type DeviceSnapshot, type PreparedPush, preparePush } from './push/prepare.js';
export type { PushFailureReason, PushOptions, PushProgress } from './push/progress.js';

/**
 * Reads the device and plans the way to what a configuration asks of it. Nothing is changed. The configuration should be
 * free of errors; what the device itself would refuse is found out here and told in `refused`.
 * @throws DeviceError when the device cannot be read
 */
export async function prepareConfigurationPush(
	device: Device,
	configuration: Configuration,
	signal?: AbortSignal,
): Promise<PreparedPush> {
	const description = await device.describe(signal);
	const misfit = misfitOf(configuration, description);
	if (misfit === undefined) {
		return preparePush(device, ({ state }) => wantedState(configuration, state), signal);
	}
	const first = await device.read(signal);
	return { description, first, wanted: first, diffs: [], steps: [], refused: misfit };
}

/** A prepared push in words: what changes, an entity a row, and what will be asked of the device, in order. */
export function describePush({
	diffs,
	steps,
	description,
}: PreparedPush): Pick<PushPlan, 'changes' | 'steps'> {
	return {
		changes: describeDiffs(diffs, description.mode),
		steps: steps.map((step) => step.description),
	};
}

/** Why a configuration is for another kind of adapter altogether; undefined when it is not. */
function misfitOf({ adapter }: Configuration, { mode }: AdapterDescription): string | undefined {
	if (adapter.mode.value === mode) return undefined;
	return `The file is for an adapter in mode ${adapter.mode.value}; the device is in mode ${mode}.`;
}
