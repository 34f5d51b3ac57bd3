/**
 * Linear algebra over GF(2) on vectors of 32 bits: the Toeplitz hash is a linear map from the bits of the input to the
 * bits of the hash, whose columns are windows of the key.
 */

/** The dimension of the span of some vectors of up to 32 bits: Gaussian elimination, 0..32. */
export function rankOf(vectors: Iterable<number>): number {
	const leading = new Map<number, number>(); // vectors in echelon form, by their highest bit
	for (const given of vectors) {
		let vector = given >>> 0;
		while (vector !== 0) {
			const bit = Math.clz32(vector);
			const known = leading.get(bit);
			if (known === undefined) {
				leading.set(bit, vector);
				break;
			}
			vector = (vector ^ known) >>> 0;
		}
	}
	return leading.size;
}
