import type { AdapterMode } from '../emulator/description.js';
import type { OidRequest } from '../emulator/request.js';
import { DEFAULT_VPORT_ID, PF_FUNCTION_ID, type VirtualFunction } from '../emulator/state.js';
import {
	DEFAULT_SWITCH_ID,
	INVALID_REQUESTOR_ID,
	IndirectionEntryFlag,
	ReceiveScaleFlag,
	VPortFlag,
	VPortState,
} from '../ndis/flags.js';
import { affinityOf, NO_AFFINITY } from '../ndis/groupAffinity.js';
import { DEFAULT_LAYOUT, type Layout } from '../ndis/layout.js';
import { encodeNicSwitchDeleteVPortParameters } from '../ndis/nicSwitchDeleteVPortParameters.js';
import {
	encodeNicSwitchFreeVFParameters,
	encodeNicSwitchVFParameters,
} from '../ndis/nicSwitchVFParameters.js';
import { encodeNicSwitchVPortParameters } from '../ndis/nicSwitchVPortParameters.js';
import { Oid } from '../ndis/oid.js';
import { encodeReceiveScaleParametersV2, noHashSecretKey } from '../ndis/receiveScaleParametersV2.js';
import { encodeRssSetIndirectionEntries, type IndirectionEntry } from '../ndis/rssSetIndirectionEntries.js';
import type {
	CreateVPortRequest,
	MoveCommand,
	PlannedRequest,
	SetParametersRequest,
	SetVPortParametersRequest,
} from './step.js';

/**
 * The OID request of a planned one. In native mode the adapter's one entity has no VPort id.
 * @param layout how the device's machine lays structures out
 */
export function encodeRequest(
	request: PlannedRequest,
	mode: AdapterMode,
	layout: Layout = DEFAULT_LAYOUT,
): OidRequest {
	switch (request.kind) {
		case 'allocateVF':
			return {
				oid: Oid.OID_NIC_SWITCH_ALLOCATE_VF,
				type: 'method',
				inputBuffer: encodeVFAllocation(request.virtualFunction),
			};
		case 'freeVF':
			return {
				oid: Oid.OID_NIC_SWITCH_FREE_VF,
				type: 'set',
				inputBuffer: encodeNicSwitchFreeVFParameters({ flags: 0, vfId: request.vfId }),
			};
		case 'createVPort':
			return {
				oid: Oid.OID_NIC_SWITCH_CREATE_VPORT,
				type: 'method',
				inputBuffer: encodeVPortCreation(request, layout),
			};
		case 'deleteVPort':
			return {
				oid: Oid.OID_NIC_SWITCH_DELETE_VPORT,
				type: 'set',
				inputBuffer: encodeNicSwitchDeleteVPortParameters({ flags: 0, vportId: request.vportId }),
			};
		case 'setVPortParameters':
			return {
				oid: Oid.OID_NIC_SWITCH_VPORT_PARAMETERS,
				type: 'set',
				inputBuffer: encodeVPortChange(request, layout),
			};
		case 'setParameters':
			return {
				oid: Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2,
				type: 'set',
				...(mode === 'vmq' && { vportId: request.vportId }),
				inputBuffer: encodeParameters(request),
			};
		case 'moveEntries':
			// The move OID is issued without a VPort id: each command names its own.
			return {
				oid: Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES,
				type: 'method',
				processor: request.actor,
				inputBuffer: encodeRssSetIndirectionEntries(
					request.commands.map((command) => encodeCommand(command, mode)),
				),
			};
	}
}

/** Members of a VPort that no request here changes. */
const UNTOUCHED = { switchId: 0, interruptModeration: 0, lookaheadSize: 0 };

function encodeVFAllocation({ permanentMacAddress, ...vf }: VirtualFunction): Uint8Array {
	return encodeNicSwitchVFParameters({
		...vf,
		flags: 0,
		switchId: DEFAULT_SWITCH_ID,
		macAddressLength: permanentMacAddress.length,
		permanentMacAddress,
		requestorId: INVALID_REQUESTOR_ID,
	});
}

function encodeVPortCreation(request: CreateVPortRequest, layout: Layout): Uint8Array {
	const { vportId, name, attachedFunctionId, active, affinity } = request;
	const value = {
		...UNTOUCHED,
		flags: 0,
		vportId,
		vportName: name,
		attachedFunctionId,
		numQueuePairs: 1,
		vportState: active ? VPortState.ACTIVATED : VPortState.DEACTIVATED,
		processorAffinity: affinityOf(affinity),
	};
	return encodeNicSwitchVPortParameters(value, undefined, layout);
}

/** Without its CHANGED flag a member says nothing. */
function encodeVPortChange(
	{ vportId, name, activate }: SetVPortParametersRequest,
	layout: Layout,
): Uint8Array {
	const value = {
		...UNTOUCHED,
		flags: (name === undefined ? 0 : VPortFlag.NAME_CHANGED) | (activate ? VPortFlag.STATE_CHANGED : 0),
		vportId,
		vportName: name ?? '',
		attachedFunctionId: PF_FUNCTION_ID,
		numQueuePairs: 0,
		vportState: VPortState.ACTIVATED,
		processorAffinity: NO_AFFINITY,
	};
	return encodeNicSwitchVPortParameters(value, undefined, layout);
}

function encodeParameters(request: SetParametersRequest): Uint8Array {
	const { enableRss, numberOfQueues, numberOfIndirectionTableEntries, hashInformation, hashSecretKey } =
		request;
	return encodeReceiveScaleParametersV2({
		flags:
			(enableRss ? ReceiveScaleFlag.ENABLE_RSS : 0) |
			(hashInformation === undefined ? 0 : ReceiveScaleFlag.HASH_INFO_CHANGED) |
			(hashSecretKey === undefined ? 0 : ReceiveScaleFlag.HASH_KEY_CHANGED) |
			(numberOfQueues === undefined ? 0 : ReceiveScaleFlag.NUMBER_OF_QUEUES_CHANGED) |
			(numberOfIndirectionTableEntries === undefined ? 0 : ReceiveScaleFlag.NUMBER_OF_ENTRIES_CHANGED),
		hashInformation: hashInformation ?? 0,
		// Rule Set 1: a key of 40 bytes must be there even if it does not change.
		hashSecretKey: hashSecretKey ?? noHashSecretKey(),
		numberOfQueues: numberOfQueues ?? 0,
		numberOfIndirectionTableEntries: numberOfIndirectionTableEntries ?? 0,
	});
}

function encodeCommand(
	{ vportId, parameter, target }: MoveCommand,
	mode: AdapterMode,
): Omit<IndirectionEntry, 'entryStatus'> {
	const entry = typeof parameter === 'object' ? parameter.entry : 0;
	const flags =
		parameter === 'primary'
			? IndirectionEntryFlag.PRIMARY_PROCESSOR
			: parameter === 'default'
				? IndirectionEntryFlag.DEFAULT_PROCESSOR
				: 0;
	return {
		switchId: 0,
		vportId: mode === 'native' ? DEFAULT_VPORT_ID : vportId,
		flags,
		indirectionTableIndex: entry,
		targetProcessor: target,
	};
}
