import { DEFAULT_SWITCH_ID, VPortState } from '../ndis/flags.js';
import { affinityOf } from '../ndis/groupAffinity.js';
import type { EntityState } from './state.js';

/** What NDIS_NIC_SWITCH_VPORT_PARAMETERS and NDIS_NIC_SWITCH_VPORT_INFO both say of a VPort. */
export function vportMembers(entity: EntityState) {
	return {
		vportId: entity.vportId,
		flags: 0,
		switchId: DEFAULT_SWITCH_ID,
		vportName: entity.name,
		attachedFunctionId: entity.attachedFunctionId,
		numQueuePairs: entity.numberOfQueues,
		interruptModeration: 0,
		vportState: entity.active ? VPortState.ACTIVATED : VPortState.DEACTIVATED,
		processorAffinity: affinityOf(entity.primaryProcessor),
		lookaheadSize: 0,
	};
}
