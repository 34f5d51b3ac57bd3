import { diffStates } from '../../plan/diff.js';
import { listDifferences, listSwitchDifferences } from '../../plan/differences.js';
import { planTransition } from '../../plan/plan.js';
import type { PlannedRequest, PlanStep } from '../../plan/step.js';
import type { Device, DevicePlanner, DeviceStep } from '../device.js';
import { isLinuxRequest } from '../linux/request.js';
import { isWindowsRequest } from '../windows/request.js';
import { rehearse, stateAfter } from './rehearse.js';

/** Plans in OID requests and compares entry by entry: for a device that is an NDIS adapter. */
const NDIS_PLANNER: DevicePlanner = {
	plan: (from, to, description) => ({ wanted: to, steps: planTransition(from, to, description) }),
	differences: (state, wanted, { mode }) => [
		...listDifferences(diffStates(state, wanted), mode),
		...listSwitchDifferences(state, wanted),
	],
	rehearse: (description, from, steps) => {
		const requests = oidSteps(steps);
		return requests && rehearse(description, from, requests);
	},
	after: (description, from, steps) => {
		const requests = oidSteps(steps);
		return requests && stateAfter(description, from, requests);
	},
};

/** The planner of a device. */
export function plannerOf(device: Pick<Device, 'planner'>): DevicePlanner {
	return device.planner ?? NDIS_PLANNER;
}

/** Steps as OID requests; undefined when the device takes something else. */
export function oidSteps(steps: readonly DeviceStep[]): readonly PlanStep[] | undefined {
	return steps.every(isOidStep) ? steps : undefined;
}

function isOidStep(step: DeviceStep): step is DeviceStep & { readonly request: PlannedRequest } {
	return !isLinuxRequest(step.request) && !isWindowsRequest(step.request);
}
