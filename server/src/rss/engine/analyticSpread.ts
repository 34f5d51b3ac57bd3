import { isPowerOfTwo } from '../indirectionTable.js';
import { toeplitzHash, windowAt } from '../toeplitz.js';

/**
 * What share of flows each entry gets when some bits of the hash input take every combination of values equally often and
 * all others are fixed: worked out, not counted. The hash is affine over GF(2), so the indices are the XOR of one index
 * (of the fixed bits) with the span of what each free bit adds: a set of 2^rank entries, each with the same share.
 * @param input the hash input with the fixed bits; what its free bits hold does not matter
 * @param freeBits places of the free bits, 0 the first on the wire
 * @param tableSize a power of two
 * @returns the share of each entry, 0..1
 * @throws RangeError for another table size, a bit outside the input, or a key that does not cover the input
 */
export function analyticShares(
	secretKey: Uint8Array,
	input: Uint8Array,
	freeBits: Iterable<number>,
	tableSize: number,
): Float64Array {
	if (!isPowerOfTwo(tableSize)) {
		throw new RangeError(`${tableSize} is no power of two: hash mod N is not linear and can only be counted`);
	}
	const mask = tableSize - 1;
	const fixed = Uint8Array.from(input);
	let reached = [0];
	const seen = new Set(reached);
	for (const bit of freeBits) {
		if (!(bit >= 0 && bit < input.length * 8)) throw new RangeError(`bit ${bit} is outside of the input`);
		fixed[bit >> 3] = (fixed[bit >> 3] ?? 0) & ~(0x80 >> (bit & 7));
		const added = windowAt(secretKey, bit) & mask;
		// A vector in the span already reaches nothing new, and doubles what reaches each entry: the shares stay.
		if (seen.has(added)) continue;
		reached = [...reached, ...reached.map((index) => index ^ added)];
		for (const index of reached) seen.add(index);
	}
	const origin = toeplitzHash(secretKey, fixed) & mask;
	const shares = new Float64Array(tableSize);
	for (const index of reached) shares[origin ^ index] = 1 / reached.length;
	return shares;
}
