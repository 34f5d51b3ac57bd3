import { refuseAffinity } from './affinity.js';
import type { AdapterDescription } from './description.js';
import { refuseEntries, refuseQueues, refuseRestricted } from './limits.js';
import { attachedVFs } from './newSwitch.js';
import { count, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import { type AdapterState, DEFAULT_VPORT_ID, type EntityState, type NicSwitchState } from './state.js';
import { enabledParameters, refuseOutsiders, refuseTooManyProcessors } from './steering.js';
import { refuseRss } from './switchRules.js';
import { refuseVFNumber, unallocatedVF } from './vfRules.js';

/**
 * Why an adapter can never be in a state, by the rules that its requests are judged by; undefined when it can. For states
 * that come from outside, such as a file that was written for another adapter.
 */
export function judgeState(
	adapter: AdapterDescription,
	{ entities, nicSwitch }: AdapterState,
): Refusal | undefined {
	const limit = adapter.mode === 'native' ? 1 : adapter.capabilities.maxNumVPorts;
	if (entities.length > limit) {
		const message = `There are ${count(entities.length, 'entity', 'entities')}; the adapter has room for ${limit}.`;
		return refusal('vport-count', message);
	}
	const ids = entities.map(({ vportId }) => vportId);
	const twice = ids.find((id, i) => ids.indexOf(id) !== i);
	if (twice !== undefined) return refusal('vport-exists', `VPort ${twice} is there twice.`);
	const wrong = nicSwitch && judgeSwitch(adapter, entities, nicSwitch);
	if (wrong) return wrong;
	// Without a switch there is no VPort at all.
	if (adapter.mode === 'vmq' && entities.length === 0) return undefined;
	if (!ids.includes(DEFAULT_VPORT_ID)) {
		return refusal('vport-default', `VPort ${DEFAULT_VPORT_ID} is missing.`);
	}
	for (const entity of entities) {
		const wrong = judgeEntity(adapter, entities, entity);
		if (wrong) return wrong;
	}
	return undefined;
}

/** The VFs of a switch: no more than the adapter has, each once, and all that VPorts are attached to. */
function judgeSwitch(
	{ mode, capabilities: { maxNumVFs } }: AdapterDescription,
	entities: readonly EntityState[],
	nicSwitch: NicSwitchState,
): Refusal | undefined {
	if (mode === 'native') return refusal('native-no-switch', 'An adapter in native mode has no NIC switch.');
	if (nicSwitch.numVFs > maxNumVFs) {
		const message = `The switch has ${count(nicSwitch.numVFs, 'virtual function')}; the adapter has ${maxNumVFs}.`;
		return refusal('switch-vfs', message);
	}
	const ids = nicSwitch.allocatedVFs.map(({ vfId }) => vfId);
	const twice = ids.find((id, i) => ids.indexOf(id) !== i);
	if (twice !== undefined) return refusal('vf-exists', `Virtual function ${twice} is there twice.`);
	for (const id of ids) {
		const missing = refuseVFNumber('vf-number', nicSwitch, id);
		if (missing) return missing;
	}
	const unallocated = attachedVFs(entities).find((id) => !ids.includes(id));
	return unallocated === undefined ? undefined : unallocatedVF('vf-unallocated', unallocated);
}

function judgeEntity(
	adapter: AdapterDescription,
	entities: readonly EntityState[],
	entity: EntityState,
): Refusal | undefined {
	const { vportId, rssEnabled, numberOfQueues, indirectionTable, primaryProcessor } = entity;
	return (
		refuseEntries(adapter, vportId, indirectionTable.length) ??
		refuseQueues(adapter, entities, vportId, numberOfQueues) ??
		// A VPort created with several queues has one entry until its first set, restricted or not.
		(indirectionTable.length === 1 ? undefined : refuseRestricted(adapter, entity)) ??
		refuseRss(adapter, entities, { ...entity, rssEnabled: false }, entity) ??
		(rssEnabled
			? (refuseOutsiders(adapter, entity, enabledParameters(entity), 'enable-processors') ??
				refuseTooManyProcessors(entity, 'enable-queues'))
			: refuseAffinity(adapter, vportId, primaryProcessor))
	);
}
