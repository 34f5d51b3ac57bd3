import { DEFAULT_SWITCH_ID, NicSwitchType } from '../ndis/flags.js';
import {
	decodeNicSwitchDeleteSwitchParameters,
	decodeNicSwitchParameters,
	NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE,
	NIC_SWITCH_PARAMETERS_SIZES,
} from '../ndis/nicSwitchParameters.js';
import { headerProblem, type ObjectHeader, ObjectType } from '../ndis/objectHeader.js';
import { firstRssProcessor } from './affinity.js';
import { judgeCapabilities } from './capabilityRules.js';
import type { AdapterDescription } from './description.js';
import { refuseQueues } from './limits.js';
import { newEntity } from './newEntity.js';
import { count, member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import { DEFAULT_VPORT_ID, type EntityState } from './state.js';

/** OID_NIC_SWITCH_CREATE_SWITCH: the default VPort that comes with the switch, or why there is none. */
export function createSwitch(
	adapter: AdapterDescription,
	exists: boolean,
	buffer: Uint8Array,
): EntityState | Refusal {
	const value = decodeNicSwitchParameters(buffer);
	const [, size] = NIC_SWITCH_PARAMETERS_SIZES;
	if (!value) return tooShort(buffer, size);
	const { switchId, switchType, numVFs, numQueuePairsForDefaultVPort } = value;
	const numberOfQueues = numQueuePairsForDefaultVPort === 0 ? 1 : numQueuePairsForDefaultVPort;
	return (
		refuseHeader(value.header, NIC_SWITCH_PARAMETERS_SIZES) ??
		refuseSwitchId(switchId) ??
		(exists ? switchRefusal('switch-exists', 'The switch exists already.') : undefined) ??
		(switchType === NicSwitchType.EXTERNAL
			? undefined
			: switchRefusal(
					'switch-type',
					`Switch type ${switchType} is not external (1), the only one there is.`,
				)) ??
		judgeCapabilities(adapter) ??
		(numVFs <= adapter.capabilities.maxNumVFs
			? undefined
			: switchRefusal(
					'switch-vfs',
					`${count(numVFs, 'virtual function')} are wanted; the adapter has ${adapter.capabilities.maxNumVFs}.`,
				)) ??
		refuseQueues(adapter, [], DEFAULT_VPORT_ID, numberOfQueues) ??
		newEntity(DEFAULT_VPORT_ID, firstRssProcessor(adapter.rssProcessors), { numberOfQueues })
	);
}

/** OID_NIC_SWITCH_DELETE_SWITCH: why the switch stays; undefined when it and its default VPort go. */
export function refuseDeletion(
	exists: boolean,
	entities: readonly EntityState[],
	buffer: Uint8Array,
): Refusal | undefined {
	const value = decodeNicSwitchDeleteSwitchParameters(buffer);
	if (!value) return tooShort(buffer, NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE);
	const wrong =
		refuseHeader(value.header, [NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE]) ?? refuseSwitchId(value.switchId);
	if (wrong) return wrong;
	if (!exists) return noSwitchYet();
	const others = entities.filter(({ vportId }) => vportId !== DEFAULT_VPORT_ID).length;
	if (others === 0) return undefined;
	const message = `The switch still has ${count(others, 'VPort')} beside the default one: they are deleted first.`;
	return switchRefusal('switch-in-use', message);
}

/** A VPort is asked for, and there is no switch it could be on. */
export function noSwitchYet(): Refusal {
	return switchRefusal('switch-missing', 'There is no NIC switch: it is created first.');
}

function refuseHeader(header: ObjectHeader, sizes: readonly number[]): Refusal | undefined {
	const problem = headerProblem(header, ObjectType.DEFAULT, sizes);
	if (problem === undefined) return undefined;
	const subjects = [member(DEFAULT_VPORT_ID, 'header')];
	return refusal('vport-header', `The structure cannot be read: ${problem}.`, subjects);
}

function refuseSwitchId(switchId: number): Refusal | undefined {
	if (switchId === DEFAULT_SWITCH_ID) return undefined;
	const message = `Switch ${switchId} does not exist: the only one is ${DEFAULT_SWITCH_ID}.`;
	return switchRefusal('vport-switch', message);
}

function switchRefusal(rule: Parameters<typeof refusal>[0], message: string): Refusal {
	return refusal(rule, message, [member(DEFAULT_VPORT_ID, 'switchId')]);
}

function tooShort(buffer: Uint8Array, needed: number): Refusal {
	const message = `The buffer has ${buffer.length} bytes; the structure needs ${needed}.`;
	return refusal('buffer-length', message, [member(DEFAULT_VPORT_ID, 'buffer')]);
}
