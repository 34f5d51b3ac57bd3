import { encodeField, readAt, structure, u16, u32 } from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';

/** Bytes of NDIS_RECEIVE_HASH_PARAMETERS without its key. */
export const RECEIVE_HASH_PARAMETERS_SIZE = 0x14;

const layout = structure(RECEIVE_HASH_PARAMETERS_SIZE, {
	header: [0x00, objectHeader],
	flags: [0x04, u32],
	hashInformation: [0x08, u32],
	hashSecretKeySize: [0x0c, u16],
	hashSecretKeyOffset: [0x10, u32],
});

const HEADER: ObjectHeader = { type: ObjectType.DEFAULT, revision: 1, size: RECEIVE_HASH_PARAMETERS_SIZE };

/** NDIS_RECEIVE_HASH_PARAMETERS (OID_GEN_RECEIVE_HASH). */
export interface ReceiveHashParameters {
	/** ReceiveHashFlag */
	readonly flags: number;
	readonly hashInformation: number;
	readonly hashSecretKey: Uint8Array;
}

/** The structure with its key right behind it. */
export function encodeReceiveHashParameters(
	value: ReceiveHashParameters,
	header: ObjectHeader = HEADER,
): Uint8Array {
	const { hashSecretKey } = value;
	const bytes = encodeField(
		layout,
		{
			...value,
			header,
			hashSecretKeySize: hashSecretKey.length,
			hashSecretKeyOffset: RECEIVE_HASH_PARAMETERS_SIZE,
		},
		RECEIVE_HASH_PARAMETERS_SIZE + hashSecretKey.length,
	);
	bytes.set(hashSecretKey, RECEIVE_HASH_PARAMETERS_SIZE);
	return bytes;
}

/** Undefined when the buffer is shorter than the structure or does not hold the key it speaks of. */
export function decodeReceiveHashParameters(
	buffer: Uint8Array,
): (ReceiveHashParameters & { readonly header: ObjectHeader }) | undefined {
	const fixed = readAt(buffer, 0, layout);
	if (!fixed) return undefined;
	const { header, flags, hashInformation, hashSecretKeyOffset: start, hashSecretKeySize: size } = fixed;
	if (start + size > buffer.length) return undefined;
	return { header, flags, hashInformation, hashSecretKey: buffer.slice(start, start + size) };
}

/** The members and their offsets, for tools that name every field of a buffer. */
export { layout as receiveHashParametersLayout };
