import { DEFAULT_SWITCH_ID, INVALID_VF_ID } from '../ndis/flags.js';
import {
	decodeVFInfoArray,
	encodeVFInfoArray,
	NIC_SWITCH_VF_INFO_ARRAY_SIZE,
	type VFEnumeration,
	VFEnumFlag,
} from '../ndis/infoArray.js';
import {
	decodeNicSwitchFreeVFParameters,
	decodeNicSwitchVFParameters,
	MAX_MAC_ADDRESS_LENGTH,
	NIC_SWITCH_FREE_VF_PARAMETERS_SIZE,
	NIC_SWITCH_VF_INFO_HEADER,
	NIC_SWITCH_VF_PARAMETERS_SIZE,
	type NicSwitchVFParameters,
	nicSwitchVFParametersLayout,
} from '../ndis/nicSwitchVFParameters.js';
import { refuseHeader, refuseSwitchId, tooShort } from './nicSwitch.js';
import { member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import { DEFAULT_VPORT_ID, type EntityState, type NicSwitchState, type VirtualFunction } from './state.js';
import { isAllocated, refuseInUse, refuseVFNumber, unallocatedVF, vfMember } from './vfRules.js';

/** Bus 1, device and function from 1 on: VF 0 is 0x0101, behind the physical function at 0x0100. */
const FIRST_REQUESTOR_ID = 0x0101;

/**
 * Method of OID_NIC_SWITCH_ALLOCATE_VF: the VF, or why there is none. The documented request names no VF
 * (NDIS_INVALID_VF_FUNCTION_ID) and gets the lowest that is free; VFId goes both ways in the header, so that one that names
 * a VF gets that one (policy P8).
 */
export function allocateVF(nicSwitch: NicSwitchState, buffer: Uint8Array): VirtualFunction | Refusal {
	const value = readVFParameters(buffer);
	if ('rule' in value) return value;
	if (nicSwitch.numVFs === 0) {
		return refusal('vf-none', 'The adapter has no virtual functions.', [vfMember()]);
	}
	const { macAddressLength: length } = value;
	if (length > MAX_MAC_ADDRESS_LENGTH) {
		const message = `The MAC addresses have ${length} bytes; there is room for ${MAX_MAC_ADDRESS_LENGTH}.`;
		return refusal('vf-mac-address', message, [member(DEFAULT_VPORT_ID, 'macAddressLength')]);
	}
	const vfId = value.vfId === INVALID_VF_ID ? lowestFree(nicSwitch) : value.vfId;
	if (vfId === undefined) {
		const message = `All ${nicSwitch.numVFs} virtual functions of the adapter are allocated.`;
		return refusal('vf-count', message, [vfMember()]);
	}
	const missing = refuseVFNumber('vf-number', nicSwitch, vfId);
	if (missing) return missing;
	if (isAllocated(nicSwitch, vfId)) {
		return refusal('vf-exists', `Virtual function ${vfId} is allocated already.`, [vfMember()]);
	}
	return {
		vfId,
		vmName: value.vmName,
		vmFriendlyName: value.vmFriendlyName,
		nicName: value.nicName,
		permanentMacAddress: value.permanentMacAddress.slice(0, length),
		currentMacAddress: value.currentMacAddress.slice(0, length),
	};
}

/** Set of OID_NIC_SWITCH_FREE_VF: the VF to free, or why it stays. */
export function freeVF(
	nicSwitch: NicSwitchState,
	entities: readonly EntityState[],
	buffer: Uint8Array,
): number | Refusal {
	const value = decodeNicSwitchFreeVFParameters(buffer);
	if (!value) return tooShort(buffer, NIC_SWITCH_FREE_VF_PARAMETERS_SIZE);
	const { vfId } = value;
	const wrong =
		refuseHeader(value.header, [NIC_SWITCH_FREE_VF_PARAMETERS_SIZE]) ??
		(isAllocated(nicSwitch, vfId) ? undefined : unallocatedVF('vf-unallocated', vfId)) ??
		refuseInUse(entities, vfId);
	return wrong ?? vfId;
}

/** Method of OID_NIC_SWITCH_VF_PARAMETERS: the VF that is asked about, or why there is no answer. */
export function findVF({ allocatedVFs }: NicSwitchState, buffer: Uint8Array): VirtualFunction | Refusal {
	const value = readVFParameters(buffer);
	if ('rule' in value) return value;
	return allocatedVFs.find(({ vfId }) => vfId === value.vfId) ?? unallocatedVF('vf-unknown', value.vfId);
}

/** OID_NIC_SWITCH_ENUM_VFS: the VFs that are allocated; or why the request, where there is a buffer, cannot be read. */
export function enumerateVFs(
	allocatedVFs: readonly VirtualFunction[],
	buffer: Uint8Array | undefined,
): Uint8Array | Refusal {
	const wanted = buffer ? readVFEnumeration(buffer) : { flags: 0, switchId: DEFAULT_SWITCH_ID };
	if ('rule' in wanted) return wanted;
	const { flags, switchId } = wanted;
	const infos = allocatedVFs.map((vf) => ({ ...parametersOf(vf), header: NIC_SWITCH_VF_INFO_HEADER }));
	return encodeVFInfoArray({ flags, switchId }, nicSwitchVFParametersLayout, infos);
}

function readVFEnumeration(buffer: Uint8Array): VFEnumeration | Refusal {
	const wanted = decodeVFInfoArray(buffer);
	if (!wanted) return tooShort(buffer, NIC_SWITCH_VF_INFO_ARRAY_SIZE);
	const { header, flags, switchId } = wanted;
	return (
		refuseHeader(header, [NIC_SWITCH_VF_INFO_ARRAY_SIZE]) ??
		refuseSwitchId(flags & VFEnumFlag.SWITCH ? switchId : DEFAULT_SWITCH_ID) ??
		wanted
	);
}

/** A VF as requests and answers say it, with the requestor id that the emulator gives it. */
export function parametersOf({ permanentMacAddress, ...vf }: VirtualFunction): NicSwitchVFParameters {
	return {
		...vf,
		flags: 0,
		switchId: DEFAULT_SWITCH_ID,
		macAddressLength: permanentMacAddress.length,
		permanentMacAddress,
		requestorId: FIRST_REQUESTOR_ID + vf.vfId,
	};
}

function readVFParameters(buffer: Uint8Array): NicSwitchVFParameters | Refusal {
	const value = decodeNicSwitchVFParameters(buffer);
	if (!value) return tooShort(buffer, NIC_SWITCH_VF_PARAMETERS_SIZE);
	return (
		refuseHeader(value.header, [NIC_SWITCH_VF_PARAMETERS_SIZE]) ?? refuseSwitchId(value.switchId) ?? value
	);
}

function lowestFree(nicSwitch: NicSwitchState): number | undefined {
	// Ascending: the first number that is not in its place is free.
	const free = nicSwitch.allocatedVFs.findIndex(({ vfId }, i) => vfId !== i);
	const vfId = free < 0 ? nicSwitch.allocatedVFs.length : free;
	return vfId < nicSwitch.numVFs && vfId !== INVALID_VF_ID ? vfId : undefined;
}
