import { DEFAULT_SWITCH_ID, NicSwitchFlag, NicSwitchType } from '../ndis/flags.js';
import {
	decodeNicSwitchDeleteSwitchParameters,
	decodeNicSwitchParameters,
	encodeNicSwitchParameters,
	NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE,
	NIC_SWITCH_PARAMETERS_SIZES,
	type NicSwitchParameters,
} from '../ndis/nicSwitchParameters.js';
import { bytesOfRevision, headerProblem, type ObjectHeader, ObjectType } from '../ndis/objectHeader.js';
import { firstRssProcessor } from './affinity.js';
import { judgeCapabilities } from './capabilityRules.js';
import type { AdapterDescription } from './description.js';
import { refuseQueues } from './limits.js';
import { newEntity } from './newEntity.js';
import { count, member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import { DEFAULT_VPORT_ID, type EntityState, type NicSwitchState } from './state.js';

/** A switch and the default VPort that comes with it. */
export interface NewSwitch {
	readonly nicSwitch: NicSwitchState;
	readonly defaultVPort: EntityState;
}

/** OID_NIC_SWITCH_CREATE_SWITCH: the switch and its default VPort, or why there is none. */
export function createSwitch(
	adapter: AdapterDescription,
	exists: boolean,
	buffer: Uint8Array,
): NewSwitch | Refusal {
	const value = readSwitch(buffer);
	if ('rule' in value) return value;
	const { switchType, numVFs, numQueuePairsForDefaultVPort, switchFriendlyName: name } = value;
	const numberOfQueues = numQueuePairsForDefaultVPort === 0 ? 1 : numQueuePairsForDefaultVPort;
	return (
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
		refuseQueues(adapter, [], DEFAULT_VPORT_ID, numberOfQueues) ?? {
			nicSwitch: { name, numVFs, allocatedVFs: [] },
			defaultVPort: newEntity(DEFAULT_VPORT_ID, firstRssProcessor(adapter.rssProcessors), { numberOfQueues }),
		}
	);
}

/**
 * Method of OID_NIC_SWITCH_PARAMETERS: the switch as it would be created now; or why the request cannot be read.
 * Source: windows-driver-docs oid-nic-switch-parameters.
 */
export function switchParameters(
	nicSwitch: NicSwitchState,
	defaultVPort: EntityState | undefined,
	buffer: Uint8Array,
): Uint8Array | Refusal {
	const wrong = readSwitch(buffer);
	if ('rule' in wrong) return wrong;
	return encodeNicSwitchParameters({
		flags: 0,
		switchType: NicSwitchType.EXTERNAL,
		switchId: DEFAULT_SWITCH_ID,
		switchFriendlyName: nicSwitch.name,
		numVFs: nicSwitch.numVFs,
		numQueuePairsForDefaultVPort: defaultVPort?.numberOfQueues ?? 0,
	});
}

/**
 * Set of OID_NIC_SWITCH_PARAMETERS: the switch after it, or why not. One member has a flag that says it changes, the name;
 * the queue pairs of the default VPort change through OID_NIC_SWITCH_VPORT_PARAMETERS, like those of any VPort.
 * Source: DDI ns-ntddndis-_ndis_nic_switch_parameters, Flags.
 */
export function changeSwitch(nicSwitch: NicSwitchState, buffer: Uint8Array): NicSwitchState | Refusal {
	const value = readSwitch(buffer);
	if ('rule' in value) return value;
	const unknown = (value.flags & ~NicSwitchFlag.SWITCH_NAME_CHANGED) >>> 0;
	if (unknown !== 0) {
		const message = `Flags 0x${unknown.toString(16)} ask for a change of the switch that there is not: only its name changes (0x10000).`;
		return refusal('switch-change', message, [member(DEFAULT_VPORT_ID, 'flags')]);
	}
	return value.flags === 0 ? nicSwitch : { ...nicSwitch, name: value.switchFriendlyName };
}

function readSwitch(buffer: Uint8Array): NicSwitchParameters | Refusal {
	const value = decodeNicSwitchParameters(buffer);
	const needed = bytesOfRevision(buffer, NIC_SWITCH_PARAMETERS_SIZES);
	if (!value || buffer.length < needed) return tooShort(buffer, needed);
	return refuseHeader(value.header, NIC_SWITCH_PARAMETERS_SIZES) ?? refuseSwitchId(value.switchId) ?? value;
}

/** OID_NIC_SWITCH_DELETE_SWITCH: why the switch stays; undefined when it and its default VPort go. */
export function refuseDeletion(
	nicSwitch: NicSwitchState | undefined,
	entities: readonly EntityState[],
	buffer: Uint8Array,
): Refusal | undefined {
	const value = decodeNicSwitchDeleteSwitchParameters(buffer);
	if (!value) return tooShort(buffer, NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE);
	const wrong =
		refuseHeader(value.header, [NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE]) ?? refuseSwitchId(value.switchId);
	if (wrong) return wrong;
	if (!nicSwitch) return noSwitchYet();
	const others = entities.filter(({ vportId }) => vportId !== DEFAULT_VPORT_ID).length;
	if (others > 0) {
		const message = `The switch still has ${count(others, 'VPort')} beside the default one: they are deleted first.`;
		return switchRefusal('switch-in-use', message);
	}
	const vfs = nicSwitch.allocatedVFs.length;
	if (vfs === 0) return undefined;
	const message = `The switch still has ${count(vfs, 'virtual function')} allocated: they are freed first.`;
	return switchRefusal('switch-in-use', message);
}

/** A VPort is asked for, and there is no switch it could be on. */
export function noSwitchYet(): Refusal {
	return switchRefusal('switch-missing', 'There is no NIC switch: it is created first.');
}

/** A header that a request about the switch cannot have. */
export function refuseHeader(header: ObjectHeader, sizes: readonly number[]): Refusal | undefined {
	const problem = headerProblem(header, ObjectType.DEFAULT, sizes);
	if (problem === undefined) return undefined;
	const subjects = [member(DEFAULT_VPORT_ID, 'header')];
	return refusal('vport-header', `The structure cannot be read: ${problem}.`, subjects);
}

/** There is one switch. */
export function refuseSwitchId(switchId: number): Refusal | undefined {
	if (switchId === DEFAULT_SWITCH_ID) return undefined;
	const message = `Switch ${switchId} does not exist: the only one is ${DEFAULT_SWITCH_ID}.`;
	return switchRefusal('vport-switch', message);
}

function switchRefusal(rule: Parameters<typeof refusal>[0], message: string): Refusal {
	return refusal(rule, message, [member(DEFAULT_VPORT_ID, 'switchId')]);
}

/** A buffer in which the structure of a request about the switch has no room. */
export function tooShort(buffer: Uint8Array, needed: number): Refusal {
	const message = `The buffer has ${buffer.length} bytes; the structure needs ${needed}.`;
	return refusal('buffer-length', message, [member(DEFAULT_VPORT_ID, 'buffer')]);
}
