/** A byte of a packet. The caller has checked that it is there. */
export function u8(bytes: Uint8Array, at: number): number {
	return bytes[at] ?? 0;
}

/** 16 bits in network order. The caller has checked that they are there. */
export function u16(bytes: Uint8Array, at: number): number {
	return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
