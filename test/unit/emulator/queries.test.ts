import { describe, expect, it } from 'vitest';
import { MiniportAdapter } from '../../../server/src/emulator/miniport.js';
import { affinityOf } from '../../../server/src/ndis/groupAffinity.js';
import {
	decodeElements,
	decodeSwitchInfoArray,
	decodeVPortInfoArray,
} from '../../../server/src/ndis/infoArray.js';
import { decodeNicSwitchCapabilities } from '../../../server/src/ndis/nicSwitchCapabilities.js';
import { nicSwitchInfo, nicSwitchVPortInfo } from '../../../server/src/ndis/nicSwitchInfo.js';
import { decodeNicSwitchVPortParameters } from '../../../server/src/ndis/nicSwitchVPortParameters.js';
import { Oid } from '../../../server/src/ndis/oid.js';
import { decodeReceiveHashParameters } from '../../../server/src/ndis/receiveHashParameters.js';
import { decodeReceiveScaleCapabilities } from '../../../server/src/ndis/receiveScaleCapabilities.js';
import { decodeReceiveScaleParameters } from '../../../server/src/ndis/receiveScaleParameters.js';
import { encodeReceiveScaleParametersV2 } from '../../../server/src/ndis/receiveScaleParametersV2.js';
import { adapterWith, p } from '../../support/adapter.js';
import {
	allocateVF,
	change,
	coherent,
	create,
	createSwitch,
	deleteSwitch,
	enumerate,
	remove,
	set,
	setV1,
} from './ruleCases.js';

const nothing = new Uint8Array();
const key = Uint8Array.from({ length: 40 }, (_, i) => 255 - i);
const enable = (numberOfQueues: number, numberOfIndirectionTableEntries: number) =>
	set(
		encodeReceiveScaleParametersV2({
			flags: 0x1f,
			hashInformation: 0x1701,
			hashSecretKey: key,
			numberOfQueues,
			numberOfIndirectionTableEntries,
		}),
	);
const query = (oid: number, vportId?: number) => ({
	oid,
	type: 'query' as const,
	inputBuffer: nothing,
	...(vportId !== undefined && { vportId }),
});

describe('queries', () => {
	it('the RSSv1 structure of an RSSv2 entity: table, masks by group, key, default', () => {
		const { rssProcessors, ...rest } = adapterWith();
		const processors = [...rssProcessors.processors, p('1:5')];
		const miniport = new MiniportAdapter({
			...rest,
			rssProcessors: { ...rssProcessors, max: p('1:5'), processors },
		});
		const restored = miniport.state().entities.map((entity) => ({
			...entity,
			defaultProcessor: p('0:3'),
			indirectionTable: [p('1:5'), p('0:3'), p('0:4'), p('1:5')],
			hashSecretKey: key,
			hashInformation: 0x1701,
		}));
		miniport.restore({ entities: restored });
		const { status, outputBuffer } = miniport.request(query(Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS, 0));
		expect(status).toBe(0);
		expect(decodeReceiveScaleParameters(outputBuffer)).toEqual({
			header: { type: 0x89, revision: 3, size: 0x2c },
			flags: 0x10,
			baseCpuNumber: 2,
			hashInformation: 0x1701,
			indirectionTable: [p('1:5'), p('0:3'), p('0:4'), p('1:5')],
			hashSecretKey: key,
			processorMasks: [
				{ group: 0, mask: 0b11000n },
				{ group: 1, mask: 0b100000n },
			],
			defaultProcessorNumber: p('0:3'),
		});
	});

	it('the hash alone', () => {
		const miniport = new MiniportAdapter(adapterWith());
		expect(miniport.request(enable(1, 1)).status).toBe(0);
		const { outputBuffer } = miniport.request(query(Oid.OID_GEN_RECEIVE_HASH, 0));
		expect(decodeReceiveHashParameters(outputBuffer)).toMatchObject({
			flags: 1,
			hashInformation: 0x1701,
			hashSecretKey: key,
		});
	});

	it('the capabilities that were described, as bits', () => {
		const description = adapterWith({
			hashTypes: ['tcpIpv4', 'udpIpv6'],
			numberOfReceiveQueues: 16,
			numberOfInterruptMessages: 17,
			vfRss: false,
			rssPerPFVPortIndirectionTableSizeRestricted: true,
			maxNumQueuePairsForDefaultVPort: 8,
		});
		const miniport = new MiniportAdapter(description);
		const rss = decodeReceiveScaleCapabilities(
			miniport.request(query(Oid.OID_GEN_RECEIVE_SCALE_CAPABILITIES)).outputBuffer,
		);
		expect(rss).toMatchObject({
			numberOfReceiveQueues: 16,
			numberOfInterruptMessages: 17,
			numberOfIndirectionTableEntries: 128,
		});
		expect((rss?.capabilitiesFlags ?? 0) & 0x4000ffff).toBe(0x40001101);
		for (const oid of [Oid.OID_NIC_SWITCH_HARDWARE_CAPABILITIES, Oid.OID_NIC_SWITCH_CURRENT_CAPABILITIES]) {
			const found = decodeNicSwitchCapabilities(miniport.request(query(oid)).outputBuffer);
			expect(found).toMatchObject({
				nicSwitchCapabilities: 0x1fd4,
				maxNumSwitches: 1,
				maxNumQueuePairsForDefaultVPort: 8,
			});
		}
	});

	it('the VPorts: one, those of a function, all, and their switch', () => {
		const miniport = new MiniportAdapter(adapterWith());
		expect(miniport.request(allocateVF({ vfId: 4 })).status).toBe(0);
		expect(miniport.request(create({ vportId: 2, vportName: 'two', numQueuePairs: 3 })).status).toBe(0);
		expect(
			miniport.request(
				create({ vportId: 1, attachedFunctionId: 4, vportState: 2, processorAffinity: affinityOf(p('0:5')) }),
			).status,
		).toBe(0);
		const listed = (request: ReturnType<typeof enumerate>) => {
			const { outputBuffer } = miniport.request(request);
			const head = decodeVPortInfoArray(outputBuffer);
			return (head && decodeElements(outputBuffer, head, nicSwitchVPortInfo)) ?? [];
		};
		expect(listed(enumerate())).toMatchObject([
			{ vportId: 0, vportState: 1 },
			{ vportId: 1, vportState: 2, attachedFunctionId: 4, processorAffinity: { mask: 0b100000n, group: 0 } },
			{ vportId: 2, vportState: 1, vportName: 'two', numQueuePairs: 3 },
		]);
		expect(
			listed(enumerate(undefined, { flags: 1, attachedFunctionId: 4 })).map(({ vportId }) => vportId),
		).toEqual([1]);
		const switches = miniport.request(query(Oid.OID_NIC_SWITCH_ENUM_SWITCHES)).outputBuffer;
		const head = decodeSwitchInfoArray(switches);
		expect(head && decodeElements(switches, head, nicSwitchInfo)).toMatchObject([
			{
				switchId: 0,
				switchFriendlyName: 'test adapter',
				numAllocatedVFs: 1,
				numVPorts: 3,
				numActiveVPorts: 2,
				numQueuePairsForDefaultVPort: 1,
				numQueuePairsForNonDefaultVPorts: 4,
			},
		]);
		const asked = { ...change({ vportId: 2 }), type: 'method' as const };
		const wanted = {
			vportId: 2,
			vportName: 'two',
			numQueuePairs: 3,
			vportState: 1,
			attachedFunctionId: 0xffff,
		};
		expect(decodeNicSwitchVPortParameters(miniport.request(asked).outputBuffer)).toMatchObject(wanted);
		const queried = miniport.request(query(Oid.OID_NIC_SWITCH_VPORT_PARAMETERS, 2));
		expect(decodeNicSwitchVPortParameters(queried.outputBuffer)).toMatchObject(wanted);
	});
});

describe('the life of a VPort', () => {
	it('is created, renamed, activated, moved, given queues and deleted with RSS on', () => {
		const miniport = new MiniportAdapter(adapterWith());
		const accept = (...requests: Parameters<MiniportAdapter['request']>[0][]) => {
			for (const request of requests) expect(miniport.request(request).refusals).toEqual([]);
		};
		accept(
			create({ vportState: 2, vportName: 'old' }),
			change({ flags: 0x20000 | 0x80000, vportName: 'new', vportState: 1 }),
			change({ flags: 0x100000, processorAffinity: affinityOf(p('0:4')) }),
			change({ flags: 0x800000, numQueuePairs: 5 }),
			change({ vportName: 'not asked for', numQueuePairs: 99 }),
		);
		expect(miniport.state().entities[1]).toMatchObject({
			name: 'new',
			active: true,
			primaryProcessor: p('0:4'),
			defaultProcessor: p('0:2'),
			numberOfQueues: 5,
		});
		accept({ ...enable(5, 4), vportId: 1 });
		// With RSS on the primary is inactive: it is tracked, wherever it goes.
		accept(change({ flags: 0x100000, processorAffinity: affinityOf(p('7:7')) }));
		expect(miniport.state().entities[1]).toMatchObject({ rssEnabled: true, primaryProcessor: p('7:7') });
		accept(remove(1));
		expect(miniport.state().entities.map(({ vportId }) => vportId)).toEqual([0]);
	});
});

describe('the life of the switch', () => {
	it('is deleted with its default VPort and created with another', () => {
		const miniport = new MiniportAdapter(coherent());
		const switches = () => {
			const { outputBuffer } = miniport.request(query(Oid.OID_NIC_SWITCH_ENUM_SWITCHES));
			return decodeSwitchInfoArray(outputBuffer)?.numElements;
		};
		expect(miniport.request(deleteSwitch()).refusals).toEqual([]);
		expect([switches(), miniport.state().entities]).toEqual([0, []]);
		const without = miniport.state();
		expect(miniport.request(createSwitch({ numQueuePairsForDefaultVPort: 4 })).refusals).toEqual([]);
		expect(switches()).toBe(1);
		expect(miniport.state().entities).toMatchObject([{ vportId: 0, numberOfQueues: 4, active: true }]);
		miniport.restore(without);
		expect(switches()).toBe(0);
		expect(miniport.request(createSwitch({ numQueuePairsForDefaultVPort: 0 })).refusals).toEqual([]);
		expect(miniport.state().entities).toMatchObject([{ numberOfQueues: 1 }]);
	});
});

describe('an RSSv1 adapter', () => {
	it('takes its whole table in one, and each member unless it is said to be unchanged', () => {
		const miniport = new MiniportAdapter(adapterWith({ supportsIndependentEntryMove: false }, 'native'));
		expect(miniport.request(setV1()).refusals).toEqual([]);
		const first = miniport.state().entities[0];
		expect(first).toMatchObject({
			rssEnabled: true,
			numberOfQueues: 3,
			hashInformation: 0x1701,
			hashSecretKey: Uint8Array.from({ length: 40 }, (_, i) => i),
			defaultProcessor: p('0:2'),
			indirectionTable: [p('0:2'), p('0:3'), p('0:2'), p('0:4')],
		});
		const other = {
			hashInformation: 0x101,
			hashSecretKey: key,
			indirectionTable: [p('0:9')],
			defaultProcessorNumber: p('0:8'),
		};
		expect(miniport.request(setV1({ ...other, flags: 0x2e })).refusals).toEqual([]);
		expect(miniport.state().entities[0]).toEqual(first);
		expect(miniport.request(setV1({ ...other, flags: 0x10 })).refusals).toEqual([]);
		expect(miniport.state().entities[0]).toMatchObject({
			rssEnabled: false,
			hashInformation: 0x101,
			hashSecretKey: key,
			indirectionTable: [p('0:9')],
			defaultProcessor: p('0:8'),
		});
	});
});
