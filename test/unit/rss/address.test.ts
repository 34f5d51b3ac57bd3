import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../server/src/rss/address.js';

describe('addresses', () => {
	it.each([
		['66.9.149.187', '66,9,149,187'],
		['::', '0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0'],
		['::1', '0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1'],
		['fe80::', '254,128,0,0,0,0,0,0,0,0,0,0,0,0,0,0'],
		['1:2:3:4:5:6:7::', '0,1,0,2,0,3,0,4,0,5,0,6,0,7,0,0'],
		['::ffff:192.0.2.7', '0,0,0,0,0,0,0,0,0,0,255,255,192,0,2,7'],
		['64:ff9b::10.1.2.3', '0,100,255,155,0,0,0,0,0,0,0,0,10,1,2,3'],
	])('%s', (text, expected) => {
		expect([...(parseAddress(text) ?? [])].join()).toBe(expected);
	});

	it.each([
		'',
		'1.2.3',
		'1.2.3.4.5',
		'256.1.1.1',
		'01.2.3.4',
		' 1.2.3.4',
		'1:2',
		':::',
		'1::2::3',
		'1:2:3:4:5:6:7:8:9',
		'1:2:3:4:5:6:7:8::',
		'12345::',
		'1.2.3.4::',
		'::1.2.3.4:5',
		':1:2:3:4:5:6:7',
		'fe80::1%eth0',
		'[::1]',
	])('%j is none', (text) => {
		expect(parseAddress(text)).toBeUndefined();
	});

	it('takes exactly what the platform takes', () => {
		const piece = fc.constantFrom('0', '1', 'ff', 'abcd', '00001', '', 'g', '1.2.3.4', '255.256.0.1', '10');
		const text = fc
			.tuple(fc.array(piece, { minLength: 1, maxLength: 9 }), fc.constantFrom(':', '.', '::'))
			.map(([pieces, separator]) => pieces.join(separator));
		const mixed = fc
			.array(fc.constantFrom('1', 'f', ':', '::', '.', '23', '0'), { maxLength: 18 })
			.map((x) => x.join(''));
		fc.assert(
			fc.property(fc.oneof(text, mixed, fc.ipV4(), fc.ipV6()), (candidate) => {
				const expected = { 0: undefined, 4: 4, 6: 16 }[isIP(candidate)];
				expect(parseAddress(candidate)?.length).toBe(expected);
			}),
			{ numRuns: 3000 },
		);
	});
});
