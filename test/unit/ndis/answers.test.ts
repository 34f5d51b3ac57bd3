import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	decodeElements,
	decodeVPortInfoArray,
	encodeVPortInfoArray,
} from '../../../server/src/ndis/infoArray.js';
import {
	decodeNicSwitchCapabilities,
	encodeNicSwitchCapabilities,
} from '../../../server/src/ndis/nicSwitchCapabilities.js';
import { nicSwitchVPortInfo } from '../../../server/src/ndis/nicSwitchInfo.js';
import {
	decodeNicSwitchDeleteSwitchParameters,
	decodeNicSwitchParameters,
	encodeNicSwitchDeleteSwitchParameters,
	encodeNicSwitchParameters,
} from '../../../server/src/ndis/nicSwitchParameters.js';
import {
	decodeReceiveHashParameters,
	encodeReceiveHashParameters,
} from '../../../server/src/ndis/receiveHashParameters.js';
import {
	decodeReceiveScaleCapabilities,
	encodeReceiveScaleCapabilities,
} from '../../../server/src/ndis/receiveScaleCapabilities.js';
import {
	decodeReceiveScaleParameters,
	encodeReceiveScaleParameters,
} from '../../../server/src/ndis/receiveScaleParameters.js';
import { p } from '../../support/adapter.js';
import { anyProcessor, header, hex, name, u16, u32 } from '../../support/structures.js';

describe('what a query answers', () => {
	const affinity = fc.record({ mask: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), group: u16 });
	const key = fc.uint8Array({ maxLength: 60 });

	it('reads what was written: capabilities', () => {
		const values = fc.record({
			capabilitiesFlags: u32,
			numberOfInterruptMessages: u32,
			numberOfReceiveQueues: u32,
			numberOfIndirectionTableEntries: u16,
		});
		fc.assert(
			fc.property(values, header, (value, header) => {
				const bytes = encodeReceiveScaleCapabilities(value, header);
				expect(bytes).toHaveLength(0x14);
				expect(decodeReceiveScaleCapabilities(bytes)).toEqual({ ...value, header });
				expect(decodeReceiveScaleCapabilities(bytes.slice(1))).toBeUndefined();
			}),
		);
	});

	it('reads what was written: RSSv1 parameters', () => {
		const values = fc.record({
			flags: u16,
			baseCpuNumber: u16,
			hashInformation: u32,
			indirectionTable: fc.array(anyProcessor, { maxLength: 128 }),
			hashSecretKey: key,
			processorMasks: fc.array(affinity, { maxLength: 4 }),
			defaultProcessorNumber: anyProcessor,
		});
		fc.assert(
			fc.property(values, header, fc.nat(60), (value, header, less) => {
				const bytes = encodeReceiveScaleParameters(value, header);
				expect(decodeReceiveScaleParameters(bytes)).toEqual({ ...value, header });
				const cut = decodeReceiveScaleParameters(bytes.slice(0, bytes.length - 1 - less));
				if (value.hashSecretKey.length > 0) expect(cut).toBeUndefined();
			}),
		);
	});

	it('RSSv1 parameters lie in memory as in ntddndis.h', () => {
		const bytes = encodeReceiveScaleParameters({
			flags: 0x10,
			baseCpuNumber: 2,
			hashInformation: 0x1701,
			indirectionTable: [p('0:2'), p('1:3')],
			hashSecretKey: new Uint8Array(40).fill(0xaa),
			processorMasks: [{ mask: 4n, group: 0 }],
			defaultProcessorNumber: p('1:16'),
		});
		const fixed = '89032c001000020001170000080000002c000000280000004800000038000000010000001000000001001000';
		expect(hex(bytes)).toBe(
			`${fixed}0000020001000300${'00'.repeat(4)}0400000000000000${'00'.repeat(8)}${'aa'.repeat(40)}`,
		);
	});

	it('reads what was written: hash parameters', () => {
		const values = fc.record({ flags: u32, hashInformation: u32, hashSecretKey: key });
		fc.assert(
			fc.property(values, header, (value, header) => {
				const bytes = encodeReceiveHashParameters(value, header);
				expect(decodeReceiveHashParameters(bytes)).toEqual({ ...value, header });
				expect(decodeReceiveHashParameters(bytes.slice(0, -1))).toBeUndefined();
			}),
		);
	});

	it('reads what was written: NIC switch capabilities', () => {
		const values = fc.record({
			flags: u32,
			numTotalMacAddresses: u32,
			numMacAddressesPerPort: u32,
			numVlansPerPort: u32,
			nicSwitchCapabilities: u32,
			maxNumSwitches: u32,
			maxNumVPorts: u32,
			maxNumVFs: u32,
			maxNumQueuePairs: u32,
			maxNumQueuePairsPerNonDefaultVPort: u32,
			maxNumMacAddresses: u32,
			maxNumRssCapableNonDefaultPFVPorts: u32,
			numberOfIndirectionTableEntriesForDefaultVPort: u32,
			numberOfIndirectionTableEntriesPerNonDefaultPFVPort: u32,
			maxNumQueuePairsForDefaultVPort: u32,
		});
		fc.assert(
			fc.property(values, header, (value, header) => {
				const bytes = encodeNicSwitchCapabilities(value, header);
				expect(bytes).toHaveLength(0x84);
				expect(decodeNicSwitchCapabilities(bytes)).toEqual({ ...value, header });
				const view = new DataView(bytes.buffer);
				expect([0x20, 0x44, 0x80].map((at) => view.getUint32(at, true))).toEqual([
					value.nicSwitchCapabilities,
					value.maxNumQueuePairsPerNonDefaultVPort,
					value.maxNumQueuePairsForDefaultVPort,
				]);
			}),
		);
	});

	it('reads what was written: switch parameters', () => {
		const values = fc.record({
			flags: u32,
			switchType: u32,
			switchId: u32,
			switchFriendlyName: name,
			numVFs: u32,
			numQueuePairsForDefaultVPort: u32,
		});
		fc.assert(
			fc.property(values, header, (value, header) => {
				const bytes = encodeNicSwitchParameters(value, header);
				expect(bytes).toHaveLength(0x228);
				expect(decodeNicSwitchParameters(bytes)).toEqual({ ...value, header });
				const revision1 = { ...value, header, numQueuePairsForDefaultVPort: 0 };
				expect(decodeNicSwitchParameters(bytes.slice(0, 0x224))).toEqual(revision1);
				expect(decodeNicSwitchParameters(bytes.slice(0, 0x223))).toBeUndefined();
				const { flags, switchId } = value;
				const deletion = encodeNicSwitchDeleteSwitchParameters({ flags, switchId }, header);
				expect(decodeNicSwitchDeleteSwitchParameters(deletion)).toEqual({ flags, switchId, header });
				expect(decodeNicSwitchDeleteSwitchParameters(deletion.slice(1))).toBeUndefined();
			}),
		);
	});

	it('reads what was written: arrays of VPorts', () => {
		const vports = fc.array(
			fc.record({
				header,
				vportId: u32,
				flags: u32,
				switchId: u32,
				vportName: name,
				attachedFunctionId: u16,
				numQueuePairs: u32,
				interruptModeration: u32,
				vportState: u32,
				processorAffinity: affinity,
				lookaheadSize: u32,
				numFilters: u32,
			}),
			{ maxLength: 3 },
		);
		const about = fc.record({ flags: u32, switchId: u32, attachedFunctionId: u16 });
		fc.assert(
			fc.property(about, vports, header, (about, vports, header) => {
				const bytes = encodeVPortInfoArray(about, nicSwitchVPortInfo, vports, header);
				const head = decodeVPortInfoArray(bytes);
				expect(head).toMatchObject({ ...about, header, numElements: vports.length, elementSize: 0x240 });
				expect(head && decodeElements(bytes, head, nicSwitchVPortInfo)).toEqual(vports);
				const short = head && decodeElements(bytes.slice(0, -1), head, nicSwitchVPortInfo);
				if (vports.length > 0) expect(short).toBeUndefined();
			}),
		);
	});
});
