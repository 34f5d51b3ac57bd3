import { DEFAULT_SWITCH_ID, VPortState } from '../ndis/flags.js';
import { DEFAULT_LAYOUT, type Layout } from '../ndis/layout.js';
import {
	decodeNicSwitchDeleteVPortParameters,
	NIC_SWITCH_DELETE_VPORT_PARAMETERS_SIZE,
} from '../ndis/nicSwitchDeleteVPortParameters.js';
import {
	decodeNicSwitchVPortParameters,
	type NicSwitchVPortParameters,
	nicSwitchVPortParametersSizes,
} from '../ndis/nicSwitchVPortParameters.js';
import { bytesOfRevision, headerProblem, ObjectType } from '../ndis/objectHeader.js';
import { readAffinity, refuseAffinity } from './affinity.js';
import type { AdapterDescription } from './description.js';
import { refuseQueues } from './limits.js';
import { newEntity } from './newEntity.js';
import { count, member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import {
	DEFAULT_VPORT_ID,
	type EntityState,
	type Neighbour,
	type NicSwitchState,
	PF_FUNCTION_ID,
} from './state.js';
import { isAllocated, refuseVFNumber } from './vfRules.js';

/** NDIS_INVALID_VPORT_ID */
const INVALID_VPORT_ID = 0xffffffff;

/** The structure of a request about a VPort, or why it cannot be read. */
export function readVPortParameters(
	buffer: Uint8Array,
	layout: Layout = DEFAULT_LAYOUT,
): NicSwitchVPortParameters | Refusal {
	const value = decodeNicSwitchVPortParameters(buffer, layout);
	const sizes = nicSwitchVPortParametersSizes[layout];
	const needed = bytesOfRevision(buffer, sizes);
	if (!value || buffer.length < needed) {
		const message = `The buffer has ${buffer.length} bytes; the structure needs ${needed}.`;
		return refusal('buffer-length', message, [member(DEFAULT_VPORT_ID, 'buffer')]);
	}
	const { vportId, switchId } = value;
	const problem = headerProblem(value.header, ObjectType.DEFAULT, sizes);
	if (problem !== undefined) {
		const message = `The structure cannot be read: ${problem}.`;
		return refusal('vport-header', message, [member(vportId, 'header')]);
	}
	if (switchId === DEFAULT_SWITCH_ID) return value;
	const message = `Switch ${switchId} does not exist: the only one is ${DEFAULT_SWITCH_ID}.`;
	return refusal('vport-switch', message, [member(vportId, 'switchId')]);
}

/** OID_NIC_SWITCH_CREATE_VPORT: the new entity, or why not. */
export function createVPort(
	adapter: AdapterDescription,
	entities: readonly Neighbour[],
	nicSwitch: NicSwitchState,
	buffer: Uint8Array,
): EntityState | Refusal {
	const value = readVPortParameters(buffer, adapter.layout);
	if ('rule' in value) return value;
	const { vportId, attachedFunctionId, vportState, vportName: name, numQueuePairs } = value;
	const affinity = readAffinity(adapter, value);
	const numberOfQueues = numQueuePairs === 0 ? 1 : numQueuePairs;
	const wrong =
		refuseId(adapter, entities, vportId) ??
		refuseFunction(nicSwitch, value) ??
		refuseState(vportId, vportState, false) ??
		(typeof affinity === 'number' ? refuseAffinity(adapter, vportId, affinity) : affinity) ??
		refuseQueues(adapter, entities, vportId, numberOfQueues);
	if (wrong) return wrong;
	if (typeof affinity !== 'number') return affinity;
	const active = vportState === VPortState.ACTIVATED;
	return newEntity(vportId, affinity, { active, attachedFunctionId, name, numberOfQueues });
}

/** OID_NIC_SWITCH_DELETE_VPORT: the id to delete, or why not. RSS may still be on. */
export function deleteVPort(entities: readonly EntityState[], buffer: Uint8Array): number | Refusal {
	const value = decodeNicSwitchDeleteVPortParameters(buffer);
	if (!value) {
		const message = `The buffer has ${buffer.length} bytes; the structure needs ${NIC_SWITCH_DELETE_VPORT_PARAMETERS_SIZE}.`;
		return refusal('buffer-length', message, [member(DEFAULT_VPORT_ID, 'buffer')]);
	}
	const { vportId } = value;
	const problem = headerProblem(value.header, ObjectType.DEFAULT, [NIC_SWITCH_DELETE_VPORT_PARAMETERS_SIZE]);
	if (problem !== undefined) {
		return refusal('vport-header', `The structure cannot be read: ${problem}.`, [member(vportId, 'header')]);
	}
	if (vportId === DEFAULT_VPORT_ID) {
		const message = 'The default VPort lives as long as its switch: it cannot be deleted.';
		return refusal('vport-default', message, [member(vportId, 'vportId')]);
	}
	return entities.some((entity) => entity.vportId === vportId) ? vportId : unknownVPort(vportId);
}

/** A request about a VPort that is not there. */
export function unknownVPort(vportId: number): Refusal {
	return refusal('vport-unknown', `VPort ${vportId} does not exist.`, [member(vportId, 'vportId')]);
}

/** A state that a VPort cannot be put into; once active it stays so until it is deleted. */
export function refuseState(vportId: number, state: number, active: boolean): Refusal | undefined {
	const subjects = [member(vportId, 'vportState')];
	if (state !== VPortState.ACTIVATED && state !== VPortState.DEACTIVATED) {
		const message = `VPort state ${state} does not exist: 1 is activated, 2 deactivated.`;
		return refusal('vport-state', message, subjects);
	}
	if (state === VPortState.ACTIVATED || !active) return undefined;
	const message = `VPort ${vportId} is active and stays so until it is deleted.`;
	return refusal('vport-state', message, subjects);
}

function refuseId(
	{ capabilities: { maxNumVPorts } }: AdapterDescription,
	entities: readonly Neighbour[],
	vportId: number,
): Refusal | undefined {
	const subjects = [member(vportId, 'vportId')];
	if (vportId === INVALID_VPORT_ID) {
		return refusal('vport-id', 'VPort id 0xffffffff stands for no VPort.', subjects);
	}
	if (entities.some((entity) => entity.vportId === vportId)) {
		return refusal('vport-exists', `VPort ${vportId} exists already.`, subjects);
	}
	if (entities.length < maxNumVPorts) return undefined;
	const message = `VPort ${vportId} would be one too many: the adapter has ${count(maxNumVPorts, 'VPort')}, the default VPort included.`;
	return refusal('vport-count', message, subjects);
}

function refuseFunction(
	nicSwitch: NicSwitchState,
	{ vportId, attachedFunctionId }: NicSwitchVPortParameters,
): Refusal | undefined {
	if (attachedFunctionId === PF_FUNCTION_ID) return undefined;
	const subjects = [member(vportId, 'attachedFunctionId')];
	if (vportId === DEFAULT_VPORT_ID) {
		const message = 'The default VPort belongs to the physical function.';
		return refusal('vport-function', message, subjects);
	}
	const missing = refuseVFNumber('vport-function', nicSwitch, attachedFunctionId, vportId);
	if (missing || isAllocated(nicSwitch, attachedFunctionId)) return missing;
	const message = `Virtual function ${attachedFunctionId} is not allocated: it is allocated before a VPort is attached to it.`;
	return refusal('vport-function-unallocated', message, subjects);
}
