import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedString } from '../../../server/src/ndis/countedString.js';
import { affinityOf, processorsOfAffinity } from '../../../server/src/ndis/groupAffinity.js';
import { encodeField, readAt } from '../../../server/src/ndis/layout.js';
import {
	decodeNicSwitchDeleteVPortParameters,
	encodeNicSwitchDeleteVPortParameters,
} from '../../../server/src/ndis/nicSwitchDeleteVPortParameters.js';
import {
	decodeNicSwitchVPortParameters,
	encodeNicSwitchVPortParameters,
} from '../../../server/src/ndis/nicSwitchVPortParameters.js';
import { headerProblem } from '../../../server/src/ndis/objectHeader.js';
import {
	decodeReceiveScaleParametersV2,
	encodeReceiveScaleParametersV2,
	withHashSecretKeySize,
} from '../../../server/src/ndis/receiveScaleParametersV2.js';
import {
	decodeEntryStatuses,
	decodeRssSetIndirectionEntries,
	encodeRssSetIndirectionEntries,
	indirectionEntryAt,
	writeEntryStatuses,
} from '../../../server/src/ndis/rssSetIndirectionEntries.js';
import { processor } from '../../../server/src/rss/processor.js';
import { p } from '../../support/adapter.js';
import { anyProcessor, header, hex, name, u16, u32 } from '../../support/structures.js';

describe('NDIS_RECEIVE_SCALE_PARAMETERS_V2', () => {
	const value = {
		flags: 0x1f,
		hashInformation: 0x1701,
		hashSecretKey: Uint8Array.from({ length: 40 }, (_, i) => i),
		numberOfQueues: 4,
		numberOfIndirectionTableEntries: 16,
	};

	it('lies in memory as in ntddndis.h', () => {
		expect(hex(encodeReceiveScaleParametersV2(value))).toBe(
			`c8011c001f00000001170000280000001c0000000400000010000000${hex(value.hashSecretKey)}`,
		);
	});

	it('reads what was written', () => {
		const values = fc.record({
			flags: u32,
			hashInformation: u32,
			hashSecretKey: fc.uint8Array({ maxLength: 80 }),
			numberOfQueues: u32,
			numberOfIndirectionTableEntries: u32,
		});
		fc.assert(
			fc.property(values, header, (value, header) => {
				expect(decodeReceiveScaleParametersV2(encodeReceiveScaleParametersV2(value, header))).toEqual({
					...value,
					header,
					hashSecretKeySize: value.hashSecretKey.length,
					hashSecretKeyOffset: 0x1c,
				});
			}),
		);
	});

	it('finds no key outside the buffer, whatever is said', () => {
		const bytes = encodeReceiveScaleParametersV2(value);
		expect(decodeReceiveScaleParametersV2(withHashSecretKeySize(bytes, 41))?.hashSecretKey).toBeUndefined();
		expect(decodeReceiveScaleParametersV2(bytes.slice(0, -1))?.hashSecretKey).toBeUndefined();
		expect(decodeReceiveScaleParametersV2(bytes.slice(0, 0x1b))).toBeUndefined();
	});

	it('reads from the middle of a larger buffer', () => {
		const bytes = encodeReceiveScaleParametersV2(value);
		const larger = new Uint8Array(200);
		larger.set(bytes, 33);
		expect(decodeReceiveScaleParametersV2(larger.subarray(33, 33 + bytes.length))).toMatchObject(value);
	});
});

describe('NDIS_RSS_SET_INDIRECTION_ENTRIES', () => {
	const entry = {
		switchId: 1,
		vportId: 2,
		flags: 3,
		indirectionTableIndex: 0x405,
		targetProcessor: p('1:16'),
	};

	it('lies in memory as in ntddndis.h', () => {
		expect(hex(encodeRssSetIndirectionEntries([entry]))).toBe(
			'c9011400000000001800000014000000010000000100000002000000030000000504010010000000' + '03010000',
		);
	});

	it('reads what was written, with any entry size and offset', () => {
		const entries = fc.array(
			fc.record({
				switchId: u32,
				vportId: u32,
				flags: u32,
				indirectionTableIndex: u16,
				targetProcessor: anyProcessor,
				entryStatus: u32,
			}),
			{ maxLength: 10 },
		);
		const placement = fc.record({
			header,
			flags: u32,
			rssEntrySize: fc.integer({ min: 0x18, max: 60 }),
			rssEntryTableOffset: fc.integer({ min: 0x14, max: 60 }),
		});
		fc.assert(
			fc.property(
				entries,
				placement,
				fc.array(u32, { minLength: 10, maxLength: 10 }),
				(entries, placement, statuses) => {
					const bytes = encodeRssSetIndirectionEntries(entries, placement);
					const table = decodeRssSetIndirectionEntries(bytes);
					expect(table).toEqual({ ...placement, numberOfRssEntries: entries.length });
					if (!table) return;
					expect(entries.map((_, i) => indirectionEntryAt(bytes, table, i))).toEqual(entries);
					writeEntryStatuses(bytes, table, statuses.slice(0, entries.length));
					expect(decodeEntryStatuses(bytes)).toEqual(statuses.slice(0, entries.length));
					expect(entries.map((_, i) => ({ ...indirectionEntryAt(bytes, table, i), entryStatus: 0 }))).toEqual(
						entries.map((entry) => ({ ...entry, entryStatus: 0 })),
					);
				},
			),
		);
	});

	it('reads no statuses from a buffer that does not hold what it says', () => {
		const bytes = encodeRssSetIndirectionEntries([entry]);
		expect(decodeEntryStatuses(bytes)).toEqual([0x103]);
		expect(decodeEntryStatuses(bytes.slice(0, -1))).toBeUndefined();
		const view = new DataView(bytes.buffer);
		view.setUint32(0x08, 0, true);
		view.setUint32(0x10, 0xffffffff, true);
		expect(decodeEntryStatuses(bytes)).toBeUndefined();
	});
});

describe('NDIS_NIC_SWITCH_VPORT_PARAMETERS', () => {
	it('lies in memory as on x64', () => {
		const bytes = encodeNicSwitchVPortParameters({
			flags: 0x100000,
			switchId: 1,
			vportId: 2,
			vportName: 'sql',
			attachedFunctionId: 0xffff,
			numQueuePairs: 3,
			interruptModeration: 4,
			vportState: 1,
			processorAffinity: affinityOf(p('5:63')),
			lookaheadSize: 6,
		});
		const view = new DataView(bytes.buffer);
		expect(bytes.length).toBe(0x2f0);
		expect(hex(bytes.subarray(0, 0x1a))).toBe('8002ec0200001000010000000200000006007300710' + '06c000000');
		expect([0x214, 0x230].map((at) => view.getUint16(at, true))).toEqual([0xffff, 5]);
		expect([0x218, 0x21c, 0x220, 0x238].map((at) => view.getUint32(at, true))).toEqual([3, 4, 1, 6]);
		expect(view.getBigUint64(0x228, true)).toBe(1n << 63n);
	});

	it('reads what was written, and nothing from less than revision 1', () => {
		const values = fc.record({
			flags: u32,
			switchId: u32,
			vportId: u32,
			vportName: name,
			attachedFunctionId: u16,
			numQueuePairs: u32,
			interruptModeration: u32,
			vportState: u32,
			processorAffinity: fc.record({ mask: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), group: u16 }),
			lookaheadSize: u32,
		});
		fc.assert(
			fc.property(values, header, (value, header) => {
				const bytes = encodeNicSwitchVPortParameters(value, header);
				expect(decodeNicSwitchVPortParameters(bytes)).toEqual({ ...value, header });
				expect(decodeNicSwitchVPortParameters(bytes.slice(0, 0x23c))).toEqual({ ...value, header });
				expect(decodeNicSwitchVPortParameters(bytes.slice(0, 0x23b))).toBeUndefined();
			}),
		);
	});
});

describe('NDIS_NIC_SWITCH_DELETE_VPORT_PARAMETERS', () => {
	it('reads what was written', () => {
		fc.assert(
			fc.property(u32, u32, header, (flags, vportId, header) => {
				const bytes = encodeNicSwitchDeleteVPortParameters({ flags, vportId }, header);
				expect(bytes).toHaveLength(12);
				expect(decodeNicSwitchDeleteVPortParameters(bytes)).toEqual({ flags, vportId, header });
				expect(decodeNicSwitchDeleteVPortParameters(bytes.slice(0, 11))).toBeUndefined();
			}),
		);
	});
});

describe('the parts of structures', () => {
	it('an affinity of one processor is that processor', () => {
		fc.assert(
			fc.property(u16, fc.integer({ min: 0, max: 63 }), (group, number) => {
				expect(processorsOfAffinity(affinityOf(processor(group, number)))).toEqual([
					processor(group, number),
				]);
			}),
		);
		expect(affinityOf(processor(0, 64)).mask).toBe(0n);
		expect(processorsOfAffinity({ mask: 0b101n, group: 1 })).toEqual([p('1:0'), p('1:2')]);
	});

	it('a counted string cuts what is too long, written or read', () => {
		const bytes = encodeField(countedString, 'x'.repeat(300));
		expect(readAt(bytes, 0, countedString)).toBe('x'.repeat(256));
		new DataView(bytes.buffer).setUint16(0, 0xffff, true);
		expect(readAt(bytes, 0, countedString)).toBe('x'.repeat(256));
	});

	it('a header may say more bytes than its revision has, not fewer, and no revision that there is not', () => {
		const sizes = [10, 20];
		const problem = (type: number, revision: number, size: number) =>
			headerProblem({ type, revision, size }, 0x80, sizes);
		expect(problem(0x80, 1, 10)).toBeUndefined();
		expect(problem(0x80, 2, 24)).toBeUndefined();
		expect(problem(0x80, 3, 24)).toContain('revision 3, and NDIS 6.80 has revision 2 at most');
		expect(problem(0x80, 2, 19)).toContain('19 bytes where revision 2 has 20');
		expect(problem(0x80, 0, 20)).toContain('revision 0');
		expect(problem(0x81, 1, 20)).toContain('type 0x81 where 0x80');
	});
});
