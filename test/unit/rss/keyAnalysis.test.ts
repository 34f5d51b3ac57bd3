import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankOf } from '../../../server/src/rss/gf2.js';
import { analyzeKey, isSymmetric } from '../../../server/src/rss/keyAnalysis.js';
import { freeBitsOf, isFullRank, newKey, symmetricKeyFrom } from '../../../server/src/rss/keyConstruction.js';
import { inputLayouts, layoutsOf } from '../../../server/src/rss/keyLayout.js';
import { findPublishedKey, MICROSOFT_KEY, publishedKeys } from '../../../server/src/rss/publishedKeys.js';
import { toeplitzHash } from '../../../server/src/rss/toeplitz.js';

const repeated = Uint8Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 0x6d : 0x5a));
const tcpIpv4 = layoutsOf(['tcpIpv4']);
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const keys = bytes(40);

function analyse(key: Uint8Array, entries = 128) {
	const [only] = analyzeKey(key, tcpIpv4, entries);
	if (!only) throw new Error('the key is too short');
	return only;
}

/** Source and destination traded, byte by byte. */
function mirrored(input: Uint8Array, addressBytes: number): Uint8Array {
	const [source, destination, ports] = [
		input.subarray(0, addressBytes),
		input.subarray(addressBytes, 2 * addressBytes),
		input.subarray(2 * addressBytes),
	];
	return Uint8Array.of(...destination, ...source, ...ports.subarray(2), ...ports.subarray(0, 2));
}

describe('published values over the IPv4 4-tuple', () => {
	test("Microsoft's key: rank 32, low 7 bits rank 7, by ports alone too, not symmetric", () => {
		const { all, ports, sourcePort, symmetric } = analyse(MICROSOFT_KEY);
		expect(all).toEqual({ bits: 96, hash: 32, index: 7, reachable: 128 });
		expect(ports).toMatchObject({ bits: 32, index: 7, reachable: 128 });
		expect(sourcePort).toMatchObject({ bits: 16, index: 7, reachable: 128 });
		expect(symmetric).toEqual({ addresses: false, ports: false });
	});
	test('6d5a repeated: rank 16, low 7 bits rank 7, symmetric in addresses and ports', () => {
		const { all, symmetric } = analyse(repeated);
		expect(all).toMatchObject({ hash: 16, index: 7 });
		expect(symmetric).toEqual({ addresses: true, ports: true });
	});
	test('zeros: rank 0, one entry', () => {
		const { all, ports } = analyse(new Uint8Array(40));
		expect(all).toMatchObject({ hash: 0, index: 0, reachable: 1 });
		expect(ports).toMatchObject({ hash: 0, reachable: 1 });
	});
	test('a key of one repeated byte has at most its 8 rotations', () => {
		expect(analyse(new Uint8Array(40).fill(0x6d)).all.hash).toBeLessThanOrEqual(8);
	});
});

describe('rank', () => {
	test('2^rank is the number of distinct sums', () => {
		fc.assert(
			fc.property(fc.array(fc.nat({ max: 0xffff_ffff }), { maxLength: 10 }), (vectors) => {
				const sums = new Set([0]);
				for (const vector of vectors) for (const sum of [...sums]) sums.add((sum ^ vector) >>> 0);
				expect(2 ** rankOf(vectors)).toBe(sums.size);
			}),
		);
	});
	test('the entries that ports reach are as many as brute force counts', () => {
		const sparse = fc.array(fc.nat({ max: 319 }), { maxLength: 12 }).map((bits) => {
			const key = new Uint8Array(40);
			for (const bit of bits) key[bit >> 3] = (key[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
			return key;
		});
		fc.assert(
			fc.property(sparse, bytes(8), fc.constantFrom(2, 16, 128), (key, addresses, entries) => {
				const reached = new Set<number>();
				for (let port = 0; port < 0x10000; port += 1) {
					reached.add(
						toeplitzHash(key, Uint8Array.of(...addresses, port >> 8, port & 0xff, 0, 80)) % entries,
					);
				}
				expect(analyse(key, entries).sourcePort?.reachable).toBe(reached.size);
			}),
			{ numRuns: 5 },
		);
	});
});

describe('symmetry', () => {
	test('is claimed exactly when no input contradicts it', () => {
		fc.assert(
			fc.property(keys, fc.constantFrom(...inputLayouts), fc.boolean(), (drawn, layout, make) => {
				const key = make ? symmetricKeyFrom(drawn, [layout]) : drawn;
				const [analysis] = analyzeKey(key, [layout], 128);
				const inputs = Array.from({ length: layout.bits }, (_, bit) => {
					const input = new Uint8Array(layout.bits / 8);
					input[bit >> 3] = 0x80 >> (bit & 7);
					return input;
				});
				const holds = inputs.every(
					(input) => toeplitzHash(key, input) === toeplitzHash(key, mirrored(input, layout.addressBits / 8)),
				);
				expect(analysis && isSymmetric(analysis)).toBe(holds);
				if (make) expect(holds).toBe(true);
			}),
		);
	});
	test('a symmetric key need not be periodic', () => {
		const key = symmetricKeyFrom(
			Uint8Array.from({ length: 40 }, (_, i) => (i * 37 + 11) & 0xff),
			tcpIpv4,
		);
		expect(analyse(key).symmetric).toEqual({ addresses: true, ports: true });
		const pairs = new Set(Array.from({ length: 20 }, (_, i) => `${key[2 * i]} ${key[2 * i + 1]}`));
		expect(pairs.size).toBeGreaterThan(1);
	});
	test('holds for random flows, both ways', () => {
		fc.assert(
			fc.property(keys, bytes(36), (drawn, input) => {
				const key = symmetricKeyFrom(drawn, inputLayouts);
				expect(toeplitzHash(key, mirrored(input, 16))).toBe(toeplitzHash(key, input));
				const v4 = input.subarray(0, 12);
				expect(toeplitzHash(key, mirrored(v4, 4))).toBe(toeplitzHash(key, v4));
			}),
		);
	});
	test('the free bits of a symmetric key', () => {
		expect(freeBitsOf(40, [])).toBe(0);
		expect(freeBitsOf(40, layoutsOf(['ipv4']))).toBe(32);
		expect(freeBitsOf(40, tcpIpv4)).toBe(17);
		expect(freeBitsOf(40, inputLayouts)).toBe(18);
		expect(freeBitsOf(40, layoutsOf(['tcpIpv6']))).toBe(113);
	});
});

describe('a new key', () => {
	/** Bytes of a reproducible generator: each call goes on. */
	const drawer = (seed: number) => {
		let state = seed >>> 0;
		return (n: number) =>
			Uint8Array.from({ length: n }, () => {
				state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
				return state >>> 24;
			});
	};
	test('has full rank, symmetric or not', () => {
		fc.assert(
			fc.property(fc.nat(), fc.boolean(), fc.constantFrom(40, 52), (seed, symmetric, length) => {
				const key = newKey(length, inputLayouts, symmetric, drawer(seed));
				expect(key).toHaveLength(length);
				for (const analysis of analyzeKey(key, inputLayouts, 128)) {
					expect(analysis.all).toMatchObject({ hash: 32, index: 7 });
					expect(analysis.ports?.index ?? 7).toBe(7);
					expect(isSymmetric(analysis)).toBe(symmetric);
				}
			}),
		);
	});
	test('is refused from a source that gives only zeros', () => {
		expect(() => newKey(40, inputLayouts, false, (n) => new Uint8Array(n))).toThrow(RangeError);
	});
	test('6d5a repeated would not do', () => {
		expect(isFullRank(repeated, inputLayouts)).toBe(false);
	});
});

describe('published keys', () => {
	test('are found by their first 40 bytes, others are not', () => {
		for (const { key, name } of publishedKeys) {
			expect(findPublishedKey(key)?.name).toBe(name);
			expect(findPublishedKey(key.slice(0, 40))?.name).toBe(name);
			const other = key.slice();
			other[39] = (other[39] ?? 0) ^ 1;
			expect(findPublishedKey(other)).toBeUndefined();
		}
		expect(findPublishedKey(MICROSOFT_KEY.slice(0, 39))).toBeUndefined();
	});
});

test('layouts of hash types: TCP and UDP feed the same fields, Ex only takes them elsewhere', () => {
	const names = (...types: Parameters<typeof layoutsOf>[0]) => layoutsOf(types).map(({ name }) => name);
	expect(names('udpIpv4', 'tcpIpv4')).toEqual(['IPv4 addresses and ports']);
	expect(names('tcpIpv6Ex', 'ipv4')).toEqual(['IPv4 addresses', 'IPv6 addresses and ports']);
	expect(names()).toEqual([]);
});

test('a layout that the key is too short for is left out', () => {
	expect(analyzeKey(new Uint8Array(16), inputLayouts, 2).map(({ layout }) => layout.name)).toEqual([
		'IPv4 addresses',
		'IPv4 addresses and ports',
	]);
});
