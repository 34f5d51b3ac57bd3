import type { PacketFields } from '../packet/packetFields.js';
import { LONGEST_HASH_INPUT, selectHashType, writeHashInput } from './hashSelection.js';
import type { ToeplitzTable } from './toeplitz.js';

/** Hashes packets as an adapter does. Nothing is allocated per packet. */
export class PacketHash {
	readonly #input = new Uint8Array(LONGEST_HASH_INPUT);
	/** The beginning of the input, by its length. */
	readonly #views = Array.from({ length: LONGEST_HASH_INPUT + 1 }, (_, length) =>
		this.#input.subarray(0, length),
	);
	/** The hash of the last packet, 32 bits unsigned; 0 when it had none. */
	value = 0;

	/**
	 * Selects the hash type among the enabled NDIS_HASH_* bits and leaves the hash in `value`. The table is of the secret
	 * key and for inputs of LONGEST_HASH_INPUT bytes.
	 * @returns the NDIS_HASH_* bit that applied; 0 when none did
	 */
	of(packet: Readonly<PacketFields>, hashTypes: number, table: ToeplitzTable): number {
		const hashType = selectHashType(hashTypes, packet);
		if (hashType === 0) {
			this.value = 0;
			return 0;
		}
		const length = writeHashInput(packet, hashType, this.#input);
		this.value = table.hash(this.#views[length] ?? this.#input);
		return hashType;
	}
}
