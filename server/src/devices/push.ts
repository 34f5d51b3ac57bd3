import type { Configuration } from '../config/model.js';
import type { AdapterDescription } from '../emulator/description.js';
import { describeDiffs } from '../plan/describe.js';
import { planEconomy } from '../plan/economy.js';
import { reorderedFlows } from '../plan/reordered.js';
import type { PushPlan } from '../protocol.js';
import type { Device } from './device.js';
import { oidSteps } from './push/ndisPlanner.js';
import { type DeviceSnapshot, lookAt, type PreparedPush, planPush } from './push/prepare.js';
import { wantedState } from './wantedState.js';

export { type AppliedPush, applyPush } from './push/apply.js';
export { describeInterrupted, findInterrupted } from './push/interrupted.js';
export { type DeviceSnapshot, lookAt, type PreparedPush, preparePush } from './push/prepare.js';
export type { PushFailureReason, PushOptions, PushProgress } from './push/progress.js';
export { applyRollback, type PreparedRollback, prepareRollback } from './push/undo.js';

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
	const seen = await lookAt(device, signal);
	const [misfit] = device.misfits?.(configuration) ?? [];
	if (misfit) return { ...refused(seen, misfit.message), refusedAt: misfit.span };
	const wanted = device.wanted?.bind(device);
	if (wanted) return planPush(device, seen, ({ state }) => wanted(configuration, state));
	const otherMode = misfitOf(configuration, seen.description);
	if (otherMode !== undefined) return refused(seen, otherMode);
	return planPush(device, seen, ({ state }) => wantedState(configuration, state));
}

/** Of a file that is for another device: nothing is planned. */
function refused({ description, state: first }: DeviceSnapshot, why: string): PreparedPush {
	return { description, first, wanted: first, diffs: [], steps: [], refused: why };
}

/**
 * A prepared push, or rollback, in words: what changes, an entity a row; which flows may be reordered by it; how many moves
 * it takes; and what will be asked of the device, in order.
 */
export function describePush({
	first,
	wanted,
	diffs,
	steps,
	description,
	notOnTarget = [],
	warnings = [],
}: Pick<
	PreparedPush,
	'first' | 'wanted' | 'diffs' | 'steps' | 'description' | 'notOnTarget' | 'warnings'
>): DescribedPush {
	const requests = oidSteps(steps);
	return {
		changes: describeDiffs(diffs, description.mode),
		steps: steps.map((step) => step.description),
		reordered: reorderedFlows(first, wanted, requests ?? [], description.mode),
		...(requests && { economy: planEconomy(first, wanted, requests) }),
		notOnTarget: [...notOnTarget],
		warnings: [...warnings],
	};
}

/** What a plan tells of itself. */
export type DescribedPush = Pick<
	PushPlan,
	'changes' | 'steps' | 'reordered' | 'economy' | 'notOnTarget' | 'warnings'
>;

/** Why a configuration is for another kind of adapter altogether; undefined when it is not. */
function misfitOf({ adapter }: Configuration, { mode }: AdapterDescription): string | undefined {
	if (adapter.mode.value === mode) return undefined;
	return `The file is for an adapter in mode ${adapter.mode.value}; the device is in mode ${mode}.`;
}
