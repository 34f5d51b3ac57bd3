import { PF_FUNCTION_ID } from '../emulator/state.js';
import {
	DEFAULT_PROCESSOR_INDEX,
	DEFAULT_SWITCH_ID,
	INVALID_REQUESTOR_ID,
	INVALID_VF_ID,
	NicSwitchCapability,
	NicSwitchType,
	PRIMARY_PROCESSOR_INDEX,
	RssCapability,
	VPortState,
} from '../ndis/flags.js';
import { HASH_FUNCTION_TOEPLITZ, HashType, HashTypeCapability } from '../ndis/hash.js';
import { ObjectType } from '../ndis/objectHeader.js';
import { Status } from '../ndis/status.js';

/** Names of numbers: bits that are joined, or one name for one value. */
export interface Names {
	readonly kind: 'bits' | 'value';
	/** Ordered pairs of name and number. */
	readonly entries: readonly (readonly [name: string, value: number])[];
}

/** Names of single bits. */
export function bits(names: Readonly<Record<string, number>>, prefix = ''): Names {
	return { kind: 'bits', entries: prefixed(names, prefix) };
}

/** Names of whole values. */
export function values(names: Readonly<Record<string, number>>, prefix = ''): Names {
	return { kind: 'value', entries: prefixed(names, prefix) };
}

const prefixed = (names: Readonly<Record<string, number>>, prefix: string) =>
	Object.entries(names).map(([name, value]) => [prefix + name, value] as const);

/** Members that mean the same wherever they stand, by the last part of their name. `Flags` depends on the structure. */
export const commonNames: Readonly<Record<string, Names>> = {
	'Header.Type': values(ObjectType, 'NDIS_OBJECT_TYPE_'),
	HashInformation: bits({ Toeplitz: HASH_FUNCTION_TOEPLITZ, ...HashType }),
	CapabilitiesFlags: bits({
		Toeplitz: HASH_FUNCTION_TOEPLITZ,
		...(HashTypeCapability as Readonly<Record<string, number>>),
		...RssCapability,
	}),
	NicSwitchCapabilities: bits(NicSwitchCapability),
	EntryStatus: values(Status, 'NDIS_STATUS_'),
	IndirectionTableIndex: values({
		'default processor': DEFAULT_PROCESSOR_INDEX,
		'primary processor': PRIMARY_PROCESSOR_INDEX,
	}),
	AttachedFunctionId: values({ NDIS_PF_FUNCTION_ID: PF_FUNCTION_ID }),
	VFId: values({ NDIS_INVALID_VF_FUNCTION_ID: INVALID_VF_ID }),
	RequestorId: values({ NDIS_INVALID_RID: INVALID_REQUESTOR_ID }),
	VPortState: values(VPortState),
	SwitchType: values(NicSwitchType),
	SwitchId: values({ NDIS_DEFAULT_SWITCH_ID: DEFAULT_SWITCH_ID }),
};

/** A number in words: its name, or the names of its bits with the unknown rest in hex; undefined when it has none. */
export function nameOf(value: number, { kind, entries }: Names): string | undefined {
	if (kind === 'value') return entries.find(([, known]) => known === value)?.[0];
	if (value === 0) return undefined;
	const found = entries.filter(([, bit]) => (value & bit) !== 0);
	const rest = found.reduce((left, [, bit]) => left & ~bit, value) >>> 0;
	return [...found.map(([name]) => name), ...(rest === 0 ? [] : [`0x${rest.toString(16)}`])].join(' | ');
}

/** The number of a text that {@link nameOf} could have given; undefined when a name is unknown. */
export function numberOf(text: string, { kind, entries }: Names): number | undefined {
	const one = (name: string) =>
		entries.find(([known]) => known === name)?.[1] ??
		(/^(0x[0-9a-f]+|\d+)$/i.test(name) ? Number(name) : undefined);
	if (kind === 'value') return one(text.trim());
	let sum = 0;
	for (const name of text.split('|')) {
		const value = one(name.trim());
		if (value === undefined) return undefined;
		sum |= value;
	}
	return sum >>> 0;
}
