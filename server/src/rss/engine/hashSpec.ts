import { type AddressFamily, type FlowBatch, wordsPerInput } from './flowBatch.js';

/** Shortest and longest key, in bytes: NDIS has 40; some NICs take 52 (Intel E810 and its kin), ethtool shows either. */
export const KEY_BYTES = { min: 40, max: 52 } as const;
/**
 * Largest indirection table. NDIS itself knows powers of two, up to 128 in native mode; outside of it there are NICs with
 * 2048 entries, and with sizes that are no power of two. More is what a file may make of an adapter's capabilities.
 */
export const MAX_TABLE_SIZE = 65_536;

/** What is hashed, with which key, and into a table of which size. */
export interface HashSpec {
	/** 40..52 bytes. */
	readonly secretKey: Uint8Array;
	readonly family: AddressFamily;
	/** Whether the ports are hashed too (4-tuple) or the addresses alone (2-tuple). */
	readonly ports: boolean;
	/**
	 * Entries, 1..65536. A power of two takes hash AND (N-1), as NDIS says; any other N takes hash mod N, as the NICs that
	 * have such sizes do. For a power of two these are the same.
	 */
	readonly tableSize: number;
}

/** @throws RangeError when key or table size are beyond what is hashed here */
export function requireHashSpec({ secretKey, tableSize }: HashSpec): void {
	if (secretKey.length < KEY_BYTES.min || secretKey.length > KEY_BYTES.max) {
		throw new RangeError(
			`a key has ${KEY_BYTES.min} to ${KEY_BYTES.max} bytes; this one has ${secretKey.length}`,
		);
	}
	if (!Number.isInteger(tableSize) || tableSize < 1 || tableSize > MAX_TABLE_SIZE) {
		throw new RangeError(`a table has 1 to ${MAX_TABLE_SIZE} entries, not ${tableSize}`);
	}
}

/** The arrays of a batch that are hashed. @throws RangeError when the batch is of the other family */
export function hashedWords({ family, ports }: HashSpec, batch: FlowBatch): readonly Uint32Array[] {
	if (batch.family !== family) {
		throw new RangeError(`${batch.family} flows cannot be hashed as ${family}`);
	}
	return batch.words.slice(0, wordsPerInput(family, ports));
}
