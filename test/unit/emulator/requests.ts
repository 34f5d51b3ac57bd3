import type { AdapterCapabilities } from '../../../server/src/emulator/description.js';
import type { OidRequest } from '../../../server/src/emulator/request.js';
import { PF_FUNCTION_ID } from '../../../server/src/emulator/state.js';
import { INVALID_REQUESTOR_ID, INVALID_VF_ID, VPortState } from '../../../server/src/ndis/flags.js';
import { affinityOf, NO_AFFINITY } from '../../../server/src/ndis/groupAffinity.js';
import {
	encodeVFInfoArray,
	encodeVPortInfoArray,
	type VFEnumeration,
	type VPortEnumeration,
} from '../../../server/src/ndis/infoArray.js';
import { encodeNicSwitchDeleteVPortParameters } from '../../../server/src/ndis/nicSwitchDeleteVPortParameters.js';
import { nicSwitchVPortInfo } from '../../../server/src/ndis/nicSwitchInfo.js';
import {
	encodeNicSwitchDeleteSwitchParameters,
	encodeNicSwitchParameters,
	type NicSwitchParameters,
} from '../../../server/src/ndis/nicSwitchParameters.js';
import {
	encodeNicSwitchFreeVFParameters,
	encodeNicSwitchVFParameters,
	type NicSwitchVFParameters,
	nicSwitchVFParametersLayout,
} from '../../../server/src/ndis/nicSwitchVFParameters.js';
import {
	encodeNicSwitchVPortParameters,
	type NicSwitchVPortParameters,
} from '../../../server/src/ndis/nicSwitchVPortParameters.js';
import type { ObjectHeader } from '../../../server/src/ndis/objectHeader.js';
import { Oid } from '../../../server/src/ndis/oid.js';
import {
	encodeReceiveHashParameters,
	type ReceiveHashParameters,
} from '../../../server/src/ndis/receiveHashParameters.js';
import {
	encodeReceiveScaleParameters,
	type ReceiveScaleParameters,
} from '../../../server/src/ndis/receiveScaleParameters.js';
import { encodeReceiveScaleParametersV2 } from '../../../server/src/ndis/receiveScaleParametersV2.js';
import { encodeRssSetIndirectionEntries } from '../../../server/src/ndis/rssSetIndirectionEntries.js';
import { adapterWith, p } from '../../support/adapter.js';

export const key = new Uint8Array(40);
export const parameters = {
	flags: 0,
	hashInformation: 0,
	hashSecretKey: key,
	numberOfQueues: 1,
	numberOfIndirectionTableEntries: 1,
};
export const setHeader = { type: 0xc8, revision: 1, size: 0x1c };

export const set = (inputBuffer: Uint8Array, vportId = 0): OidRequest => ({
	oid: Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2,
	type: 'set',
	vportId,
	inputBuffer,
});
export const setV2 = (over: Partial<typeof parameters> = {}, header = setHeader, vportId = 0) =>
	set(encodeReceiveScaleParametersV2({ ...parameters, ...over }, header), vportId);
/** The set with one u32 written over. */
export const poked = (at: number, value: number) => {
	const buffer = encodeReceiveScaleParametersV2(parameters);
	new DataView(buffer.buffer).setUint32(at, value, true);
	return set(buffer);
};

export const vport: NicSwitchVPortParameters = {
	flags: 0,
	switchId: 0,
	vportId: 1,
	vportName: 'one',
	attachedFunctionId: PF_FUNCTION_ID,
	numQueuePairs: 1,
	interruptModeration: 0,
	vportState: VPortState.ACTIVATED,
	processorAffinity: affinityOf(p('0:2')),
	lookaheadSize: 0,
};
export const create = (over: Partial<NicSwitchVPortParameters> = {}, cut = 0x2f0): OidRequest => ({
	oid: Oid.OID_NIC_SWITCH_CREATE_VPORT,
	type: 'method',
	inputBuffer: encodeNicSwitchVPortParameters({ ...vport, ...over }).slice(0, cut),
});
export const createWith = (header: { type: number; revision: number; size: number }): OidRequest => ({
	...create(),
	inputBuffer: encodeNicSwitchVPortParameters(vport, header),
});
export const change = (over: Partial<NicSwitchVPortParameters>): OidRequest => ({
	oid: Oid.OID_NIC_SWITCH_VPORT_PARAMETERS,
	type: 'set',
	inputBuffer: encodeNicSwitchVPortParameters({ ...vport, ...over }),
});
export const remove = (vportId: number): OidRequest => ({
	oid: Oid.OID_NIC_SWITCH_DELETE_VPORT,
	type: 'set',
	inputBuffer: encodeNicSwitchDeleteVPortParameters({ flags: 0, vportId }),
});
export const entry = {
	switchId: 0,
	vportId: 0,
	flags: 0,
	indirectionTableIndex: 0,
	targetProcessor: p('0:3'),
};
export const move = (inputBuffer: Uint8Array): OidRequest => ({
	oid: Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES,
	type: 'method',
	processor: p('0:2'),
	inputBuffer,
});
export const batch = (at: number, value: number) => {
	const buffer = encodeRssSetIndirectionEntries([entry, entry]);
	new DataView(buffer.buffer).setUint32(at, value, true);
	return move(buffer);
};

export const rssv1 = adapterWith({ supportsIndependentEntryMove: false }, 'native');
export const parametersV1: ReceiveScaleParameters = {
	flags: 0,
	baseCpuNumber: 2,
	hashInformation: 0x1701,
	indirectionTable: [p('0:2'), p('0:3'), p('0:2'), p('0:4')],
	hashSecretKey: Uint8Array.from({ length: 40 }, (_, i) => i),
	processorMasks: [],
	defaultProcessorNumber: p('0:2'),
};
export const setV1 = (over: Partial<ReceiveScaleParameters> = {}, header?: ObjectHeader): OidRequest => ({
	oid: Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS,
	type: 'set',
	inputBuffer: encodeReceiveScaleParameters({ ...parametersV1, ...over }, header),
});
export const enumerate = (header?: ObjectHeader, about: Partial<VPortEnumeration> = {}): OidRequest => ({
	oid: Oid.OID_NIC_SWITCH_ENUM_VPORTS,
	type: 'method',
	inputBuffer: encodeVPortInfoArray(
		{ flags: 0, switchId: 0, attachedFunctionId: 0, ...about },
		nicSwitchVPortInfo,
		[],
		header,
	),
});

export const coherent = (over: Partial<AdapterCapabilities> = {}) =>
	adapterWith({
		maxNumVFs: 2,
		maxNumVPorts: 8,
		maxNumQueuePairs: 16,
		maxNumQueuePairsForDefaultVPort: 4,
		maxNumQueuePairsPerNonDefaultVPort: 4,
		...over,
	});
export const createSwitch = (over: Partial<NicSwitchParameters> = {}): OidRequest => ({
	oid: Oid.OID_NIC_SWITCH_CREATE_SWITCH,
	type: 'method',
	inputBuffer: encodeNicSwitchParameters({
		flags: 0,
		switchType: 1,
		switchId: 0,
		switchFriendlyName: 'external',
		numVFs: 0,
		numQueuePairsForDefaultVPort: 2,
		...over,
	}),
});
export const deleteSwitch = (switchId = 0): OidRequest => ({
	oid: Oid.OID_NIC_SWITCH_DELETE_SWITCH,
	type: 'set',
	inputBuffer: encodeNicSwitchDeleteSwitchParameters({ flags: 0, switchId }),
});

export const virtualFunction: NicSwitchVFParameters = {
	flags: 0,
	switchId: 0,
	vmName: 'guid',
	vmFriendlyName: 'sql01',
	nicName: 'Network Adapter',
	macAddressLength: 6,
	permanentMacAddress: Uint8Array.of(0, 0x15, 0x5d, 1, 2, 3),
	currentMacAddress: Uint8Array.of(0, 0x15, 0x5d, 4, 5, 6),
	vfId: INVALID_VF_ID,
	requestorId: INVALID_REQUESTOR_ID,
};
export const allocateVF = (
	over: Partial<NicSwitchVFParameters> = {},
	header?: ObjectHeader,
	cut = 0x660,
): OidRequest => ({
	oid: Oid.OID_NIC_SWITCH_ALLOCATE_VF,
	type: 'method',
	inputBuffer: encodeNicSwitchVFParameters({ ...virtualFunction, ...over }, header).slice(0, cut),
});
export const askVF = (vfId: number): OidRequest => ({
	...allocateVF({ vfId }),
	oid: Oid.OID_NIC_SWITCH_VF_PARAMETERS,
});
export const freeVF = (vfId: number, header?: ObjectHeader, cut = 0xc): OidRequest => ({
	oid: Oid.OID_NIC_SWITCH_FREE_VF,
	type: 'set',
	inputBuffer: encodeNicSwitchFreeVFParameters({ flags: 0, vfId }, header).slice(0, cut),
});
export const enumerateVFs = (about: Partial<VFEnumeration> = {}, header?: ObjectHeader): OidRequest => ({
	oid: Oid.OID_NIC_SWITCH_ENUM_VFS,
	type: 'method',
	inputBuffer: encodeVFInfoArray(
		{ flags: 0, switchId: 0, ...about },
		nicSwitchVFParametersLayout,
		[],
		header,
	),
});
export const onVF = (vfId: number, vportId = 1) =>
	create({ vportId, attachedFunctionId: vfId, processorAffinity: NO_AFFINITY });
export const switchParameters = (
	type: 'set' | 'method',
	over: Partial<NicSwitchParameters> = {},
): OidRequest => ({ ...createSwitch(over), oid: Oid.OID_NIC_SWITCH_PARAMETERS, type });
export const setHash = (
	over: Partial<ReceiveHashParameters> = {},
	header?: ObjectHeader,
	vportId = 0,
): OidRequest => ({
	oid: Oid.OID_GEN_RECEIVE_HASH,
	type: 'set',
	vportId,
	inputBuffer: encodeReceiveHashParameters(
		{ flags: 1, hashInformation: 0x1701, hashSecretKey: key, ...over },
		header,
	),
});
export const rssOn = setV2({ flags: 3, hashInformation: 0x1701 });
export const hashHeader = { type: 0x80, revision: 1, size: 0x14 };
