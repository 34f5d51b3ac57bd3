import type { Span } from '../../config/tree.js';
import type { AdapterDescription } from '../../emulator/description.js';
import { diffStates, type EntityDiff } from '../../plan/diff.js';
import type { Device, DeviceState, DeviceStep } from '../device.js';
import { plannerOf } from './ndisPlanner.js';

/** What a device is and how it stands, of one look at it. @throws DeviceError */
export async function lookAt(device: Device, signal?: AbortSignal): Promise<DeviceSnapshot> {
	// In this order: what a kind of device is may be known from how it stands.
	const state = await device.read(signal);
	return { state, description: await device.describe(signal) };
}

/** What a device is and how it stands. */
export interface DeviceSnapshot {
	readonly description: AdapterDescription;
	readonly state: DeviceState;
}

/** A push that was thought through: applyPush carries it out, once. */
export interface PreparedPush {
	readonly description: AdapterDescription;
	/** The state that was read, planned against, and is put back if anything goes wrong. */
	readonly first: DeviceState;
	readonly wanted: DeviceState;
	/** What changes; empty when the device is already as wanted. */
	readonly diffs: readonly EntityDiff[];
	readonly steps: readonly DeviceStep[];
	/** Set when the device would refuse something: why, in a sentence. */
	readonly refused?: string;
	/** Where the file asks for what it is refused for, when that is known without a rehearsal. */
	readonly refusedAt?: Span;
	/** What was asked for and this kind of device cannot be given, a sentence each; absent when there is nothing. */
	readonly notOnTarget?: readonly string[];
	/** What may keep the device from being as planned, a sentence each; absent when there is nothing. */
	readonly warnings?: readonly string[];
}

/**
 * Reads the device and plans the way to the wanted state, which may depend on what the device has. Nothing is changed.
 * @throws DeviceError when the device cannot be read
 */
export async function preparePush(
	device: Device,
	wanted: DeviceState | ((device: DeviceSnapshot) => DeviceState),
	signal?: AbortSignal,
): Promise<PreparedPush> {
	return planPush(device, await lookAt(device, signal), wanted);
}

/** Plans the way to the wanted state from what was seen of the device; nothing is asked of it. */
export function planPush(
	device: Device,
	seen: DeviceSnapshot,
	wanted: DeviceState | ((device: DeviceSnapshot) => DeviceState),
): PreparedPush {
	const { description, state: first } = seen;
	const goal = typeof wanted === 'function' ? wanted(seen) : wanted;
	const planner = plannerOf(device);
	const plan = planner.plan(first, goal, description);
	const refused = plan.refused ?? planner.rehearse?.(description, first, plan.steps);
	return {
		description,
		first,
		wanted: plan.wanted,
		diffs: diffStates(first, plan.wanted),
		steps: plan.steps,
		...(refused !== undefined && { refused }),
		...(plan.notOnTarget && plan.notOnTarget.length > 0 && { notOnTarget: plan.notOnTarget }),
		...(plan.warnings && plan.warnings.length > 0 && { warnings: plan.warnings }),
	};
}
