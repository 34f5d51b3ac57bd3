const INDEX_BITS = 12;
const REGISTERS = 1 << INDEX_BITS;
/** Bias of the estimate for this many registers (Flajolet et al., 2007, figure 3). */
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);
/** 2^32 */
const HASHES = 0x1_0000_0000;

/** Standard error of {@link DistinctCounter.estimate}, as a part of it: 1.04/√m. */
export const DISTINCT_ERROR = 1.04 / Math.sqrt(REGISTERS);

/**
 * Counts distinct things in 4 KiB, about: HyperLogLog over 32-bit hashes. Adding a thing again changes nothing.
 * Source: Flajolet, Fusy, Gandouet, Meunier: HyperLogLog (2007).
 */
export class DistinctCounter {
	readonly #registers = new Uint8Array(REGISTERS);

	/** @param hash well mixed 32 bits of the thing */
	add(hash: number): void {
		const index = hash >>> (32 - INDEX_BITS);
		// A bit behind the rest of the hash bounds the rank.
		const rank = Math.clz32((hash << INDEX_BITS) | (1 << (INDEX_BITS - 1))) + 1;
		if (rank > (this.#registers[index] ?? 0)) this.#registers[index] = rank;
	}

	/** Takes in what another has counted: the estimate is that of the union. */
	merge(other: DistinctCounter): void {
		for (const [i, rank] of other.#registers.entries()) {
			if (rank > (this.#registers[i] ?? 0)) this.#registers[i] = rank;
		}
	}

	/** How many distinct things were added. */
	estimate(): number {
		let sum = 0;
		let empty = 0;
		for (const rank of this.#registers) {
			sum += 2 ** -rank;
			if (rank === 0) empty++;
		}
		const raw = (ALPHA * REGISTERS * REGISTERS) / sum;
		if (raw <= 2.5 * REGISTERS && empty > 0) return Math.round(REGISTERS * Math.log(REGISTERS / empty));
		if (raw <= HASHES / 30) return Math.round(raw);
		return Math.round(-HASHES * Math.log(1 - raw / HASHES));
	}
}
