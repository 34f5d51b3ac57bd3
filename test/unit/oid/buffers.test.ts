import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PROCESSOR_INDEX, ReceiveScaleFlag } from '../../../server/src/ndis/flags.js';
import { hashInformationOf } from '../../../server/src/ndis/hash.js';
import { encodeReceiveScaleParametersV2 } from '../../../server/src/ndis/receiveScaleParametersV2.js';
import { encodeRssSetIndirectionEntries } from '../../../server/src/ndis/rssSetIndirectionEntries.js';
import { Status } from '../../../server/src/ndis/status.js';
import { bufferFormats, formatBuffer, parseBuffer } from '../../../server/src/oid/bufferText.js';
import { decodeOidBuffer } from '../../../server/src/oid/decode.js';
import { decodedText } from '../../../server/src/oid/describeText.js';
import { encodeOidBuffer, OidDescriptionError } from '../../../server/src/oid/encode.js';
import { readOidDescription } from '../../../server/src/oid/readDescription.js';
import {
	type OidStructure,
	oidStructures,
	structureNamed,
	structuresOf,
} from '../../../server/src/oid/structures.js';
import { p } from '../../support/adapter.js';

function structure(name: string): OidStructure {
	const found = structureNamed(name);
	if (!found) throw new Error(`no structure ${name}`);
	return found;
}
const parameters = structure('OID_GEN_RECEIVE_SCALE_PARAMETERS_V2');
const entries = structure('OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES');
const set = encodeReceiveScaleParametersV2({
	flags: ReceiveScaleFlag.ENABLE_RSS | ReceiveScaleFlag.HASH_INFO_CHANGED | 0x80,
	hashInformation: hashInformationOf(['ipv4', 'tcpIpv4']),
	hashSecretKey: new Uint8Array(40).fill(0x6d),
	numberOfQueues: 4,
	numberOfIndirectionTableEntries: 16,
});
const move = encodeRssSetIndirectionEntries([
	{ switchId: 0, vportId: 7, flags: 1, indirectionTableIndex: 0, targetProcessor: p('1:4') },
	{
		switchId: 0,
		vportId: 7,
		flags: 0,
		indirectionTableIndex: DEFAULT_PROCESSOR_INDEX,
		targetProcessor: p('0:63'),
		entryStatus: Status.NO_QUEUES,
	},
]);

/** Any bytes, with words at the start that make offsets, counts and sizes point into the buffer now and then. */
const anyBuffer = (one: OidStructure) =>
	fc
		.tuple(
			fc.uint8Array({ maxLength: 700 }),
			fc.array(fc.tuple(fc.nat(12), fc.nat(200)), { maxLength: 12 }),
			fc.boolean(),
		)
		.map(([bytes, words, rightHeader]) => {
			const buffer = bytes.slice();
			const view = new DataView(buffer.buffer);
			for (const [word, value] of words)
				if (4 * word + 4 <= buffer.length) view.setUint32(4 * word, value, true);
			if (rightHeader && buffer.length >= 4) {
				buffer[0] = one.type;
				buffer[1] = 1;
				view.setUint16(2, one.sizes[0] ?? 0, true);
			}
			return buffer;
		});

describe.each(oidStructures.map((one) => [one.name, one] as const))('%s', (_name, one) => {
	test('what is taken apart is put together again, byte for byte, by way of JSON', () => {
		fc.assert(
			fc.property(anyBuffer(one), (buffer) => {
				const json = JSON.stringify(decodeOidBuffer(buffer, one));
				expect(encodeOidBuffer(one, readOidDescription(json))).toEqual(buffer);
			}),
		);
	});

	test('a buffer of its header alone has nothing wrong and every field at its place', () => {
		const buffer = encodeOidBuffer(one, { fields: [] });
		const { fields, problems, unnamed } = decodeOidBuffer(buffer, one);
		expect(problems).toEqual([]);
		expect(unnamed).toEqual([]);
		expect(structuresOf(buffer)).toContain(one);
		for (const [i, { offset, size }] of fields.entries())
			expect(offset + size).toBeLessThanOrEqual(fields[i + 1]?.offset ?? buffer.length);
		expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
	});
});

describe('decode', () => {
	const fieldsOf = (buffer: Uint8Array, one: OidStructure) =>
		Object.fromEntries(decodeOidBuffer(buffer, one).fields.map((field) => [field.name, field]));

	test('names flags, hash types and the key of a set, each at its offset', () => {
		const fields = fieldsOf(set, parameters);
		expect(fields['Header.Type']).toMatchObject({
			offset: 0,
			size: 1,
			meaning: 'NDIS_OBJECT_TYPE_RSS_PARAMETERS_V2',
		});
		expect(fields['Flags']).toMatchObject({
			offset: 4,
			size: 4,
			meaning: 'ENABLE_RSS | HASH_INFO_CHANGED | 0x80',
		});
		expect(fields['HashInformation']).toMatchObject({ offset: 8, meaning: 'Toeplitz | ipv4 | tcpIpv4' });
		expect(fields['NumberOfQueues']).toMatchObject({ offset: 0x14, value: 4 });
		expect(fields['HashSecretKey']).toEqual({
			name: 'HashSecretKey',
			offset: 0x1c,
			size: 40,
			value: '6d'.repeat(40),
		});
	});

	test('names every entry of a move: processor, index and status', () => {
		const fields = fieldsOf(move, entries);
		expect(fields['RssEntries[0].Flags']).toMatchObject({ offset: 0x14 + 8, meaning: 'PRIMARY_PROCESSOR' });
		expect(fields['RssEntries[0].TargetProcessor']).toMatchObject({ offset: 0x14 + 0xe, value: '1:4' });
		expect(fields['RssEntries[1].IndirectionTableIndex']).toMatchObject({ meaning: 'default processor' });
		expect(fields['RssEntries[1].EntryStatus']).toMatchObject({
			meaning: 'NDIS_STATUS_NO_QUEUES',
			offset: 0x14 + 24 + 0x14,
		});
	});

	test('names the processors of a mask', () => {
		const vport = structure('OID_NIC_SWITCH_CREATE_VPORT');
		const buffer = encodeOidBuffer(vport, {
			fields: [
				{ name: 'ProcessorAffinity.Mask', value: '0x14' },
				{ name: 'ProcessorAffinity.Group', value: 1 },
				{ name: 'VPortName', value: 'sql01' },
			],
		});
		expect(fieldsOf(buffer, vport)).toMatchObject({
			'ProcessorAffinity.Mask': { meaning: '1:2, 1:4', offset: 0x228 },
			VPortName: { value: 'sql01' },
		});
	});

	test.each([
		['a wrong type', () => set.with(0, 0x80), 'type 0x80 where 0xc8 is wanted'],
		['too few bytes', () => set.slice(0, 20), '20 bytes; NDIS_RECEIVE_SCALE_PARAMETERS_V2 has 28'],
		[
			'a key that does not fit',
			() => set.slice(0, 60),
			'HashSecretKey would end at byte 68, but the buffer has 60',
		],
	])('%s is told and does not stop it', (_what, buffer, problem) => {
		const decoded = decodeOidBuffer(buffer(), parameters);
		expect(decoded.problems.join(' ')).toContain(problem);
		expect(decoded.fields.length).toBeGreaterThan(4);
		expect(decodedText(decoded)).toContain(`problem: `);
	});

	test('a buffer has the bytes of the revision that its header says, and one that is too short is told', () => {
		const vport = structure('OID_NIC_SWITCH_CREATE_VPORT');
		const whole = encodeOidBuffer(vport, { fields: [] });
		expect(whole).toHaveLength(0x2ec);
		const old = encodeOidBuffer(vport, {
			fields: [
				{ name: 'Header.Revision', value: 1 },
				{ name: 'Header.Size', value: 0x23c },
			],
		});
		expect(old).toHaveLength(0x23c);
		expect(decodeOidBuffer(old, vport).problems).toEqual([]);
		expect(decodeOidBuffer(whole.slice(0, 0x23c), vport).problems).toEqual([
			'The buffer has 572 bytes; NDIS_NIC_SWITCH_VPORT_PARAMETERS has 748.',
		]);
	});

	test('bytes that no field accounts for are shown', () => {
		const extra = new Uint8Array([...set, 0, 1, 2]);
		expect(decodeOidBuffer(extra, parameters).unnamed).toEqual([{ offset: 69, value: '0102' }]);
		expect(decodedText(decodeOidBuffer(extra, parameters))).toMatch(/0x0045\s+2\s+\(no field\)\s+0102/);
	});

	test('millions of entries in a few bytes are not believed', () => {
		const liar = move.slice();
		new DataView(liar.buffer).setUint32(0x10, 0xffffffff, true);
		const { fields, problems } = decodeOidBuffer(liar, entries);
		expect(fields.filter(({ name }) => name.endsWith('EntryStatus'))).toHaveLength(2);
		expect(problems).toHaveLength(1);
	});
});

describe('encode', () => {
	test('by hand: header, offsets, counts and sizes are filled in, flags may be named', () => {
		const byHand = readOidDescription(
			JSON.stringify({
				fields: {
					Flags: 'ENABLE_RSS | HASH_INFO_CHANGED | 0x80',
					HashInformation: 'Toeplitz | ipv4 | tcpIpv4',
					HashSecretKey: '6d'.repeat(40),
					NumberOfQueues: 4,
					NumberOfIndirectionTableEntries: '0x10',
				},
			}),
		);
		expect(encodeOidBuffer(parameters, byHand)).toEqual(set);
		const twoMoves = readOidDescription(
			JSON.stringify({
				fields: {
					'RssEntries[0].VPortId': 7,
					'RssEntries[0].Flags': 'PRIMARY_PROCESSOR',
					'RssEntries[0].TargetProcessor': '1:4',
					'RssEntries[0].EntryStatus': 'NDIS_STATUS_PENDING',
					'RssEntries[1].VPortId': 7,
					'RssEntries[1].IndirectionTableIndex': 'default processor',
					'RssEntries[1].TargetProcessor': '0:63',
					'RssEntries[1].EntryStatus': 'NDIS_STATUS_NO_QUEUES',
				},
			}),
		);
		expect(encodeOidBuffer(entries, twoMoves)).toEqual(move);
	});

	test.each([
		['{', /not JSON/],
		['[]', /must be an object/],
		['{"fields": 3}', /fields must be a list/],
		['{"fields": {"NumberOfQueues": -1}}', /NumberOfQueues cannot be -1/],
		['{"fields": {"NumberOfQueues": 4294967296}}', /NumberOfQueues cannot be 4294967296/],
		['{"fields": {"Flags": "ENABLE_RSV"}}', /Flags cannot be "ENABLE_RSV"/],
		['{"fields": {"HashSecretKey": "6"}}', /HashSecretKey/],
		['{"fields": {"Queues": 1}}', /no field "Queues"/],
		['{"fields": [{"name": "Flags", "value": 1}, {"name": "Flags", "value": 2}]}', /twice/],
		['{"size": 1e12, "fields": {}}', /possible/],
		['{"fields": {"HashSecretKeySize": 4294967295}}', /possible/],
		['{"fields": {}, "unnamed": [{"offset": 99, "value": "00"}]}', /do not lie within 28 bytes/],
	])('%s is refused in a sentence', (json, message) => {
		const encode = () => encodeOidBuffer(parameters, readOidDescription(json));
		expect(encode).toThrow(OidDescriptionError);
		expect(encode).toThrow(message);
	});
});

describe('bytes as text', () => {
	test('are read as they were written, in every format', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), fc.constantFrom(...bufferFormats), (bytes, format) => {
				const as = format === 'base64' ? 'base64' : 'hex';
				expect(parseBuffer(formatBuffer(bytes, format), as)).toEqual(bytes);
			}),
		);
	});
	test.each([
		['c8 01 1c 00'],
		['C8011C00\n'],
		['0xc8, 0x1, 0x1c, 0x0'],
		['c8:01:1c:00'],
		['\\xc8\\x01\\x1c\\x00'],
		['UCHAR buffer[] = { 0xc8, 0x01, /* size */ 0x1c, 0x00, // end\n };'],
		['{ 200, 1, 0x1C, 0 }'],
		['{0xc8u,01,034,00,}'],
		['{ c8, 01, 1c, 00 }'],
		['yAEcAA=='],
	])('%s', (text) => {
		expect(parseBuffer(text)).toEqual(new Uint8Array([0xc8, 1, 0x1c, 0]));
	});
	test.each(['c8 0', 'xyz!', '0x123', '{ 256 }', '{ 1000 }', '{ 0x100 }', '{ 08 }'])(
		'%s is neither hex nor base64',
		(text) => {
			expect(parseBuffer(text)).toBeUndefined();
		},
	);
});

test('a header that fits several structures gives all of them', () => {
	const names = structuresOf(new Uint8Array([0x80, 1, 0xc, 0])).map(({ name }) => name);
	expect(names).toEqual([
		'NDIS_NIC_SWITCH_DELETE_VPORT_PARAMETERS',
		'NDIS_NIC_SWITCH_DELETE_SWITCH_PARAMETERS',
	]);
	expect(structuresOf(set)).toEqual([parameters]);
	expect(structuresOf(new Uint8Array([1, 2, 3, 4]))).toEqual([]);
});
