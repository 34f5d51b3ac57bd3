import { readAt, structure, u8, u16, type Values } from './layout.js';

/** NDIS_OBJECT_HEADER, 4 bytes. */
export const objectHeader = structure(4, { type: [0, u8], revision: [1, u8], size: [2, u16] });
export type ObjectHeader = Values<{ type: [0, typeof u8]; revision: [1, typeof u8]; size: [2, typeof u16] }>;

/** NDIS_OBJECT_TYPE_* */
export const ObjectType = {
	DEFAULT: 0x80,
	RSS_CAPABILITIES: 0x88,
	RSS_PARAMETERS: 0x89,
	RSS_PROCESSOR_INFO: 0xb1,
	RSS_PARAMETERS_V2: 0xc8,
	RSS_SET_INDIRECTION_ENTRIES: 0xc9,
} as const;

/**
 * What is wrong with a header, in words; undefined when nothing is. Only the revisions of NDIS 6.80 are known, and the size
 * of a header may be more than that of its revision, not less.
 * Source: windows-driver-docs overview-of-ndis-support-for-header-versions.
 * @param sizes size in bytes by revision, revision 1 first
 */
export function headerProblem(
	header: ObjectHeader,
	type: number,
	sizes: readonly number[],
): string | undefined {
	if (header.type !== type) return `its header says type ${hex(header.type)} where ${hex(type)} is wanted`;
	if (header.revision === 0) return 'its header says revision 0, and revisions start at 1';
	const least = sizes[header.revision - 1];
	if (least === undefined) {
		return `its header says revision ${header.revision}, and NDIS 6.80 has revision ${sizes.length} at most`;
	}
	if (header.size < least) {
		return `its header says ${header.size} bytes where revision ${header.revision} has ${least}`;
	}
	return undefined;
}

/**
 * Bytes that a buffer must have for the revision that its header says; those of revision 1 where it says none that is known.
 * @param sizes size in bytes by revision, revision 1 first
 */
export function bytesOfRevision<const T extends readonly [number, ...number[]]>(
	buffer: Uint8Array,
	sizes: T,
): number {
	const revision = readAt(buffer, 0, objectHeader)?.revision ?? 1;
	return sizes[revision - 1] ?? sizes[0];
}

function hex(n: number): string {
	return `0x${n.toString(16)}`;
}
