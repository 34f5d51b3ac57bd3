/**
 * A reproducible source of 32-bit words (xoshiro128**, seeded through SplitMix32): the same seed gives the same words on
 * every machine. For traffic and tests, never for keys.
 */
export class SeededRandom {
	readonly #state: Uint32Array;

	constructor(seed: number) {
		let word = seed >>> 0;
		this.#state = Uint32Array.from({ length: 4 }, () => {
			word = (word + 0x9e3779b9) >>> 0;
			let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
			mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
			return mixed ^ (mixed >>> 16);
		});
	}

	/** The next word, 0..2^32-1, uniform. */
	next(): number {
		const [a = 0, b = 0, c = 0, d = 0] = this.#state;
		const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
		const c2 = c ^ a;
		const d2 = d ^ b;
		this.#state.set([a ^ d2, b ^ c2, c2 ^ (b << 9), rotate(d2, 11)]);
		return result;
	}
}

function rotate(word: number, by: number): number {
	return (word << by) | (word >>> (32 - by));
}
