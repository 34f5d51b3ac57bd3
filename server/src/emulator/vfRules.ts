import { count, member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import type { RuleId } from './ruleTable.js';
import { DEFAULT_VPORT_ID, type EntityState, type NicSwitchState } from './state.js';

/** Whether a VF's resources are allocated. */
export function isAllocated({ allocatedVFs }: NicSwitchState, id: number): boolean {
	return allocatedVFs.some(({ vfId }) => vfId === id);
}

/** A VF that is not enabled on the switch cannot be spoken of. */
export function refuseVFNumber(
	rule: RuleId,
	{ numVFs }: NicSwitchState,
	vfId: number,
	vportId = DEFAULT_VPORT_ID,
): Refusal | undefined {
	if (vfId < numVFs) return undefined;
	const message = `Virtual function ${vfId} does not exist: the adapter has ${numVFs}, counted from 0.`;
	return refusal(rule, message, [member(vportId, 'attachedFunctionId')]);
}

/** A VF that is asked about, or to be freed, and is not allocated. */
export function unallocatedVF(rule: 'vf-unknown' | 'vf-unallocated', vfId: number): Refusal {
	return refusal(rule, `Virtual function ${vfId} is not allocated.`, [vfMember()]);
}

/** A VF is freed after its VPorts are deleted. */
export function refuseInUse(entities: readonly EntityState[], vfId: number): Refusal | undefined {
	const attached = entities.filter(({ attachedFunctionId }) => attachedFunctionId === vfId);
	if (attached.length === 0) return undefined;
	const ids = attached.map(({ vportId }) => vportId).join(', ');
	const message = `Virtual function ${vfId} still has ${count(attached.length, 'VPort')} (${ids}): they are deleted before it is freed.`;
	return refusal('vf-in-use', message, [vfMember()]);
}

/** The member that names a VF. A request about a VF is about no VPort. */
export function vfMember() {
	return member(DEFAULT_VPORT_ID, 'attachedFunctionId');
}
