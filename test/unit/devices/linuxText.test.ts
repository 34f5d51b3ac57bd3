import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCounts } from '../../../server/src/devices/linux/counts.js';
import { cpuOf, parseCpuList, processorOfCpu } from '../../../server/src/devices/linux/cpuList.js';
import {
	readChannels,
	readFlowHash,
	readReceiveHash,
	readTable,
	readTableJson,
} from '../../../server/src/devices/linux/ethtoolText.js';
import { queueVectors } from '../../../server/src/devices/linux/vectors.js';
import { formatProcessor, processor } from '../../../server/src/rss/processor.js';
import { fixture } from './linuxSupport.js';

describe('what ethtool prints', () => {
	it.each<[string, ReturnType<typeof readChannels>]>([
		['channels-virtio.txt', { channel: 'combined', queues: 2, maxQueues: 4 }],
		['channels-vmxnet3.txt', { channel: 'combined', queues: 4, maxQueues: 4 }],
		['channels-rx-only.txt', { channel: 'rx', queues: 6, maxQueues: 8 }],
		['channels-none.txt', undefined],
	])('channels of %s', (name, expected) => {
		expect(readChannels(fixture(name))).toEqual(expected);
	});

	it.each<[string, object]>([
		// Older: a row for eight entries, the key below; with an error in the middle where the driver has no key.
		['table-ixgbe.txt', { rings: 16, entries: 128, uses: 16, key: 40, hashFunctions: [] }],
		['table-vmxnet3.txt', { rings: 4, entries: 128, uses: 2, key: 0, hashFunctions: ['toeplitz'] }],
		['table-virtio.txt', { rings: 4, entries: 128, uses: 4, key: 40, hashFunctions: ['toeplitz'] }],
		['table-none.txt', { rings: 1, entries: 0, uses: 0, key: 0, hashFunctions: ['toeplitz'] }],
		// Rows that are not aligned, as some tools hand them on.
		['table-flush-left.txt', { rings: 4, entries: 32, uses: 4, key: 40, hashFunctions: [] }],
	])('table, key and function of %s', (name, expected) => {
		const { rings, table, key, hashFunctions } = readTable(fixture(name));
		const bytes = key === undefined ? 0 : key.split(':').length;
		expect({ rings, entries: table.length, uses: new Set(table).size, key: bytes, hashFunctions }).toEqual(
			expected,
		);
	});

	it('takes no table that is cut off', () => {
		const rows = fixture('table-virtio.txt').split('\n');
		expect(readTable([...rows.slice(0, 5), '  …', ...rows.slice(9)].join('\n')).table).toEqual([]);
	});

	it('JSON says the same as text', () => {
		const { rings, ...text } = readTable(fixture('table-virtio.txt'));
		expect(readTableJson(fixture('table-virtio.json'))).toEqual(text);
		for (const none of [
			'',
			'ethtool: bad command line argument(s)',
			'[]',
			'[{}]',
			'[{"rss-indirection-table":[-1]}]',
			'null',
		])
			expect(readTableJson(none)).toBeUndefined();
	});

	it.each([
		['IP SA\nIP DA\nL4 bytes 0 & 1 [TCP/UDP src port]\nL4 bytes 2 & 3 [TCP/UDP dst port]\n', 'sdfn'],
		['IP SA\nIP DA\n', 'sd'],
		['VLAN tag\nIP SA\n', 'vs'],
		['None\n', 'r'],
	])('fields that are hashed: %j', (lines, letters) => {
		expect(
			readFlowHash(`TCP over IPV4 flows use these fields for computing Hash flow key:\n${lines}\n`),
		).toBe(letters);
		expect(
			readFlowHash('Cannot get RX network flow hashing options: Operation not supported\n'),
		).toBeUndefined();
	});

	it('receive hashing', () => {
		expect(readReceiveHash('ntuple-filters: off [fixed]\nreceive-hashing: off\n')).toEqual({
			on: false,
			fixed: false,
		});
		expect(readReceiveHash('receive-hashing: on [fixed]')).toEqual({ on: true, fixed: true });
		expect(readReceiveHash('scatter-gather: on')).toBeUndefined();
	});

	it.each<[string, string, number[]]>([
		[
			'virtio_net',
			'     rx_queue_0_packets: 5\n     rx_queue_0_bytes: 900\n     rx_queue_1_packets: 7\n     tx_queue_0_packets: 3',
			[5, 7],
		],
		['mlx5', '     rx0_packets: 11\n     rx1_packets: 12\n     rx0_bytes: 1\n     rx_packets: 23', [11, 12]],
		['i40e', '     rx-0.packets: 1\n     rx-1.packets: 2\n     tx-0.packets: 9', [1, 2]],
		['ena', '     queue_0_tx_cnt: 9\n     queue_0_rx_cnt: 4\n     queue_1_rx_cnt: 6', [4, 6]],
		[
			'vmxnet3',
			'     Tx Queue#: 0\n       ucast pkts tx: 9\n     Rx Queue#: 0\n       ucast pkts rx: 3\n       mcast pkts rx: 1\n     Rx Queue#: 1\n       ucast pkts rx: 2',
			[4, 2],
		],
		[
			'bnxt_en',
			'     [0]: rx_ucast_packets: 8\n     [0]: rx_bcast_packets: 1\n     [1]: rx_ucast_packets: 2',
			[9, 2],
		],
	])('packets of each queue: %s', (_, text, packets) => {
		expect(readCounts(`NIC statistics:\n${text}\n`)).toEqual(
			packets.map((n, queue) => ({ queue, packets: n })),
		);
	});

	it('no packets by queue', () => {
		expect(readCounts('NIC statistics:\n     rx_packets: 0\n     rx0_kicks: 4\n')).toBeUndefined();
	});
});

describe('processors', () => {
	it('reads the lists of the kernel', () => {
		expect(parseCpuList('0-3,8,10-11\n')).toEqual([0, 1, 2, 3, 8, 10, 11]);
		for (const none of ['', '3-1', 'a', '1,,2', '99999999']) expect(parseCpuList(none)).toBeUndefined();
	});

	it('group and number count through', () => {
		expect(cpuOf(processor(0, 5))).toBe(5);
		expect(cpuOf(processor(1, 5))).toBe(69);
		fc.assert(
			fc.property(fc.nat(4095), (cpu) => {
				expect(cpuOf(processorOfCpu(cpu)), formatProcessor(processorOfCpu(cpu))).toBe(cpu);
			}),
		);
	});
});

describe('the interrupt of each queue', () => {
	const text = (names: readonly string[], msi = true) => ({
		names: names.map((name, i) => `/proc/irq/${40 + i}/${name}/`).join('\n'),
		msi: msi ? names.map((_, i) => 40 + i).join('\n') : '',
		affinity: names.map((_, i) => `/proc/irq/${40 + i}/smp_affinity_list:${i}`).join('\n'),
		effective: '',
	});
	const found = (names: readonly string[], msi = true) =>
		queueVectors('eth1', text(names, msi)).map(({ queue, irq }) => [queue, irq]);

	it.each<[string, string[], [number, number][]]>([
		[
			'virtio_net',
			['virtio1-config', 'virtio1-input.0', 'virtio1-output.0', 'virtio1-input.1', 'virtio1-output.1'],
			[
				[0, 41],
				[1, 43],
			],
		],
		[
			'ixgbe',
			['eth1-TxRx-0', 'eth1-TxRx-1', 'eth1'],
			[
				[0, 40],
				[1, 41],
			],
		],
		[
			'i40e',
			['i40e-0000:3b:00.0:misc', 'i40e-eth1-TxRx-0', 'i40e-eth1-TxRx-1'],
			[
				[0, 41],
				[1, 42],
			],
		],
		[
			'mlx5_core',
			['mlx5_async0@pci:0000:3b:00.0', 'mlx5_comp0@pci:0000:3b:00.0', 'mlx5_comp1@pci:0000:3b:00.0'],
			[
				[0, 41],
				[1, 42],
			],
		],
		[
			'ena',
			['ena-mgmnt@pci:0000:00:05.0', 'eth1-Tx-Rx-0', 'eth1-Tx-Rx-1'],
			[
				[0, 41],
				[1, 42],
			],
		],
		[
			'vmxnet3',
			['eth1-rxtx-0', 'eth1-rxtx-1', 'eth1-event-2'],
			[
				[0, 40],
				[1, 41],
			],
		],
		['e1000e', ['eth1-rx-0', 'eth1-tx-0', 'eth1'], [[0, 40]]],
		['two ports on one adapter', ['eth0-rx-0', 'eth1-rx-0', 'eth10-rx-0'], [[0, 41]]],
		['two for one queue: neither', ['eth1-rx-0', 'eth1-fp-rx-0', 'eth1-rx-1'], [[1, 42]]],
	])('%s', (_, names, expected) => {
		expect(found(names)).toEqual(expected);
	});

	it('by name where the device has no list of its interrupts', () => {
		expect(found(['eth10-rx-0', 'eth1-rx-0', 'eth1-rx-1', 'nvme0q1'], false)).toEqual([
			[0, 41],
			[1, 42],
		]);
	});
});
