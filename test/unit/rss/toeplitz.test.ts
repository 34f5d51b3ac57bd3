import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../server/src/rss/address.js';
import { hashInput, ToeplitzTable, toeplitzHash } from '../../../server/src/rss/toeplitz.js';
import {
	publishedFlows as flows,
	publishedKey as published,
	symmetricKey as symmetric,
} from '../../support/hashVectors.js';

function addresses(source: string, destination: string) {
	return {
		source: parseAddress(source) as Uint8Array,
		destination: parseAddress(destination) as Uint8Array,
	};
}

describe('published vectors', () => {
	it.each(flows)('%s:%i > %s:%i', (source, sourcePort, destination, destinationPort, ...hashes) => {
		const l3 = hashInput(addresses(source, destination));
		const l4 = hashInput({ ...addresses(source, destination), sourcePort, destinationPort });
		const all = [published, symmetric].flatMap((key) => [toeplitzHash(key, l3), toeplitzHash(key, l4)]);
		expect(all).toEqual(hashes);
	});

	it('maps both directions of a flow to one hash with the repeated key only', () => {
		const [source, sourcePort, destination, destinationPort] = flows[0]!;
		const there = hashInput({ ...addresses(source, destination), sourcePort, destinationPort });
		const back = hashInput({
			...addresses(destination, source),
			sourcePort: destinationPort,
			destinationPort: sourcePort,
		});
		expect(toeplitzHash(symmetric, back)).toBe(toeplitzHash(symmetric, there));
		expect(toeplitzHash(published, back)).not.toBe(toeplitzHash(published, there));
	});
});

describe('the table', () => {
	const keyAndInput = fc
		.uint8Array({ minLength: 4, maxLength: 56 })
		.chain((key) => fc.tuple(fc.constant(key), fc.uint8Array({ maxLength: key.length - 4 })));

	it('gives the hash as it is defined, for every key and input', () => {
		fc.assert(
			fc.property(keyAndInput, ([key, input]) => {
				expect(new ToeplitzTable(key).hash(input)).toBe(toeplitzHash(key, input));
			}),
		);
	});

	it('is linear over XOR', () => {
		const inputs = fc.uint8Array({ minLength: 36, maxLength: 36 });
		const table = new ToeplitzTable(published);
		fc.assert(
			fc.property(inputs, inputs, (a, b) => {
				const both = a.map((byte, i) => byte ^ (b[i] ?? 0));
				expect(table.hash(both)).toBe((table.hash(a) ^ table.hash(b)) >>> 0);
			}),
		);
	});

	it('uses no byte of the key beyond the input and 4', () => {
		const input = new Uint8Array(36).fill(0xff);
		const long = Uint8Array.of(...published, 1, 2, 3);
		expect(new ToeplitzTable(long).hash(input)).toBe(toeplitzHash(published, input));
	});
});

describe('what cannot be hashed', () => {
	it('refuses a key that does not cover the input', () => {
		const input = new Uint8Array(36);
		expect(() => toeplitzHash(published.subarray(0, 39), input)).toThrow(/39 bytes.*at least 40/);
		expect(() => new ToeplitzTable(published.subarray(0, 39), 36)).toThrow(RangeError);
		expect(() => new ToeplitzTable(published, 8).hash(input)).toThrow(/at most 8 bytes, not 36/);
	});

	it('refuses mixed families, a port alone and impossible ports', () => {
		const v4 = new Uint8Array(4);
		expect(() => hashInput({ source: v4, destination: new Uint8Array(16) })).toThrow(RangeError);
		expect(() => hashInput({ source: v4, destination: v4, sourcePort: 1 })).toThrow(/both ports/);
		const ports = { sourcePort: 1, destinationPort: 65536 };
		expect(() => hashInput({ source: v4, destination: v4, ...ports })).toThrow(/65536/);
	});
});
