import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseAddress } from '../../../server/src/rss/address.js';
import { chooseKernel, SIMD_FROM } from '../../../server/src/rss/engine/chooseKernel.js';
import {
	batchOf,
	createBatch,
	flowAt,
	setFlow,
	sliceFlows,
} from '../../../server/src/rss/engine/flowBatch.js';
import { hashesOf } from '../../../server/src/rss/engine/hashColumns.js';
import type { HashSpec } from '../../../server/src/rss/engine/hashSpec.js';
import type { IndexKernel } from '../../../server/src/rss/engine/kernel.js';
import { scriptKernel } from '../../../server/src/rss/engine/scriptKernel.js';
import { simdKernel } from '../../../server/src/rss/engine/simdKernel.js';
import { anySize, definedIndex, hashSpec, powersOfTwo, published, randomBatch } from './engineArbitraries.js';

/** Microsoft's verification suite: source, destination, hash of the addresses, hash with ports. */
const suite = [
	['66.9.149.187', 2794, '161.142.100.80', 1766, 0x323e8fc2, 0x51ccc178],
	['199.92.111.2', 14230, '65.69.140.83', 4739, 0xd718262a, 0xc626b0ea],
	['24.19.198.95', 12898, '12.22.207.184', 38024, 0xd2d0a5de, 0x5c2b394a],
	['38.27.205.30', 48228, '209.142.163.6', 2217, 0x82989176, 0xafc7327f],
	['153.39.163.191', 44251, '202.188.127.2', 1303, 0x5d1809c5, 0x10e828a2],
	['3ffe:2501:200:1fff::7', 2794, '3ffe:2501:200:3::1', 1766, 0x2cc18cd5, 0x40207d3d],
	['3ffe:501:8::260:97ff:fe40:efab', 14230, 'ff02::1', 4739, 0x0f0c461c, 0xdde51bbf],
	['3ffe:1900:4545:3:200:f8ff:fe21:67cf', 44251, 'fe80::200:f8ff:fe21:67cf', 38024, 0x4b61e985, 0x02d1feef],
] as const;
const tuples = suite.map(([source, sourcePort, destination, destinationPort, l3, l4]) => ({
	source: parseAddress(source) as Uint8Array,
	destination: parseAddress(destination) as Uint8Array,
	sourcePort,
	destinationPort,
	l3,
	l4,
}));

describe.each(['ipv4', 'ipv6'] as const)('the verification suite, %s', (family) => {
	const flows = tuples.filter(({ source }) => source.length === (family === 'ipv4' ? 4 : 16));
	const batch = batchOf(flows);

	it('is hashed as published', () => {
		const spec = { secretKey: published, family };
		expect([...hashesOf({ ...spec, ports: false }, batch)]).toEqual(flows.map(({ l3 }) => l3));
		expect([...hashesOf({ ...spec, ports: true }, batch)]).toEqual(flows.map(({ l4 }) => l4));
	});

	it.each([
		['script', scriptKernel],
		['WebAssembly SIMD', simdKernel],
	])('is put on the published entries by the %s kernel', (_, make) => {
		for (const tableSize of [1, 2, 128, 512, 2048]) {
			const indices = (ports: boolean) => {
				const out = new Uint16Array(batch.length);
				make({ secretKey: published, family, ports, tableSize })?.indices(batch, out);
				return [...out];
			};
			expect(indices(false)).toEqual(flows.map(({ l3 }) => l3 % tableSize));
			expect(indices(true)).toEqual(flows.map(({ l4 }) => l4 % tableSize));
		}
	});
});

/** Lengths around the blocks, strides and vectors of both kernels. */
const lengths = fc.oneof(
	fc.integer({ min: 0, max: 70 }),
	fc.constantFrom(2047, 2048, 2049, 4095, 4096, 4097, 5000),
);

function allOf(kernel: IndexKernel, batch: ReturnType<typeof randomBatch>, spec: HashSpec) {
	const indices = new Uint16Array(batch.length);
	kernel.indices(batch, indices);
	const counts = new Float64Array(spec.tableSize);
	kernel.count(batch, counts);
	return { indices: [...indices], counts: [...counts] };
}

describe('kernels', () => {
	it('find the index that the definition gives, for every key, tuple and table size', () => {
		fc.assert(
			fc.property(hashSpec(anySize), fc.integer({ min: 0, max: 40 }), fc.nat(), (spec, length, seed) => {
				const batch = randomBatch(spec.family, length, seed);
				const expected = Array.from({ length }, (_, i) => definedIndex(spec, batch, i));
				expect(allOf(scriptKernel(spec), batch, spec).indices).toEqual(expected);
			}),
			{ numRuns: 60 },
		);
	});

	it('count what they index', () => {
		fc.assert(
			fc.property(hashSpec(anySize), lengths, fc.nat(), (spec, length, seed) => {
				const { indices, counts } = allOf(scriptKernel(spec), randomBatch(spec.family, length, seed), spec);
				const expected = new Array<number>(spec.tableSize).fill(0);
				for (const index of indices) expected[index] = (expected[index] ?? 0) + 1;
				expect(counts).toEqual(expected);
			}),
			{ numRuns: 40 },
		);
	});

	it('agree with each other to the last flow', () => {
		fc.assert(
			fc.property(hashSpec(powersOfTwo), lengths, fc.nat(), (spec, length, seed) => {
				const batch = randomBatch(spec.family, length, seed);
				const simd = simdKernel(spec);
				expect(simd?.name).toBe('WebAssembly SIMD');
				if (simd) expect(allOf(simd, batch, spec)).toEqual(allOf(scriptKernel(spec), batch, spec));
			}),
			{ numRuns: 60 },
		);
	});

	it('add to counts that are there, and leave nothing behind for the next batch', () => {
		const spec = { secretKey: published, family: 'ipv4', ports: true, tableSize: 64 } as const;
		const batch = randomBatch('ipv4', 3000, 1);
		for (const kernel of [scriptKernel(spec), simdKernel(spec)]) {
			const once = new Float64Array(64);
			kernel?.count(batch, once);
			const twice = new Float64Array(64);
			for (const part of [sliceFlows(batch, 0, 1001), sliceFlows(batch, 1001, 3000), batch]) {
				kernel?.count(part, twice);
			}
			expect([...twice]).toEqual([...once].map((n) => 2 * n));
		}
	});
});

describe('the choice of a kernel', () => {
	const spec = { secretKey: published, family: 'ipv4', ports: true, tableSize: 128 } as const;
	/** A clock by which the first kernel that is tried takes `first` for each round, the second `second`. */
	const trial = (first: number, second: number) => {
		let calls = 0;
		let now = 0;
		const clock = () => {
			const round = Math.floor(calls / 2);
			if (calls++ % 2 === 1) now += round < 3 ? first : second;
			return now;
		};
		return { sample: randomBatch('ipv4', 100, 1), clock };
	};

	it('takes the script for few flows, and SIMD for many where it is the faster one', () => {
		expect(chooseKernel(spec, SIMD_FROM - 1).name).toBe('JavaScript');
		expect(chooseKernel(spec, SIMD_FROM).name).toBe('WebAssembly SIMD');
		expect(chooseKernel(spec, SIMD_FROM, trial(1, 2)).name).toBe('WebAssembly SIMD');
		expect(chooseKernel(spec, SIMD_FROM, trial(2, 1)).name).toBe('JavaScript');
	});

	it('takes the script where SIMD cannot be had', () => {
		expect(simdKernel(spec, {})).toBeUndefined();
		const refusing = { WebAssembly: { ...WebAssembly, validate: () => false } } as never;
		expect(simdKernel(spec, refusing)).toBeUndefined();
		expect(chooseKernel({ ...spec, tableSize: 100 }, SIMD_FROM).name).toBe('JavaScript');
	});

	it('does not take a module whose results are wrong', () => {
		class Instance {
			readonly exports: object;
			constructor(module: WebAssembly.Module) {
				const { exports } = new WebAssembly.Instance(module);
				this.exports = { ...exports, index: () => {} };
			}
		}
		const { validate, Module } = WebAssembly;
		const wrong = { WebAssembly: { validate, Module, Instance } } as never;
		expect(simdKernel(spec, wrong)).toBeUndefined();
	});
});

describe('batches', () => {
	const port = fc.integer({ min: 0, max: 0xffff });
	test.each([4, 16])('keep what is written, addresses of %i bytes', (bytes) => {
		const address = fc.uint8Array({ minLength: bytes, maxLength: bytes });
		const tuple = fc.record({
			source: address,
			destination: address,
			sourcePort: port,
			destinationPort: port,
		});
		fc.assert(
			fc.property(fc.array(tuple, { minLength: 1, maxLength: 5 }), (written) => {
				const batch = batchOf(written);
				expect(written.map((_, i) => flowAt(batch, i))).toEqual(written);
			}),
		);
	});

	it('refuse what does not fit', () => {
		const v6 = new Uint8Array(16);
		expect(() => setFlow(createBatch('ipv4', 1), 0, { source: v6, destination: v6 })).toThrow(
			/16 bytes does not fit a batch of ipv4/,
		);
		const spec = { secretKey: published, family: 'ipv6', ports: true, tableSize: 4 } as const;
		expect(() => scriptKernel(spec).count(createBatch('ipv4', 1), new Float64Array(4))).toThrow(
			/ipv4 flows cannot be hashed as ipv6/,
		);
	});

	it.each([
		[{ secretKey: published.subarray(1) }, /40 to 52 bytes; this one has 39/],
		[{ secretKey: new Uint8Array(53) }, /this one has 53/],
		[{ tableSize: 0 }, /not 0/],
		[{ tableSize: 1.5 }, /not 1.5/],
	])('refuse %o', (wrong, message) => {
		const spec = { secretKey: published, family: 'ipv4', ports: true, tableSize: 4, ...wrong } as const;
		for (const make of [scriptKernel, simdKernel]) expect(() => make(spec)).toThrow(message);
	});
});
