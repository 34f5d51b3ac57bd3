import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	HashType,
	HashTypeCapability,
	hashCapabilityBits,
	hashInformationOf,
	hashTypesOf,
	hashTypesOfCapability,
	supportedHashTypeBits,
} from '../../../server/src/ndis/hash.js';
import { Oid, oidName, parseOid } from '../../../server/src/ndis/oid.js';
import { parseStatus, Status, statusName } from '../../../server/src/ndis/status.js';

const types = Object.keys(HashType) as (keyof typeof HashType)[];

describe('statuses', () => {
	it('have one name each, read back as the same number', () => {
		for (const value of Object.values(Status)) expect(parseStatus(statusName(value))).toBe(value);
		expect(new Set(Object.values(Status)).size).toBe(Object.keys(Status).length);
		expect(statusName(Status.NO_QUEUES | 0)).toBe('NDIS_STATUS_NO_QUEUES');
		expect(statusName(0xc0009999)).toBe('0xc0009999');
		expect(parseStatus('NDIS_STATUS_toString')).toBeUndefined();
		expect(parseStatus('constructor')).toBeUndefined();
	});
});

describe('OIDs', () => {
	it('are read by name and by number', () => {
		for (const value of Object.values(Oid)) {
			expect(parseOid(oidName(value))).toBe(value);
			expect(parseOid(`0x${value.toString(16).toUpperCase()}`)).toBe(value);
		}
		expect(new Set(Object.values(Oid)).size).toBe(Object.keys(Oid).length);
		expect(oidName(5)).toBe('0x00000005');
		for (const text of ['', 'toString', '0x', '0x123456789', '66036']) expect(parseOid(text)).toBeUndefined();
	});
});

describe('hash types', () => {
	it('make the documented HashInformation', () => {
		expect(hashInformationOf(['ipv4', 'tcpIpv4', 'ipv6', 'tcpIpv6'])).toBe(0x1701);
		expect(hashInformationOf(types)).toBe(0x1ff01);
		expect(hashInformationOf([])).toBe(1);
	});

	it('are other bits as capabilities', () => {
		expect(hashCapabilityBits(types)).toBe(0x3f00);
		expect(hashTypesOfCapability(0x3f00)).toHaveLength(Object.keys(HashTypeCapability).length);
		expect(supportedHashTypeBits([])).toBe(0x100 | 0x400 | 0x800);
		expect(supportedHashTypeBits(types)).toBe(0x1ff00);
	});

	it('are read back from their bits', () => {
		fc.assert(
			fc.property(fc.subarray(types), (some) => {
				expect(hashTypesOf(hashInformationOf(some)).sort()).toEqual([...some].sort());
				const computed = some.filter((type) => HashTypeCapability[type] !== undefined);
				expect(hashTypesOfCapability(hashCapabilityBits(some)).sort()).toEqual(computed.sort());
			}),
		);
	});
});
