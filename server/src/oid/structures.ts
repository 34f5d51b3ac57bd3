import {
	IndirectionEntryFlag,
	NicSwitchFlag,
	ReceiveHashFlag,
	ReceiveScaleFlag,
	ReceiveScaleV1Flag,
	VPortFlag,
} from '../ndis/flags.js';
import { groupAffinityOf } from '../ndis/groupAffinity.js';
import {
	nicSwitchInfoArrayLayout,
	nicSwitchVFInfoArrayLayout,
	nicSwitchVPortInfoArrayLayout,
	VFEnumFlag,
	VPortEnumFlag,
} from '../ndis/infoArray.js';
import { DEFAULT_LAYOUT, type Field, type Layout, type Structure } from '../ndis/layout.js';
import { nicSwitchCapabilitiesLayout } from '../ndis/nicSwitchCapabilities.js';
import { nicSwitchDeleteVPortParametersLayout } from '../ndis/nicSwitchDeleteVPortParameters.js';
import { nicSwitchInfo, nicSwitchVPortInfoOf } from '../ndis/nicSwitchInfo.js';
import {
	NIC_SWITCH_PARAMETERS_SIZES,
	nicSwitchDeleteSwitchParametersLayout,
	nicSwitchParametersLayout,
} from '../ndis/nicSwitchParameters.js';
import {
	nicSwitchFreeVFParametersLayout,
	nicSwitchVFParametersLayout,
} from '../ndis/nicSwitchVFParameters.js';
import {
	nicSwitchVPortParametersLayouts,
	nicSwitchVPortParametersSizes,
} from '../ndis/nicSwitchVPortParameters.js';
import { ObjectType } from '../ndis/objectHeader.js';
import type { OidName } from '../ndis/oid.js';
import { processorNumber } from '../ndis/processorNumber.js';
import { receiveHashParametersLayout } from '../ndis/receiveHashParameters.js';
import {
	RECEIVE_SCALE_CAPABILITIES_SIZES,
	receiveScaleCapabilitiesLayout,
} from '../ndis/receiveScaleCapabilities.js';
import {
	RECEIVE_SCALE_PARAMETERS_SIZES,
	receiveScaleParametersLayout,
} from '../ndis/receiveScaleParameters.js';
import { receiveScaleParametersV2Layout } from '../ndis/receiveScaleParametersV2.js';
import {
	rssSetIndirectionEntriesLayout,
	rssSetIndirectionEntryLayout,
} from '../ndis/rssSetIndirectionEntries.js';
import { bits, type Names } from './names.js';

/** Something that lies behind a structure, where its members say. Members are named as they are printed. */
export interface Part {
	readonly name: string;
	/** The member that holds the offset in bytes from the start of the buffer. */
	readonly offset: string;
	/** The member that holds how many there are, or how many bytes there are of them. */
	readonly count: string | { readonly bytes: string };
	/** One element; undefined for plain bytes. */
	readonly element?: Field<unknown>;
	/** The member that holds the bytes from one element to the next; the size of an element when there is none. */
	readonly stride?: string;
	readonly flags?: Names;
}

/** A structure that an OID request carries: all that is needed to name every field of a buffer. */
export interface OidStructure {
	readonly name: string;
	readonly layout: Structure<unknown>;
	/** The OIDs that carry it; the first is the usual one. */
	readonly oids: readonly OidName[];
	/** NDIS_OBJECT_HEADER.Type. */
	readonly type: number;
	/** What a header may say at least, by revision, revision 1 first. */
	readonly sizes: readonly number[];
	readonly flags?: Names;
	readonly parts: readonly Part[];
}

type Extras = Partial<Pick<OidStructure, 'type' | 'sizes' | 'flags' | 'parts'>>;

function define(
	name: string,
	layout: Structure<unknown>,
	oids: readonly OidName[],
	{ type = ObjectType.DEFAULT, sizes = [layout.size], flags, parts = [] }: Extras = {},
): OidStructure {
	return { name, layout, oids, type, sizes, parts, ...(flags && { flags }) };
}

const key: Part = {
	name: 'HashSecretKey',
	offset: 'HashSecretKeyOffset',
	count: { bytes: 'HashSecretKeySize' },
};
const elements = (name: string, element: Field<unknown>): Part => ({
	name,
	offset: 'FirstElementOffset',
	count: 'NumElements',
	stride: 'ElementSize',
	element,
});

/** The structures that are laid out alike on every machine. */
const plain: readonly OidStructure[] = [
	define(
		'NDIS_RECEIVE_SCALE_PARAMETERS_V2',
		receiveScaleParametersV2Layout,
		['OID_GEN_RECEIVE_SCALE_PARAMETERS_V2'],
		{ type: ObjectType.RSS_PARAMETERS_V2, flags: bits(ReceiveScaleFlag), parts: [key] },
	),
	define(
		'NDIS_RSS_SET_INDIRECTION_ENTRIES',
		rssSetIndirectionEntriesLayout,
		['OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES'],
		{
			type: ObjectType.RSS_SET_INDIRECTION_ENTRIES,
			parts: [
				{
					name: 'RssEntries',
					offset: 'RssEntryTableOffset',
					count: 'NumberOfRssEntries',
					stride: 'RssEntrySize',
					element: rssSetIndirectionEntryLayout,
					flags: bits(IndirectionEntryFlag),
				},
			],
		},
	),
	define(
		'NDIS_RECEIVE_SCALE_CAPABILITIES',
		receiveScaleCapabilitiesLayout,
		['OID_GEN_RECEIVE_SCALE_CAPABILITIES'],
		{ type: ObjectType.RSS_CAPABILITIES, sizes: RECEIVE_SCALE_CAPABILITIES_SIZES },
	),
	define('NDIS_RECEIVE_HASH_PARAMETERS', receiveHashParametersLayout, ['OID_GEN_RECEIVE_HASH'], {
		flags: bits(ReceiveHashFlag),
		parts: [key],
	}),
	define(
		'NDIS_NIC_SWITCH_CAPABILITIES',
		nicSwitchCapabilitiesLayout,
		['OID_NIC_SWITCH_HARDWARE_CAPABILITIES', 'OID_NIC_SWITCH_CURRENT_CAPABILITIES'],
		{ sizes: [0x20, 0x74, 0x84] },
	),
	define('NDIS_NIC_SWITCH_DELETE_VPORT_PARAMETERS', nicSwitchDeleteVPortParametersLayout, [
		'OID_NIC_SWITCH_DELETE_VPORT',
	]),
	define(
		'NDIS_NIC_SWITCH_PARAMETERS',
		nicSwitchParametersLayout,
		['OID_NIC_SWITCH_CREATE_SWITCH', 'OID_NIC_SWITCH_PARAMETERS'],
		{ sizes: NIC_SWITCH_PARAMETERS_SIZES, flags: bits(NicSwitchFlag) },
	),
	define('NDIS_NIC_SWITCH_DELETE_SWITCH_PARAMETERS', nicSwitchDeleteSwitchParametersLayout, [
		'OID_NIC_SWITCH_DELETE_SWITCH',
	]),
	define('NDIS_NIC_SWITCH_INFO_ARRAY', nicSwitchInfoArrayLayout, ['OID_NIC_SWITCH_ENUM_SWITCHES'], {
		parts: [elements('Switches', nicSwitchInfo)],
	}),
	define('NDIS_NIC_SWITCH_VF_PARAMETERS', nicSwitchVFParametersLayout, [
		'OID_NIC_SWITCH_ALLOCATE_VF',
		'OID_NIC_SWITCH_VF_PARAMETERS',
	]),
	define('NDIS_NIC_SWITCH_FREE_VF_PARAMETERS', nicSwitchFreeVFParametersLayout, ['OID_NIC_SWITCH_FREE_VF']),
	define('NDIS_NIC_SWITCH_VF_INFO_ARRAY', nicSwitchVFInfoArrayLayout, ['OID_NIC_SWITCH_ENUM_VFS'], {
		flags: bits(VFEnumFlag),
		parts: [elements('VFs', nicSwitchVFParametersLayout)],
	}),
];

/** The structures that hold affinity masks, which are as wide as a pointer. */
function pointerWide(layout: Layout): OidStructure[] {
	return [
		define(
			'NDIS_RECEIVE_SCALE_PARAMETERS',
			receiveScaleParametersLayout,
			['OID_GEN_RECEIVE_SCALE_PARAMETERS'],
			{
				type: ObjectType.RSS_PARAMETERS,
				sizes: RECEIVE_SCALE_PARAMETERS_SIZES,
				flags: bits(ReceiveScaleV1Flag),
				parts: [
					{
						name: 'IndirectionTable',
						offset: 'IndirectionTableOffset',
						count: { bytes: 'IndirectionTableSize' },
						element: processorNumber,
					},
					{
						name: 'ProcessorMasks',
						offset: 'ProcessorMasksOffset',
						count: 'NumberOfProcessorMasks',
						stride: 'ProcessorMasksEntrySize',
						element: groupAffinityOf[layout],
					},
					key,
				],
			},
		),
		define(
			'NDIS_NIC_SWITCH_VPORT_PARAMETERS',
			nicSwitchVPortParametersLayouts[layout],
			['OID_NIC_SWITCH_VPORT_PARAMETERS', 'OID_NIC_SWITCH_CREATE_VPORT'],
			{ sizes: nicSwitchVPortParametersSizes[layout], flags: bits(VPortFlag) },
		),
		define(
			'NDIS_NIC_SWITCH_VPORT_INFO_ARRAY',
			nicSwitchVPortInfoArrayLayout,
			['OID_NIC_SWITCH_ENUM_VPORTS'],
			{ flags: bits(VPortEnumFlag), parts: [elements('VPorts', nicSwitchVPortInfoOf[layout])] },
		),
	];
}

const byLayout: Readonly<Record<Layout, readonly OidStructure[]>> = {
	x64: [...plain, ...pointerWide('x64')],
	x86: [...plain, ...pointerWide('x86')],
};

/** Every structure that can be taken apart and put together, as a machine lays it out. */
export function oidStructuresOf(layout: Layout): readonly OidStructure[] {
	return byLayout[layout];
}

/** Every structure in its x64 layout. */
export const oidStructures = byLayout[DEFAULT_LAYOUT];

/** The structure of an OID's or of its own name; undefined when it is not known. */
export function structureNamed(name: string, layout: Layout = DEFAULT_LAYOUT): OidStructure | undefined {
	return byLayout[layout].find(
		(one) => one.name === name || one.oids.some((oid) => oid === name || oid === `OID_${name}`),
	);
}

/**
 * The structures that a buffer may be, by the type and size its header says: mostly one. A size that none has leaves all
 * of the type; a type that none has leaves nothing.
 */
export function structuresOf(buffer: Uint8Array, layout: Layout = DEFAULT_LAYOUT): OidStructure[] {
	const [type, , low = 0, high = 0] = buffer;
	const said = low | (high << 8);
	const alike = byLayout[layout].filter((one) => one.type === type);
	const exact = alike.filter(({ sizes, layout }) => sizes.includes(said) || layout.size === said);
	return exact.length > 0 ? exact : alike;
}
