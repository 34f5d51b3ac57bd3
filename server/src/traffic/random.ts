/**
 * A reproducible source of 32-bit words (xoshiro128**, seeded through SplitMix32): the same seed gives the same words on
 * every machine. For traffic and tests, never for keys.
 */
export class SeededRandom {
	#a: number;
	#b: number;
	#c: number;
	#d: number;

	constructor(seed: number) {
		let word = seed >>> 0;
		const next = () => {
			word = (word + 0x9e3779b9) >>> 0;
			return mix(word);
		};
		this.#a = next();
		this.#b = next();
		this.#c = next();
		this.#d = next();
	}

	/** The source for one part of something: part 0 is that of the seed itself, the others are unlike it and each other. */
	static ofPart(seed: number, part: number): SeededRandom {
		return new SeededRandom(part === 0 ? seed : mix(seed ^ mix(part)));
	}

	/** The next word, 0..2^32-1, uniform. */
	next(): number {
		const a = this.#a;
		const b = this.#b;
		const c = this.#c ^ a;
		const d = this.#d ^ b;
		this.#a = a ^ d;
		this.#b = b ^ c;
		this.#c = c ^ (b << 9);
		this.#d = rotate(d, 11);
		return Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
	}

	/** Writes the next words to the first `length` places of all columns, place by place. */
	fill(columns: readonly Uint32Array[], length: number): void {
		// As `next`, with the state in variables: several times faster.
		let [a, b, c, d] = [this.#a, this.#b, this.#c, this.#d];
		for (let i = 0; i < length; i++) {
			for (let w = 0; w < columns.length; w++) {
				const column = columns[w];
				if (column) column[i] = Math.imul(rotate(Math.imul(b, 5), 7), 9);
				const c2 = c ^ a;
				const d2 = d ^ b;
				a ^= d2;
				c = c2 ^ (b << 9);
				b ^= c2;
				d = rotate(d2, 11);
			}
		}
		[this.#a, this.#b, this.#c, this.#d] = [a, b, c, d];
	}

	/** A whole number from 0 to `count - 1`; even but for less than count / 2^32. */
	below(count: number): number {
		return Math.floor((this.next() / 2 ** 32) * count);
	}
}

/** A word scrambled: one to one, and no pattern of the input shows. 0 gives 0. */
export function mix(word: number): number {
	let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return mixed ^ (mixed >>> 16);
}

function rotate(word: number, by: number): number {
	return (word << by) | (word >>> (32 - by));
}
