import { attachedVFs, newVirtualFunction } from '../emulator/newSwitch.js';
import type { AdapterState, VirtualFunction } from '../emulator/state.js';
import type { PlanStep } from './step.js';

/** The steps about virtual functions on the way from one state to another. */
export interface VirtualFunctionSteps {
	/** After the VPorts that go are deleted. */
	readonly free: readonly PlanStep[];
	/** Before the new VPorts are created. */
	readonly allocate: readonly PlanStep[];
}

/**
 * Allocates the VFs that the wanted VPorts are attached to, and frees those that are not wanted any more. A wanted state
 * that does not say which VFs it has wants its VPorts' own, and those that nobody's VPort was attached to before are left
 * alone: whoever allocated them frees them.
 */
export function planVirtualFunctions(from: AdapterState, to: AdapterState): VirtualFunctionSteps {
	const used = attachedVFs(from.entities);
	const allocated = new Set(from.nicSwitch?.allocatedVFs.map(({ vfId }) => vfId) ?? used);
	const wanted = new Map<number, VirtualFunction>(
		attachedVFs(to.entities).map((vfId) => [vfId, newVirtualFunction(vfId)]),
	);
	for (const vf of to.nicSwitch?.allocatedVFs ?? []) wanted.set(vf.vfId, vf);
	const mayGo = to.nicSwitch ? [...allocated] : used;
	const toAllocate = [...wanted.values()].filter(({ vfId }) => !allocated.has(vfId));
	return {
		free: mayGo
			.filter((vfId) => allocated.has(vfId) && !wanted.has(vfId))
			.map((vfId) => ({
				request: { kind: 'freeVF', vfId },
				description: `Virtual function ${vfId}: free.`,
			})),
		allocate: toAllocate
			.sort((a, b) => a.vfId - b.vfId)
			.map((virtualFunction) => ({
				request: { kind: 'allocateVF', virtualFunction },
				description: `Virtual function ${virtualFunction.vfId}: allocate.`,
			})),
	};
}

/**
 * The VFs that a wanted state has: its VPorts' own, and those that stand allocated without a VPort. The others that
 * VPorts were attached to go.
 */
export function wantedVirtualFunctions(
	current: AdapterState,
	wanted: AdapterState['entities'],
): readonly VirtualFunction[] {
	const present = new Map(current.nicSwitch?.allocatedVFs.map((vf) => [vf.vfId, vf]));
	const wantedIds = attachedVFs(wanted);
	const before = new Set(attachedVFs(current.entities));
	const idle = [...present.keys()].filter((vfId) => !before.has(vfId) && !wantedIds.includes(vfId));
	return [...wantedIds, ...idle]
		.sort((a, b) => a - b)
		.map((vfId) => present.get(vfId) ?? newVirtualFunction(vfId));
}
