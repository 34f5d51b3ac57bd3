import type { AdapterCapabilities, AdapterDescription } from '../../../server/src/emulator/description.js';
import type { OidRequest } from '../../../server/src/emulator/request.js';
import type { RuleId } from '../../../server/src/emulator/ruleTable.js';
import { PF_FUNCTION_ID } from '../../../server/src/emulator/state.js';
import { VPortFlag, VPortState } from '../../../server/src/ndis/flags.js';
import { affinityOf, NO_AFFINITY } from '../../../server/src/ndis/groupAffinity.js';
import { encodeVPortInfoArray, type VPortEnumeration } from '../../../server/src/ndis/infoArray.js';
import { encodeNicSwitchDeleteVPortParameters } from '../../../server/src/ndis/nicSwitchDeleteVPortParameters.js';
import { nicSwitchVPortInfo } from '../../../server/src/ndis/nicSwitchInfo.js';
import {
	encodeNicSwitchDeleteSwitchParameters,
	encodeNicSwitchParameters,
	type NicSwitchParameters,
} from '../../../server/src/ndis/nicSwitchParameters.js';
import {
	encodeNicSwitchVPortParameters,
	type NicSwitchVPortParameters,
} from '../../../server/src/ndis/nicSwitchVPortParameters.js';
import type { ObjectHeader } from '../../../server/src/ndis/objectHeader.js';
import { Oid } from '../../../server/src/ndis/oid.js';
import {
	encodeReceiveScaleParameters,
	type ReceiveScaleParameters,
} from '../../../server/src/ndis/receiveScaleParameters.js';
import { encodeReceiveScaleParametersV2 } from '../../../server/src/ndis/receiveScaleParametersV2.js';
import { encodeRssSetIndirectionEntries } from '../../../server/src/ndis/rssSetIndirectionEntries.js';
import { adapterWith, p } from '../../support/adapter.js';

/** Requests that a script cannot say, on an adapter with VPort 0: the last of them trips the rule. */
export interface RuleCase {
	readonly rule: RuleId;
	readonly adapter?: AdapterDescription;
	readonly requests: readonly OidRequest[];
}

const key = new Uint8Array(40);
const parameters = {
	flags: 0,
	hashInformation: 0,
	hashSecretKey: key,
	numberOfQueues: 1,
	numberOfIndirectionTableEntries: 1,
};
const setHeader = { type: 0xc8, revision: 1, size: 0x1c };

export const set = (inputBuffer: Uint8Array, vportId = 0): OidRequest => ({
	oid: Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2,
	type: 'set',
	vportId,
	inputBuffer,
});
const setV2 = (over: Partial<typeof parameters> = {}, header = setHeader, vportId = 0) =>
	set(encodeReceiveScaleParametersV2({ ...parameters, ...over }, header), vportId);
/** The set with one u32 written over. */
const poked = (at: number, value: number) => {
	const buffer = encodeReceiveScaleParametersV2(parameters);
	new DataView(buffer.buffer).setUint32(at, value, true);
	return set(buffer);
};

const vport: NicSwitchVPortParameters = {
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
const createWith = (header: { type: number; revision: number; size: number }): OidRequest => ({
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
const entry = { switchId: 0, vportId: 0, flags: 0, indirectionTableIndex: 0, targetProcessor: p('0:3') };
const move = (inputBuffer: Uint8Array): OidRequest => ({
	oid: Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES,
	type: 'method',
	processor: p('0:2'),
	inputBuffer,
});
const batch = (at: number, value: number) => {
	const buffer = encodeRssSetIndirectionEntries([entry, entry]);
	new DataView(buffer.buffer).setUint32(at, value, true);
	return move(buffer);
};

const rssv1 = adapterWith({ supportsIndependentEntryMove: false }, 'native');
const parametersV1: ReceiveScaleParameters = {
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

export const ruleCases: readonly RuleCase[] = [
	{ rule: 'buffer-length', requests: [set(new Uint8Array(0x1b))] },
	{ rule: 'buffer-length', requests: [create({}, 0x23b)] },
	{ rule: 'buffer-length', requests: [{ ...change({}), inputBuffer: new Uint8Array(3) }] },
	{ rule: 'buffer-length', requests: [{ ...remove(1), inputBuffer: new Uint8Array(11) }] },
	{ rule: 'key-place', requests: [poked(0x10, 0x1b)] },
	{ rule: 'key-place', requests: [poked(0x10, 0x1d)] },
	{ rule: 'key-place', requests: [poked(0x10, 0xffffffff)] },
	{ rule: 'header', requests: [setV2({}, { ...setHeader, type: 0x89 })] },
	{ rule: 'header', requests: [setV2({}, { ...setHeader, revision: 0 })] },
	{ rule: 'header', requests: [setV2({}, { ...setHeader, size: 0x1b })] },
	{ rule: 'header', requests: [batch(0, 0x001401c8)] },
	{ rule: 'unknown-flags', requests: [setV2({ flags: 0x20 })] },
	{ rule: 'unknown-flags', requests: [setV2({ flags: 0x80000000 })] },
	{ rule: 'unknown-flags', requests: [batch(4, 1)] },
	{ rule: 'batch-length', requests: [move(new Uint8Array(0x13))] },
	{ rule: 'batch-length', requests: [batch(0x10, 3)] },
	{ rule: 'batch-length', requests: [batch(0x10, 0xffffffff)] },
	{ rule: 'batch-length', requests: [batch(0x08, 0x19)] },
	{ rule: 'batch-length', requests: [batch(0x0c, 0x15)] },
	{ rule: 'batch-layout', requests: [batch(0x08, 0)] },
	{ rule: 'batch-layout', requests: [batch(0x0c, 0x13)] },
	{
		rule: 'move-actor',
		requests: [
			{
				oid: Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES,
				type: 'method',
				inputBuffer: encodeRssSetIndirectionEntries([entry]),
			},
		],
	},
	{ rule: 'query-room', requests: [{ ...set(key), type: 'query', outputBufferLength: 0x43 }] },
	{ rule: 'method-room', requests: [{ ...batch(0, 0x001401c9), outputBufferLength: 0x43 }] },
	{ rule: 'method-room', requests: [{ ...create(), outputBufferLength: 100 }] },
	{ rule: 'unknown-oid', requests: [{ oid: 0x00010106, type: 'query', inputBuffer: key }] },
	{ rule: 'unknown-oid', requests: [{ ...batch(0, 0x001401c9), type: 'set' }] },
	{ rule: 'native-no-switch', adapter: adapterWith({}, 'native'), requests: [create()] },
	{
		rule: 'set-unknown-vport',
		requests: [{ oid: Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2, type: 'query', inputBuffer: key }],
	},
	{ rule: 'set-unknown-vport', adapter: adapterWith({}, 'native'), requests: [setV2({}, setHeader, 1)] },
	{ rule: 'vport-header', requests: [createWith({ type: 0x81, revision: 2, size: 0x2ec })] },
	{ rule: 'vport-header', requests: [createWith({ type: 0x80, revision: 2, size: 0x23c })] },
	{ rule: 'vport-switch', requests: [create({ switchId: 1 })] },
	{ rule: 'vport-id', requests: [create({ vportId: 0xffffffff })] },
	{ rule: 'vport-exists', requests: [create(), create()] },
	{ rule: 'vport-state', requests: [create({ vportState: 0 })] },
	{ rule: 'vport-state', requests: [create({ vportState: 3 })] },
	{
		rule: 'vport-state',
		requests: [create(), change({ flags: VPortFlag.STATE_CHANGED, vportState: VPortState.DEACTIVATED })],
	},
	{ rule: 'vport-change', requests: [create(), change({ flags: VPortFlag.INT_MOD_CHANGED })] },
	{ rule: 'vport-change', requests: [create(), change({ flags: 0x80000000 })] },
	{
		rule: 'vport-function',
		adapter: adapterWith({ maxNumVFs: 2 }),
		requests: [create({ attachedFunctionId: 2 })],
	},
	{
		rule: 'vport-function',
		adapter: adapterWith({ maxNumVFs: 0 }),
		requests: [create({ attachedFunctionId: 0 })],
	},
	{ rule: 'vport-affinity-mask', requests: [create({ processorAffinity: NO_AFFINITY })] },
	{ rule: 'vport-affinity-mask', requests: [create({ processorAffinity: { mask: 0b1100n, group: 0 } })] },
	{
		rule: 'vport-affinity',
		requests: [
			create(),
			change({ flags: VPortFlag.PROCESSOR_AFFINITY_CHANGED, processorAffinity: affinityOf(p('1:2')) }),
		],
	},
	{ rule: 'vport-unknown', requests: [change({ vportId: 7 })] },
	{ rule: 'vport-unknown', requests: [remove(7)] },
	{ rule: 'vport-unknown', requests: [{ ...change({ vportId: 7 }), type: 'method' }] },
	{ rule: 'vport-default', requests: [remove(0)] },
	{
		rule: 'rss-on-vf',
		adapter: adapterWith({ vfRss: false }),
		requests: [
			create({ attachedFunctionId: 0, processorAffinity: NO_AFFINITY }),
			setV2({ flags: 1 }, setHeader, 1),
		],
	},
	{
		rule: 'queues-zero',
		requests: [create(), change({ flags: VPortFlag.NUM_QUEUE_PAIRS_CHANGED, numQueuePairs: 0 })],
	},
	{ rule: 'v1-set', requests: [setV1()] },
	{ rule: 'v1-processors', adapter: rssv1, requests: [setV1({ indirectionTable: [p('0:2'), p('0:1')] })] },
	{ rule: 'v1-processors', adapter: rssv1, requests: [setV1({ defaultProcessorNumber: p('1:2') })] },
	{ rule: 'entries-power-of-two', adapter: rssv1, requests: [setV1({ indirectionTable: [] })] },
	{ rule: 'key-length', adapter: rssv1, requests: [setV1({ hashSecretKey: new Uint8Array(16) })] },
	{ rule: 'hash-function', adapter: rssv1, requests: [setV1({ hashInformation: 0x1702 })] },
	{ rule: 'header', adapter: rssv1, requests: [setV1({}, { type: 0x89, revision: 2, size: 0x28 })] },
	{
		rule: 'buffer-length',
		adapter: rssv1,
		requests: [{ ...setV1(), inputBuffer: setV1().inputBuffer.slice(0, -1) }],
	},
	{ rule: 'not-rssv2', adapter: rssv1, requests: [setV2()] },
	{ rule: 'vport-header', requests: [enumerate({ type: 0x81, revision: 1, size: 0x1c })] },
	{ rule: 'vport-switch', requests: [enumerate(undefined, { flags: 2, switchId: 5 })] },
	{ rule: 'buffer-length', requests: [{ ...enumerate(), inputBuffer: new Uint8Array(0x1b) }] },
	{ rule: 'method-room', requests: [{ ...enumerate(), outputBufferLength: 0x20 }] },
	{ rule: 'switch-exists', requests: [createSwitch()] },
	{ rule: 'switch-type', requests: [deleteSwitch(), createSwitch({ switchType: 0 })] },
	{
		rule: 'switch-vfs',
		adapter: coherent({ maxNumVFs: 2 }),
		requests: [deleteSwitch(), createSwitch({ numVFs: 3 })],
	},
	...(
		[
			{ maxNumVFs: 8 },
			{ maxNumQueuePairs: 7 },
			{ maxNumQueuePairsForDefaultVPort: 3 },
			{ maxNumQueuePairsPerNonDefaultVPort: 0 },
			{ rssPerPFVPortHashKey: false },
			{ singleVPortPool: false },
			{ rssPerPFVPortIndirectionTable: false },
		] as const
	).map(
		(wrong): RuleCase => ({
			rule: 'switch-capabilities',
			adapter: coherent(wrong),
			requests: [deleteSwitch(), createSwitch()],
		}),
	),
	{
		rule: 'queues-capability',
		adapter: coherent(),
		requests: [deleteSwitch(), createSwitch({ numQueuePairsForDefaultVPort: 5 })],
	},
	{ rule: 'switch-missing', requests: [deleteSwitch(), create()] },
	{ rule: 'switch-missing', requests: [deleteSwitch(), deleteSwitch()] },
	{ rule: 'switch-in-use', requests: [create(), deleteSwitch()] },
	{ rule: 'vport-switch', requests: [deleteSwitch(1)] },
	{ rule: 'vport-switch', requests: [createSwitch({ switchId: 1 })] },
	{ rule: 'buffer-length', requests: [{ ...deleteSwitch(), inputBuffer: new Uint8Array(11) }] },
	{ rule: 'buffer-length', requests: [{ ...createSwitch(), inputBuffer: new Uint8Array(0x227) }] },
];
