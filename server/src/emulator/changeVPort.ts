import { VPortFlag, VPortState } from '../ndis/flags.js';
import type { NicSwitchVPortParameters } from '../ndis/nicSwitchVPortParameters.js';
import { readAffinity, refuseAffinity } from './affinity.js';
import type { AdapterDescription } from './description.js';
import { refuseQueues, refuseRestricted } from './limits.js';
import { member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import type { EntityState } from './state.js';
import { refuseTooManyProcessors } from './steering.js';
import { refuseRss } from './switchRules.js';
import { readVPortParameters, refuseState, unknownVPort } from './vports.js';

const CHANGES =
	VPortFlag.NAME_CHANGED |
	VPortFlag.STATE_CHANGED |
	VPortFlag.PROCESSOR_AFFINITY_CHANGED |
	VPortFlag.NUM_QUEUE_PAIRS_CHANGED;
/** The flags that describe the VPort rather than a change; nothing here depends on them. */
const DESCRIBING =
	VPortFlag.LOOKAHEAD_SPLIT_ENABLED | VPortFlag.PACKET_DIRECT_RX_ONLY | VPortFlag.ENFORCE_MAX_SG_LIST;

/** Set of OID_NIC_SWITCH_VPORT_PARAMETERS: the entity after the members whose CHANGED flag is set, or why not. */
export function changeVPort(
	adapter: AdapterDescription,
	entities: readonly EntityState[],
	buffer: Uint8Array,
): EntityState | Refusal {
	const value = readVPortParameters(buffer, adapter.layout);
	if ('rule' in value) return value;
	const { flags, vportId } = value;
	const entity = entities.find((one) => one.vportId === vportId);
	if (!entity) return unknownVPort(vportId);
	const unknown = (flags & ~(CHANGES | DESCRIBING)) >>> 0;
	if (unknown !== 0) {
		const message = `Flags 0x${unknown.toString(16)} ask for a change that this adapter cannot make.`;
		return refusal('vport-change', message, [member(vportId, 'flags')]);
	}
	let next = entity;
	if (flags & VPortFlag.NAME_CHANGED) next = { ...next, name: value.vportName };
	if (flags & VPortFlag.STATE_CHANGED) {
		const wrong = refuseState(vportId, value.vportState, entity.active);
		if (wrong) return wrong;
		next = { ...next, active: value.vportState === VPortState.ACTIVATED };
	}
	if (flags & VPortFlag.PROCESSOR_AFFINITY_CHANGED) {
		const moved = withAffinity(adapter, next, value);
		if ('rule' in moved) return moved;
		next = moved;
	}
	if (flags & VPortFlag.NUM_QUEUE_PAIRS_CHANGED) {
		next = { ...next, numberOfQueues: value.numQueuePairs };
		const wrong =
			refuseQueues(adapter, entities, vportId, next.numberOfQueues) ??
			refuseRestricted(adapter, next) ??
			refuseRss(adapter, entities, entity, next) ??
			refuseTooManyProcessors(next, 'queues-below-use');
		if (wrong) return wrong;
	}
	return next;
}

/** The affinity is the primary processor: while RSS is on it is inactive and goes where it is told (policy P1). */
function withAffinity(
	adapter: AdapterDescription,
	entity: EntityState,
	value: NicSwitchVPortParameters,
): EntityState | Refusal {
	const { attachedFunctionId, vportId, rssEnabled } = entity;
	const primaryProcessor = readAffinity(adapter, { ...value, attachedFunctionId });
	if (typeof primaryProcessor !== 'number') return primaryProcessor;
	const wrong = rssEnabled ? undefined : refuseAffinity(adapter, vportId, primaryProcessor);
	return wrong ?? { ...entity, primaryProcessor };
}
