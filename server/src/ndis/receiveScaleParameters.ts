import type { Processor } from '../rss/processor.js';
import { type GroupAffinity, groupAffinityOf } from './groupAffinity.js';
import {
	DEFAULT_LAYOUT,
	encodeField,
	type Field,
	type Layout,
	readAt,
	structure,
	u16,
	u32,
	viewOf,
} from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';
import { processorNumber } from './processorNumber.js';

/** Bytes of NDIS_RECEIVE_SCALE_PARAMETERS (RSSv1, revision 3) without table, key and masks. */
export const RECEIVE_SCALE_PARAMETERS_SIZE = 0x2c;
/** Size by revision. */
export const RECEIVE_SCALE_PARAMETERS_SIZES = [0x1c, 0x28, 0x2c] as const;

const layout = structure(RECEIVE_SCALE_PARAMETERS_SIZE, {
	header: [0x00, objectHeader],
	flags: [0x04, u16],
	baseCpuNumber: [0x06, u16],
	hashInformation: [0x08, u32],
	indirectionTableSize: [0x0c, u16],
	indirectionTableOffset: [0x10, u32],
	hashSecretKeySize: [0x14, u16],
	hashSecretKeyOffset: [0x18, u32],
	processorMasksOffset: [0x1c, u32],
	numberOfProcessorMasks: [0x20, u32],
	processorMasksEntrySize: [0x24, u32],
	defaultProcessorNumber: [0x28, processorNumber],
});

const HEADER: ObjectHeader = {
	type: ObjectType.RSS_PARAMETERS,
	revision: 3,
	size: RECEIVE_SCALE_PARAMETERS_SIZE,
};

/** NDIS_RECEIVE_SCALE_PARAMETERS of revision 3 (OID_GEN_RECEIVE_SCALE_PARAMETERS): RSSv1, the whole table in one. */
export interface ReceiveScaleParameters {
	/** ReceiveScaleV1Flag */
	readonly flags: number;
	readonly baseCpuNumber: number;
	readonly hashInformation: number;
	readonly indirectionTable: readonly Processor[];
	readonly hashSecretKey: Uint8Array;
	/** The processors of the table, a mask for each group. */
	readonly processorMasks: readonly GroupAffinity[];
	readonly defaultProcessorNumber: Processor;
}

/** The structure with table, masks and key behind it, in this order, so that each is aligned. */
export function encodeReceiveScaleParameters(
	value: ReceiveScaleParameters,
	header: ObjectHeader = HEADER,
	machine: Layout = DEFAULT_LAYOUT,
): Uint8Array {
	const groupAffinity = groupAffinityOf[machine];
	const { indirectionTable, hashSecretKey, processorMasks } = value;
	const indirectionTableOffset = RECEIVE_SCALE_PARAMETERS_SIZE;
	const indirectionTableSize = indirectionTable.length * processorNumber.size;
	// GROUP_AFFINITY starts with 64 bits.
	const processorMasksOffset = Math.ceil((indirectionTableOffset + indirectionTableSize) / 8) * 8;
	const hashSecretKeyOffset = processorMasksOffset + processorMasks.length * groupAffinity.size;
	const bytes = encodeField(
		layout,
		{
			...value,
			header,
			indirectionTableSize,
			indirectionTableOffset,
			hashSecretKeySize: hashSecretKey.length,
			hashSecretKeyOffset,
			processorMasksOffset,
			numberOfProcessorMasks: processorMasks.length,
			processorMasksEntrySize: groupAffinity.size,
		},
		hashSecretKeyOffset + hashSecretKey.length,
	);
	writeAll(bytes, indirectionTableOffset, processorNumber, indirectionTable);
	writeAll(bytes, processorMasksOffset, groupAffinity, processorMasks);
	bytes.set(hashSecretKey, hashSecretKeyOffset);
	return bytes;
}

/** Undefined when the buffer is shorter than revision 3, or does not hold the table, the masks and the key it speaks of. */
export function decodeReceiveScaleParameters(
	buffer: Uint8Array,
	machine: Layout = DEFAULT_LAYOUT,
): (ReceiveScaleParameters & { readonly header: ObjectHeader }) | undefined {
	const fixed = readAt(buffer, 0, layout);
	if (!fixed) return undefined;
	const { header, flags, baseCpuNumber, hashInformation, defaultProcessorNumber } = fixed;
	const { hashSecretKeyOffset: keyStart, hashSecretKeySize: keySize } = fixed;
	const entries = fixed.indirectionTableSize / processorNumber.size;
	const indirectionTable = readAll(buffer, fixed.indirectionTableOffset, processorNumber, entries);
	const processorMasks = readAll(
		buffer,
		fixed.processorMasksOffset,
		groupAffinityOf[machine],
		fixed.numberOfProcessorMasks,
		fixed.processorMasksEntrySize,
	);
	if (!indirectionTable || !processorMasks || keyStart + keySize > buffer.length) return undefined;
	const hashSecretKey = buffer.slice(keyStart, keyStart + keySize);
	return {
		header,
		flags,
		baseCpuNumber,
		hashInformation,
		indirectionTable,
		hashSecretKey,
		processorMasks,
		defaultProcessorNumber,
	};
}

function writeAll<T>(bytes: Uint8Array, at: number, field: Field<T>, values: readonly T[]): void {
	const view = viewOf(bytes);
	for (const [i, value] of values.entries()) field.write(view, at + i * field.size, value);
}

function readAll<T>(
	buffer: Uint8Array,
	at: number,
	field: Field<T>,
	count: number,
	stride = field.size,
): T[] | undefined {
	const fits = Number.isInteger(count) && stride >= field.size && at + count * stride <= buffer.length;
	if (count === 0) return [];
	if (!fits) return undefined;
	const view = viewOf(buffer);
	return Array.from({ length: count }, (_, i) => field.read(view, at + i * stride));
}

/** The members and their offsets, for tools that name every field of a buffer. */
export { layout as receiveScaleParametersLayout };
