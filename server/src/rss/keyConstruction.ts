import { analyzeKey, isSymmetric, type LayoutAnalysis } from './keyAnalysis.js';
import { HASH_BITS, type InputLayout, mirroredFields } from './keyLayout.js';

/** Entries up to which a new key must reach every one: four times what any known adapter has, and 16 bits of port. */
const FULL_TABLE = 2 ** 16;

/**
 * The bits of a key that must be equal for it to map both directions of every flow of some layouts to one hash, as the
 * lowest bit of its class for every bit. A bit and its mirror image have one window each, and windows are equal if each
 * of their 32 bits is; the classes are the connected components of these equations.
 */
export function symmetryClasses(keyBytes: number, layouts: readonly InputLayout[]): number[] {
	const parents = Array.from({ length: keyBytes * 8 }, (_, bit) => bit);
	const find = (bit: number): number => {
		let at = bit;
		for (let parent = parents[at] ?? at; parent !== at; parent = parents[at] ?? at) at = parent;
		return at;
	};
	for (const { start, end, distance } of layouts.flatMap(mirroredFields)) {
		// The windows of bits start..end-1 cover the key to end + 30.
		for (let bit = start; bit < end + HASH_BITS - 1 && bit + distance < parents.length; bit++) {
			const [low, high] = [find(bit), find(bit + distance)].sort((a, b) => a - b);
			if (low !== undefined && high !== undefined) parents[high] = low;
		}
	}
	return parents.map((_, bit) => find(bit));
}

/** How many bits of a symmetric key can be chosen freely, of those that the hash depends on. */
export function freeBitsOf(keyBytes: number, layouts: readonly InputLayout[]): number {
	const used = Math.max(0, ...layouts.map(({ bits }) => bits + HASH_BITS - 1));
	return new Set(symmetryClasses(keyBytes, layouts).slice(0, used)).size;
}

/** The symmetric key whose classes of bits have the values that the given key has at the first bit of each. */
export function symmetricKeyFrom(key: Uint8Array, layouts: readonly InputLayout[]): Uint8Array {
	const symmetric = new Uint8Array(key.length);
	for (const [bit, source] of symmetryClasses(key.length, layouts).entries()) {
		const value = ((key[source >> 3] ?? 0) >> (7 - (source & 7))) & 1;
		symmetric[bit >> 3] = (symmetric[bit >> 3] ?? 0) | (value << (7 - (bit & 7)));
	}
	return symmetric;
}

/**
 * Whether a key uses all that its layouts offer: every hash value occurs over all fields, and over the ports, and over
 * the source port alone, all entries of any table up to 65536 are reached.
 */
export function isFullRank(key: Uint8Array, layouts: readonly InputLayout[]): boolean {
	return analyzeKey(key, layouts, FULL_TABLE).every(
		({ all, ports, sourcePort }) =>
			all.hash === HASH_BITS &&
			[ports, sourcePort].every((field) => !field || field.reachable === FULL_TABLE),
	);
}

/** Of how many random keys one has full rank, at the worst (1 in 4 measured): 1000 failures are no chance. */
const MAX_DRAWS = 1000;

/**
 * A key of full rank, from random bytes; symmetric if wished.
 * @param draw gives n random bytes that nobody can guess
 * @throws RangeError when it gives no such key within 1000 draws: then it is not random
 */
export function newKey(
	keyBytes: number,
	layouts: readonly InputLayout[],
	symmetric: boolean,
	draw: (bytes: number) => Uint8Array,
): Uint8Array {
	for (let i = 0; i < MAX_DRAWS; i++) {
		const drawn = draw(keyBytes);
		const key = symmetric ? symmetricKeyFrom(drawn, layouts) : drawn;
		if (isFullRank(key, layouts) && (symmetric || !someSymmetric(analyzeKey(key, layouts, 1)))) return key;
	}
	throw new RangeError(`no usable key in ${MAX_DRAWS} draws: the source of randomness is broken`);
}

function someSymmetric(analyses: readonly LayoutAnalysis[]): boolean {
	return analyses.some(isSymmetric);
}
