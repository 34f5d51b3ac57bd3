import { VPortFlag, VPortState } from '../ndis/flags.js';
import { processorOfAffinity } from '../ndis/layout.js';
import { nicSwitchDeleteVPortParameters, nicSwitchVPortParameters, VPORT_PARAMETERS_REVISION_1_SIZE } from '../ndis/nicSwitchVPortParameters.js';
import { formatProcessor, type Processor } from '../rss/processor.js';
import type { AdapterDescription } from './description.js';
import { refuseQueues } from './limits.js';
import { count, member, refusal, setText } from './refuse.js';
import type { Refusal } from './request.js';
import { DEFAULT_VPORT_ID, type EntityState, PF_FUNCTION_ID } from './state.js';
import { refuseTooManyProcessors } from './steering.js';

/** An entity as it is made: everything points at its affinity, one entry, RSS off, one queue. Source: domain §2. */
export function newEntity(vportId: number, affinity: Processor, over: Partial<EntityState> = {}): EntityState {
	return {
		vportId,
		active: true,
		attachedFunctionId: PF_FUNCTION_ID,
		rssEnabled: false,
		numberOfQueues: 1,
		hashInformation: 0,
		hashSecretKey: new Uint8Array(40),
		primaryProcessor: affinity,
		defaultProcessor: affinity,
		indirectionTable: [affinity],
		name: '',
		...over,
	};
}

function readParameters(buffer: Uint8Array) {
	const value = buffer.length < VPORT_PARAMETERS_REVISION_1_SIZE ? undefined : nicSwitchVPortParameters.decode(buffer);
	if (value) return value;
	const message = `The buffer has ${buffer.length} bytes; the structure needs ${VPORT_PARAMETERS_REVISION_1_SIZE}.`;
	return refusal('buffer-length', message, [member(DEFAULT_VPORT_ID, 'buffer')]);
}

/** OID_NIC_SWITCH_CREATE_VPORT: the new entity, or why not. */
export function createVPort(
	adapter: AdapterDescription,
	entities: readonly EntityState[],
	buffer: Uint8Array,
): EntityState | Refusal {
	const value = readParameters(buffer);
	if ('rule' in value) return value;
	const { vportId, attachedFunctionId, vportState, vportName: name } = value;
	const { maxNumVPorts, maxNumVFs } = adapter.capabilities;
	if (entities.some((entity) => entity.vportId === vportId)) {
		return refusal('vport-exists', `VPort ${vportId} exists already.`, [member(vportId, 'vportId')]);
	}
	if (entities.length >= maxNumVPorts) {
		const message = `VPort ${vportId} would be one too many: the adapter has ${count(maxNumVPorts, 'VPort')}, the default VPort included.`;
		return refusal('vport-count', message, [member(vportId, 'vportId')]);
	}
	if (attachedFunctionId !== PF_FUNCTION_ID && attachedFunctionId >= maxNumVFs) {
		const message = `Virtual function ${attachedFunctionId} does not exist: the adapter has ${maxNumVFs}.`;
		return refusal('vport-function', message, [member(vportId, 'attachedFunctionId')]);
	}
	const affinity = readAffinity(adapter, value);
	if (typeof affinity !== 'number') return affinity;
	const numberOfQueues = Math.max(value.numQueuePairs, 1);
	const active = vportState !== VPortState.DEACTIVATED;
	return (
		refuseQueues(adapter, entities, vportId, numberOfQueues) ??
		newEntity(vportId, affinity, { active, attachedFunctionId, name, numberOfQueues })
	);
}

/** Set of OID_NIC_SWITCH_VPORT_PARAMETERS: the entity after the members whose CHANGED flag is set, or why not. */
export function changeVPort(
	adapter: AdapterDescription,
	entities: readonly EntityState[],
	buffer: Uint8Array,
): EntityState | Refusal {
	const value = readParameters(buffer);
	if ('rule' in value) return value;
	const { flags, vportId } = value;
	let entity = entities.find((one) => one.vportId === vportId);
	if (!entity) return refusal('vport-unknown', `VPort ${vportId} does not exist.`, [member(vportId, 'vportId')]);
	if (flags & VPortFlag.NAME_CHANGED) entity = { ...entity, name: value.vportName };
	if (flags & VPortFlag.STATE_CHANGED) entity = { ...entity, active: value.vportState !== VPortState.DEACTIVATED };
	if (flags & VPortFlag.PROCESSOR_AFFINITY_CHANGED) {
		const primaryProcessor = readAffinity(adapter, value);
		if (typeof primaryProcessor !== 'number') return primaryProcessor;
		entity = { ...entity, primaryProcessor };
	}
	if (flags & VPortFlag.NUM_QUEUE_PAIRS_CHANGED) {
		const numberOfQueues = value.numQueuePairs;
		const wrong = refuseQueues(adapter, entities, vportId, numberOfQueues) ?? refuseTooManyProcessors({ ...entity, numberOfQueues }, 'queues-below-use');
		if (wrong) return wrong;
		entity = { ...entity, numberOfQueues };
	}
	return entity;
}

/** OID_NIC_SWITCH_DELETE_VPORT: the id to delete, or why not. RSS may still be on. */
export function deleteVPort(entities: readonly EntityState[], buffer: Uint8Array): number | Refusal {
	const value = nicSwitchDeleteVPortParameters.decode(buffer);
	if (!value) {
		const message = `The buffer has ${buffer.length} bytes; the structure needs ${nicSwitchDeleteVPortParameters.size}.`;
		return refusal('buffer-length', message, [member(DEFAULT_VPORT_ID, 'buffer')]);
	}
	const { vportId } = value;
	const subjects = [member(vportId, 'vportId')];
	if (vportId === DEFAULT_VPORT_ID) return refusal('vport-default', 'The default VPort lives as long as its switch.', subjects);
	if (entities.some((entity) => entity.vportId === vportId)) return vportId;
	return refusal('vport-unknown', `VPort ${vportId} does not exist.`, subjects);
}

function readAffinity(
	{ rssProcessors }: AdapterDescription,
	{ vportId, processorAffinity }: { readonly vportId: number; readonly processorAffinity: { readonly mask: bigint; readonly group: number } },
): Processor | Refusal {
	const affinity = processorOfAffinity(processorAffinity);
	if (affinity !== undefined && rssProcessors.processors.includes(affinity)) return affinity;
	const what = affinity === undefined ? `mask 0x${processorAffinity.mask.toString(16)} of group ${processorAffinity.group}` : formatProcessor(affinity);
	const message = `The primary processor must be one of the RSS processors (${setText(rssProcessors)}), not ${what}.`;
	return refusal('vport-affinity', message, [member(vportId, 'processorAffinity')]);
}
