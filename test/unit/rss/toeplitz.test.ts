import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../server/src/rss/address.js';
import { hashInput, ToeplitzTable, toeplitzHash } from '../../../server/src/rss/toeplitz.js';

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const published = bytes('6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa');
const symmetric = bytes('6d5a'.repeat(20));

/** Microsoft's verification suite, and the same flows under the repeated key. */
const flows: [source: string, sport: number, destination: string, dport: number, ...hashes: number[]][] = [
	['66.9.149.187', 2794, '161.142.100.80', 1766, 0x323e8fc2, 0x51ccc178, 0x0a590a59, 0x9fcc9fcc],
	['199.92.111.2', 14230, '65.69.140.83', 4739, 0xd718262a, 0xc626b0ea, 0x7ba97ba9, 0x60d760d7],
	['24.19.198.95', 12898, '12.22.207.184', 38024, 0xd2d0a5de, 0x5c2b394a, 0xa55aa55a, 0x3a3e3a3e],
	['38.27.205.30', 48228, '209.142.163.6', 2217, 0x82989176, 0xafc7327f, 0xf8a7f8a7, 0xd26ed26e],
	['153.39.163.191', 44251, '202.188.127.2', 1303, 0x5d1809c5, 0x10e828a2, 0x57545754, 0xf23ef23e],
	['3ffe:2501:200:1fff::7', 2794, '3ffe:2501:200:3::1', 1766, 0x2cc18cd5, 0x40207d3d, 0x867e867e, 0x13eb13eb],
	['3ffe:501:8::260:97ff:fe40:efab', 14230, 'ff02::1', 4739, 0x0f0c461c, 0xdde51bbf, 0x2def2def, 0x36913691],
	[
		'3ffe:1900:4545:3:200:f8ff:fe21:67cf',
		44251,
		'fe80::200:f8ff:fe21:67cf',
		38024,
		0x4b61e985,
		0x02d1feef,
		0xc85ec85e,
		0x08090809,
	],
];

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
