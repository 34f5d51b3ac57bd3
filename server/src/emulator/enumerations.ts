import { DEFAULT_SWITCH_ID, NicSwitchType } from '../ndis/flags.js';
import {
	decodeVPortInfoArray,
	encodeSwitchInfoArray,
	encodeVPortInfoArray,
	NIC_SWITCH_VPORT_INFO_ARRAY_SIZE,
	VPortEnumFlag,
} from '../ndis/infoArray.js';
import type { Layout } from '../ndis/layout.js';
import {
	NIC_SWITCH_INFO_HEADER,
	type NicSwitchInfo,
	type NicSwitchVPortInfo,
	nicSwitchInfo,
	nicSwitchVPortInfoHeader,
	nicSwitchVPortInfoOf,
} from '../ndis/nicSwitchInfo.js';
import { headerProblem, ObjectType } from '../ndis/objectHeader.js';
import { member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import { DEFAULT_VPORT_ID, type EntityState, type NicSwitchState } from './state.js';
import { vportMembers } from './vportMembers.js';

/** Method of OID_NIC_SWITCH_ENUM_VPORTS: the VPorts of a function, of the switch, or all; or why it cannot be read. */
export function enumerateVPorts(
	entities: readonly EntityState[],
	buffer: Uint8Array,
	layout: Layout,
): Uint8Array | Refusal {
	const wanted = decodeVPortInfoArray(buffer);
	if (!wanted) {
		const message = `The buffer has ${buffer.length} bytes; the structure needs ${NIC_SWITCH_VPORT_INFO_ARRAY_SIZE}.`;
		return refusal('buffer-length', message, [member(DEFAULT_VPORT_ID, 'buffer')]);
	}
	const { header, flags, switchId, attachedFunctionId } = wanted;
	const problem = headerProblem(header, ObjectType.DEFAULT, [NIC_SWITCH_VPORT_INFO_ARRAY_SIZE]);
	if (problem !== undefined) {
		const message = `The structure cannot be read: ${problem}.`;
		return refusal('vport-header', message, [member(DEFAULT_VPORT_ID, 'header')]);
	}
	if (flags & VPortEnumFlag.SWITCH && switchId !== DEFAULT_SWITCH_ID) {
		const message = `Switch ${switchId} does not exist: the only one is ${DEFAULT_SWITCH_ID}.`;
		return refusal('vport-switch', message, [member(DEFAULT_VPORT_ID, 'switchId')]);
	}
	const found = entities.filter(
		(entity) => !(flags & VPortEnumFlag.FUNCTION) || entity.attachedFunctionId === attachedFunctionId,
	);
	return encodeVPortInfoArray(
		{ flags, switchId, attachedFunctionId },
		nicSwitchVPortInfoOf[layout],
		found.map((entity) => infoOf(entity, layout)),
	);
}

/** Query of OID_NIC_SWITCH_ENUM_SWITCHES: the one switch, if it exists. */
export function enumerateSwitches(
	nicSwitch: NicSwitchState | undefined,
	entities: readonly EntityState[],
): Uint8Array {
	if (!nicSwitch) return encodeSwitchInfoArray(nicSwitchInfo, []);
	const queuesOf = (some: readonly EntityState[]) =>
		some.reduce((sum, { numberOfQueues }) => sum + numberOfQueues, 0);
	const isDefault = ({ vportId }: EntityState) => vportId === DEFAULT_VPORT_ID;
	const info: NicSwitchInfo = {
		header: NIC_SWITCH_INFO_HEADER,
		flags: 0,
		switchType: NicSwitchType.EXTERNAL,
		switchId: DEFAULT_SWITCH_ID,
		switchFriendlyName: nicSwitch.name,
		numVFs: nicSwitch.numVFs,
		numAllocatedVFs: nicSwitch.allocatedVFs.length,
		numVPorts: entities.length,
		numActiveVPorts: entities.filter(({ active }) => active).length,
		numQueuePairsForDefaultVPort: queuesOf(entities.filter(isDefault)),
		numQueuePairsForNonDefaultVPorts: queuesOf(entities.filter((entity) => !isDefault(entity))),
	};
	return encodeSwitchInfoArray(nicSwitchInfo, [info]);
}

function infoOf(entity: EntityState, layout: Layout): NicSwitchVPortInfo {
	return {
		header: nicSwitchVPortInfoHeader(layout),
		...vportMembers(entity),
		numFilters: 0,
	};
}
