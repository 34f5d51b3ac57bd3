import { DEFAULT_SWITCH_ID, ReceiveScaleFlag, VPortState } from '../ndis/flags.js';
import { affinityOf } from '../ndis/groupAffinity.js';
import { encodeNicSwitchVPortParameters } from '../ndis/nicSwitchVPortParameters.js';
import { encodeReceiveScaleParametersV2 } from '../ndis/receiveScaleParametersV2.js';
import { answered, refused } from './refuse.js';
import type { OidResult } from './request.js';
import type { EntityState } from './state.js';
import { unknownVPort } from './vports.js';

/** Query of OID_GEN_RECEIVE_SCALE_PARAMETERS_V2: the entity's values with its key; ENABLE_RSS says whether RSS is on. */
export function queryParametersV2(entity: EntityState, room: number | undefined): OidResult {
	const answer = encodeReceiveScaleParametersV2({
		flags: entity.rssEnabled ? ReceiveScaleFlag.ENABLE_RSS : 0,
		hashInformation: entity.hashInformation,
		hashSecretKey: entity.hashSecretKey,
		numberOfQueues: entity.numberOfQueues,
		numberOfIndirectionTableEntries: entity.indirectionTable.length,
	});
	return answered(answer, room, 'query');
}

/** Query or method of OID_NIC_SWITCH_VPORT_PARAMETERS: the VPort as it would be created now. */
export function queryVPort(
	entity: EntityState | undefined,
	vportId: number,
	room: number | undefined,
	type: 'query' | 'method',
): OidResult {
	if (!entity) return refused(unknownVPort(vportId));
	const answer = encodeNicSwitchVPortParameters({
		flags: 0,
		switchId: DEFAULT_SWITCH_ID,
		vportId,
		vportName: entity.name,
		attachedFunctionId: entity.attachedFunctionId,
		numQueuePairs: entity.numberOfQueues,
		interruptModeration: 0,
		vportState: entity.active ? VPortState.ACTIVATED : VPortState.DEACTIVATED,
		processorAffinity: affinityOf(entity.primaryProcessor),
		lookaheadSize: 0,
	});
	return answered(answer, room, type);
}
