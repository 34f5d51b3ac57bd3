import type { AdapterDescription } from '../../emulator/description.js';
import {
	type ComparedMember,
	diffStates,
	type EntityDiff,
	type SteeringDifference,
} from '../../plan/diff.js';
import { listDifferences } from '../../plan/differences.js';
import type { DevicePlanner, DeviceState, DeviceStep } from '../device.js';

/** A way from one state of a device to another, as far as it was gone. */
export interface LegGone {
	readonly from: DeviceState;
	readonly to: DeviceState;
	/** Undefined when only their number is known. */
	readonly steps: readonly DeviceStep[] | undefined;
	/** Steps that were begun. */
	readonly begun: number;
}

/** Where a device stands on a leg. */
export interface Standing {
	/** What became of the last step that was begun; undefined when the state does not tell. */
	readonly lastStep: 'done' | 'not-done' | undefined;
	/** What neither the leg nor the state before it explains, a line each: somebody else changed it meanwhile. */
	readonly foreign: readonly string[];
}

/** Compares a state that was read with those that a leg leads through: what a lost answer left behind is read, not guessed. */
export function standingOn(
	leg: LegGone,
	state: DeviceState,
	planner: DevicePlanner,
	description: AdapterDescription,
): Standing {
	const before = stateAt(leg, leg.begun - 1, planner, description);
	const after = stateAt(leg, leg.begun, planner, description);
	if (!before || !after) {
		const foreign = planner.foreign?.(state, leg.from, leg.to) ?? neitherNor(state, leg, description);
		return { lastStep: undefined, foreign };
	}
	const missing = planner.differences(state, after, description);
	if (missing.length === 0) return { lastStep: 'done', foreign: [] };
	const left = planner.differences(state, before, description);
	if (left.length === 0) return { lastStep: 'not-done', foreign: [] };
	return { lastStep: undefined, foreign: left.length < missing.length ? left : missing };
}

function stateAt(
	{ from, steps }: LegGone,
	taken: number,
	planner: DevicePlanner,
	description: AdapterDescription,
): DeviceState | undefined {
	if (taken <= 0) return from;
	return steps && planner.after?.(description, from, steps.slice(0, taken));
}

/** Without a model of the device: what is neither as at the one end of the leg nor as at the other. */
function neitherNor(state: DeviceState, { from, to }: LegGone, { mode }: AdapterDescription): string[] {
	const other = new Map(diffStates(state, to).map((diff) => [diff.vportId, diff]));
	const both = diffStates(state, from).flatMap((diff) => common(diff, other.get(diff.vportId)));
	return listDifferences(both, mode);
}

function common(diff: EntityDiff, other: EntityDiff | undefined): EntityDiff[] {
	if (!other || diff.kind !== other.kind) return [];
	if (diff.kind !== 'changed' || other.kind !== 'changed') return [diff];
	const members = diff.members.filter((member: ComparedMember) => other.members.includes(member));
	const others = new Set(other.steering.map(({ parameter }) => keyOf(parameter)));
	const steering = diff.steering.filter(({ parameter }) => others.has(keyOf(parameter)));
	return members.length + steering.length === 0 ? [] : [{ ...diff, members, steering }];
}

function keyOf(parameter: SteeringDifference['parameter']): string | number {
	return typeof parameter === 'object' ? parameter.entry : parameter;
}
