import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeElements, decodeVFInfoArray, encodeVFInfoArray } from '../../../server/src/ndis/infoArray.js';
import {
	decodeNicSwitchFreeVFParameters,
	decodeNicSwitchVFParameters,
	encodeNicSwitchFreeVFParameters,
	encodeNicSwitchVFParameters,
	nicSwitchVFParametersLayout,
} from '../../../server/src/ndis/nicSwitchVFParameters.js';
import { header, hex, name, u16, u32 } from '../../support/structures.js';

const mac = fc.uint8Array({ minLength: 32, maxLength: 32 });
const values = fc.record({
	flags: u32,
	switchId: u32,
	vmName: name,
	vmFriendlyName: name,
	nicName: name,
	macAddressLength: u16,
	permanentMacAddress: mac,
	currentMacAddress: mac,
	vfId: u16,
	requestorId: u32,
});

describe('NDIS_NIC_SWITCH_VF_PARAMETERS', () => {
	it('lies in memory as in ntddndis.h', () => {
		const bytes = encodeNicSwitchVFParameters({
			flags: 0x01020304,
			switchId: 5,
			vmName: 'A',
			vmFriendlyName: 'BC',
			nicName: 'D',
			macAddressLength: 6,
			permanentMacAddress: Uint8Array.of(1, 2, 3, 4, 5, 6),
			currentMacAddress: Uint8Array.of(7, 8, 9, 10, 11, 12),
			vfId: 0xabcd,
			requestorId: 0x11223344,
		});
		expect(bytes).toHaveLength(0x660);
		const at = (offset: number, size: number) => hex(bytes.subarray(offset, offset + size));
		expect(at(0, 12)).toBe('800160060403020105000000');
		expect(at(0x00c, 6)).toBe('020041000000');
		expect(at(0x210, 8)).toBe('0400420043000000');
		expect(at(0x414, 6)).toBe('020044000000');
		expect(at(0x618, 10)).toBe('06000102030405060000');
		expect(at(0x63a, 8)).toBe('0708090a0b0c0000');
		expect(at(0x65a, 6)).toBe('cdab44332211');
	});

	it('reads what was written, and nothing shorter', () => {
		fc.assert(
			fc.property(values, header, (value, header) => {
				const bytes = encodeNicSwitchVFParameters(value, header);
				expect(decodeNicSwitchVFParameters(bytes)).toEqual({ ...value, header });
				expect(decodeNicSwitchVFParameters(bytes.slice(1))).toBeUndefined();
			}),
		);
	});

	it('has addresses of its own, not a view of the buffer', () => {
		const bytes = encodeNicSwitchVFParameters(fc.sample(values, 1)[0] as never);
		const read = decodeNicSwitchVFParameters(bytes);
		const before = read?.permanentMacAddress.slice();
		bytes.fill(0xee);
		expect(read?.permanentMacAddress).toEqual(before);
	});
});

describe('NDIS_NIC_SWITCH_FREE_VF_PARAMETERS', () => {
	it('lies in memory as in ntddndis.h, and is read without its padding', () => {
		const bytes = encodeNicSwitchFreeVFParameters({ flags: 1, vfId: 0x1234 });
		expect(hex(bytes)).toBe('80010a000100000034120000');
		const read = { header: { type: 0x80, revision: 1, size: 0xa }, flags: 1, vfId: 0x1234 };
		expect(decodeNicSwitchFreeVFParameters(bytes.slice(0, 10))).toEqual(read);
		expect(decodeNicSwitchFreeVFParameters(bytes.slice(0, 9))).toBeUndefined();
	});
});

describe('NDIS_NIC_SWITCH_VF_INFO_ARRAY', () => {
	it('holds its elements where it says', () => {
		const withHeader = fc.tuple(values, header).map(([value, header]) => ({ ...value, header }));
		fc.assert(
			fc.property(fc.array(withHeader, { maxLength: 4 }), u32, u32, (vfs, flags, switchId) => {
				const bytes = encodeVFInfoArray({ flags, switchId }, nicSwitchVFParametersLayout, vfs);
				const head = decodeVFInfoArray(bytes);
				expect(head).toMatchObject({
					header: { type: 0x80, revision: 1, size: 0x18 },
					flags,
					switchId,
					firstElementOffset: 0x18,
					numElements: vfs.length,
					elementSize: 0x660,
				});
				expect(head && decodeElements(bytes, head, nicSwitchVFParametersLayout)).toEqual(vfs);
			}),
			{ numRuns: 20 },
		);
	});
});
