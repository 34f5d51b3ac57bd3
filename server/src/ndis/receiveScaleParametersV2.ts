import { HASH_SECRET_KEY_SIZE } from './hash.js';
import { encodeField, readAt, structure, u32, viewOf } from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';

/** Bytes of NDIS_RECEIVE_SCALE_PARAMETERS_V2 without the key that follows. */
export const RECEIVE_SCALE_PARAMETERS_V2_SIZE = 0x1c;

const layout = structure(RECEIVE_SCALE_PARAMETERS_V2_SIZE, {
	header: [0x00, objectHeader],
	flags: [0x04, u32],
	hashInformation: [0x08, u32],
	hashSecretKeySize: [0x0c, u32],
	hashSecretKeyOffset: [0x10, u32],
	numberOfQueues: [0x14, u32],
	numberOfIndirectionTableEntries: [0x18, u32],
});

const HEADER: ObjectHeader = {
	type: ObjectType.RSS_PARAMETERS_V2,
	revision: 1,
	size: RECEIVE_SCALE_PARAMETERS_V2_SIZE,
};

/** NDIS_RECEIVE_SCALE_PARAMETERS_V2 (OID_GEN_RECEIVE_SCALE_PARAMETERS_V2). */
export interface ReceiveScaleParametersV2 {
	/** ReceiveScaleFlag */
	readonly flags: number;
	readonly hashInformation: number;
	/** 40 bytes are wanted, whether the key changes or not. */
	readonly hashSecretKey: Uint8Array;
	readonly numberOfQueues: number;
	readonly numberOfIndirectionTableEntries: number;
}

/** What a buffer holds, whatever it says. */
export interface DecodedReceiveScaleParametersV2 extends Omit<ReceiveScaleParametersV2, 'hashSecretKey'> {
	readonly header: ObjectHeader;
	readonly hashSecretKeySize: number;
	readonly hashSecretKeyOffset: number;
	/** Undefined when it does not lie within the buffer, after the structure. */
	readonly hashSecretKey: Uint8Array | undefined;
}

/** The structure with its key right behind it. A header may be given to say something else than the right thing. */
export function encodeReceiveScaleParametersV2(
	value: ReceiveScaleParametersV2,
	header: ObjectHeader = HEADER,
): Uint8Array {
	const { hashSecretKey } = value;
	const bytes = encodeField(
		layout,
		{
			...value,
			header,
			hashSecretKeySize: hashSecretKey.length,
			hashSecretKeyOffset: RECEIVE_SCALE_PARAMETERS_V2_SIZE,
		},
		RECEIVE_SCALE_PARAMETERS_V2_SIZE + hashSecretKey.length,
	);
	bytes.set(hashSecretKey, RECEIVE_SCALE_PARAMETERS_V2_SIZE);
	return bytes;
}

/** Undefined when the buffer is shorter than the structure without its key. */
export function decodeReceiveScaleParametersV2(
	buffer: Uint8Array,
): DecodedReceiveScaleParametersV2 | undefined {
	const fixed = readAt(buffer, 0, layout);
	if (!fixed) return undefined;
	const { hashSecretKeyOffset: start, hashSecretKeySize: size } = fixed;
	const inside = start >= RECEIVE_SCALE_PARAMETERS_V2_SIZE && start + size <= buffer.length;
	return { ...fixed, hashSecretKey: inside ? buffer.slice(start, start + size) : undefined };
}

/** Writes another key size into an encoded structure, to say what is not so. */
export function withHashSecretKeySize(buffer: Uint8Array, size: number): Uint8Array {
	const copy = buffer.slice();
	viewOf(copy).setUint32(0x0c, size, true);
	return copy;
}

/** A key of the right size that says nothing: for requests that leave the key as it is. */
export function noHashSecretKey(): Uint8Array {
	return new Uint8Array(HASH_SECRET_KEY_SIZE);
}

/** The members and their offsets, for tools that name every field of a buffer. */
export { layout as receiveScaleParametersV2Layout };
