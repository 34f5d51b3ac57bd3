import type { AdapterDescription } from '../../emulator/description.js';
import type { AdapterState } from '../../emulator/state.js';
import { diffStates, type EntityDiff } from '../../plan/diff.js';
import { planTransition } from '../../plan/plan.js';
import type { PlanStep } from '../../plan/step.js';
import type { Device } from '../device.js';
import { rehearse } from './rehearse.js';

/** What a device is and how it stands. */
export interface DeviceSnapshot {
	readonly description: AdapterDescription;
	readonly state: AdapterState;
}

/** A push that was thought through: applyPush carries it out, once. */
export interface PreparedPush {
	readonly description: AdapterDescription;
	/** The state that was read, planned against, and is put back if anything goes wrong. */
	readonly first: AdapterState;
	readonly wanted: AdapterState;
	/** What changes; empty when the device is already as wanted. */
	readonly diffs: readonly EntityDiff[];
	readonly steps: readonly PlanStep[];
	/** Set when a rehearsal on an emulator of this very device was refused something: why, in a sentence. */
	readonly refused?: string;
}

/**
 * Reads the device and plans the way to the wanted state, which may depend on what the device has. Nothing is changed.
 * @throws DeviceError when the device cannot be read
 */
export async function preparePush(
	device: Device,
	wanted: AdapterState | ((device: DeviceSnapshot) => AdapterState),
	signal?: AbortSignal,
): Promise<PreparedPush> {
	const description = await device.describe(signal);
	const first = await device.read(signal);
	const goal = typeof wanted === 'function' ? wanted({ description, state: first }) : wanted;
	const steps = planTransition(first, goal, description);
	const refused = rehearse(description, first, steps);
	return {
		description,
		first,
		wanted: goal,
		diffs: diffStates(first, goal),
		steps,
		...(refused !== undefined && { refused }),
	};
}
