import fc from 'fast-check';
import { expect, it } from 'vitest';
import { analyticShares } from '../../../server/src/rss/engine/analyticSpread.js';
import type { Processor } from '../../../server/src/rss/processor.js';
import { sharesOf } from '../../../server/src/rss/spread.js';
import { toeplitzHash } from '../../../server/src/rss/toeplitz.js';
import { powersOfTwo, published } from './engineArbitraries.js';

const inputBytes = 12;
const freeBits = fc.uniqueArray(fc.nat(inputBytes * 8 - 1), { maxLength: 9 });
/** Keys of random bytes, of few bits, of a short period, and of zeros: the ranks of the last three are low. */
const keys = fc.oneof(
	fc.uint8Array({ minLength: 40, maxLength: 40 }),
	fc.uniqueArray(fc.nat(319), { maxLength: 4 }).map((bits) => {
		const key = new Uint8Array(40);
		for (const bit of bits) key[bit >> 3] = (key[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
		return key;
	}),
	fc
		.tuple(fc.nat(255), fc.nat(255))
		.map(([a, b]) => Uint8Array.from({ length: 40 }, (_, i) => (i % 2 ? b : a))),
	fc.constant(new Uint8Array(40)),
);

/** Every combination of the free bits, hashed one by one. */
function counted(key: Uint8Array, input: Uint8Array, free: readonly number[], tableSize: number): number[] {
	const counts = new Array<number>(tableSize).fill(0);
	for (let combination = 0; combination < 2 ** free.length; combination++) {
		const one = Uint8Array.from(input);
		for (const [i, bit] of free.entries()) {
			const mask = 0x80 >> (bit & 7);
			const byte = one[bit >> 3] ?? 0;
			one[bit >> 3] = (combination >> i) & 1 ? byte | mask : byte & ~mask;
		}
		const index = toeplitzHash(key, one) % tableSize;
		counts[index] = (counts[index] ?? 0) + 1;
	}
	return counts;
}

it('gives what counting every combination gives: by entry, and by processor of any table', () => {
	const input = fc.uint8Array({ minLength: inputBytes, maxLength: inputBytes });
	const table = powersOfTwo.chain((n) => fc.array(fc.nat(7), { minLength: n, maxLength: n }));
	fc.assert(
		fc.property(keys, input, freeBits, table, (key, fixed, free, targets) => {
			const counts = counted(key, fixed, free, targets.length);
			const shares = analyticShares(key, fixed, free, targets.length);
			expect([...shares]).toEqual(counts.map((n) => n / 2 ** free.length));
			const perTarget = (values: ArrayLike<number>) =>
				targets.reduce(
					(sums, to, i) => sums.with(to, (sums[to] ?? 0) + (values[i] ?? 0)),
					new Array(8).fill(0),
				);
			expect(perTarget(shares)).toEqual(perTarget(counts).map((n) => n / 2 ** free.length));
		}),
		{ numRuns: 150 },
	);
});

it('is the shares of the entries where the key reaches all of them', () => {
	const free = Array.from({ length: inputBytes * 8 }, (_, bit) => bit);
	const table = Array.from({ length: 128 }, (_, i) => (i % 5) as Processor);
	const shares = analyticShares(published, new Uint8Array(inputBytes), free, 128);
	for (const { processor, share } of sharesOf(table)) {
		const sum = table.reduce((all, to, i) => all + (to === processor ? (shares[i] ?? 0) : 0), 0);
		expect(sum).toBeCloseTo(share, 12);
	}
});

it('refuses what is not linear, and bits that do not exist', () => {
	const input = new Uint8Array(inputBytes);
	expect(() => analyticShares(published, input, [0], 100)).toThrow(/100 is no power of two/);
	expect(() => analyticShares(published, input, [96], 4)).toThrow(/bit 96/);
});
