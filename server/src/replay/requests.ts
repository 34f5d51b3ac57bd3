import type { AdapterMode } from '../emulator/description.js';
import type { OidRequest } from '../emulator/request.js';
import { PF_FUNCTION_ID } from '../emulator/state.js';
import { DEFAULT_SWITCH_ID, IndirectionEntryFlag, ReceiveScaleFlag, VPortState } from '../ndis/flags.js';
import { affinityOf } from '../ndis/groupAffinity.js';
import { encodeNicSwitchVPortParameters } from '../ndis/nicSwitchVPortParameters.js';
import { Oid } from '../ndis/oid.js';
import { encodeReceiveScaleParametersV2, withHashSecretKeySize } from '../ndis/receiveScaleParametersV2.js';
import { encodeRssSetIndirectionEntries } from '../ndis/rssSetIndirectionEntries.js';
import type {
	CreateVPortStep,
	EntryFlagName,
	ParameterFlagName,
	ScriptStep,
	SetIndirectionEntriesStep,
	SetParametersStep,
} from './script.js';

const PARAMETER_FLAGS: Readonly<Record<ParameterFlagName, number>> = {
	enableRss: ReceiveScaleFlag.ENABLE_RSS,
	hashInfoChanged: ReceiveScaleFlag.HASH_INFO_CHANGED,
	hashKeyChanged: ReceiveScaleFlag.HASH_KEY_CHANGED,
	numberOfQueuesChanged: ReceiveScaleFlag.NUMBER_OF_QUEUES_CHANGED,
	numberOfEntriesChanged: ReceiveScaleFlag.NUMBER_OF_ENTRIES_CHANGED,
};

const ENTRY_FLAGS: Readonly<Record<EntryFlagName, number>> = {
	none: 0,
	primary: IndirectionEntryFlag.PRIMARY_PROCESSOR,
	default: IndirectionEntryFlag.DEFAULT_PROCESSOR,
	invalid: 0x8,
};

/** A key that a script's buffer really carries; a script may say any size. */
const MOST_KEY_BYTES = 256;
/** No script gives the key itself: its bytes do not matter to any status. */
const KEY_BYTE = 0x6d;

/** The OID request of a step, as a driver would get it. */
export function requestOf(step: ScriptStep, mode: AdapterMode): OidRequest {
	switch (step.op) {
		case 'createVPort':
			return createVPort(step);
		case 'setParameters':
			return setParameters(step, mode);
		case 'setIndirectionEntries':
			return setIndirectionEntries(step);
		case 'oidRequest':
			return step.request;
	}
}

function createVPort({ vportId, affinity, active }: CreateVPortStep): OidRequest {
	return {
		oid: Oid.OID_NIC_SWITCH_CREATE_VPORT,
		type: 'method',
		inputBuffer: encodeNicSwitchVPortParameters({
			flags: 0,
			switchId: DEFAULT_SWITCH_ID,
			vportId,
			vportName: '',
			attachedFunctionId: PF_FUNCTION_ID,
			numQueuePairs: 1,
			interruptModeration: 0,
			vportState: active ? VPortState.ACTIVATED : VPortState.DEACTIVATED,
			processorAffinity: affinityOf(affinity),
			lookaheadSize: 0,
		}),
	};
}

function setParameters(step: SetParametersStep, mode: AdapterMode): OidRequest {
	const { vportId, hashSecretKeySize, flags } = step;
	const buffer = encodeReceiveScaleParametersV2({
		flags: flags.reduce((bits, name) => bits | PARAMETER_FLAGS[name], 0),
		hashInformation: step.hashInformation,
		hashSecretKey: new Uint8Array(Math.min(hashSecretKeySize, MOST_KEY_BYTES)).fill(KEY_BYTE),
		numberOfQueues: step.numberOfQueues,
		numberOfIndirectionTableEntries: step.numberOfIndirectionTableEntries,
	});
	return {
		oid: Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2,
		type: 'set',
		...(mode === 'vmq' && { vportId }),
		inputBuffer: withHashSecretKeySize(buffer, hashSecretKeySize),
	};
}

function setIndirectionEntries({ actor, entries }: SetIndirectionEntriesStep): OidRequest {
	return {
		oid: Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES,
		type: 'method',
		processor: actor,
		inputBuffer: encodeRssSetIndirectionEntries(
			entries.map(({ switchId, vportId, flags, index, target }) => ({
				switchId,
				vportId,
				flags: ENTRY_FLAGS[flags],
				indirectionTableIndex: index,
				targetProcessor: target,
			})),
		),
	};
}
