import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { ErrorCodes } from 'vscode-jsonrpc/node';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import type { TrafficResult, WireCounters } from '../../server/src/daemon/trafficProtocol.js';
import { openEmulator } from '../../server/src/devices/open.js';
import type { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import { newEntity } from '../../server/src/emulator/newEntity.js';
import { encodeRequest } from '../../server/src/plan/encode.js';
import { p } from '../support/adapter.js';
import { clientOf, socketDirectory } from '../support/daemon.js';
import { ethernet, homeAddress, ipv4, ipv6, routing, tcp, udp } from '../support/packets.js';
import { adapterIn, spreading } from '../support/receiving.js';

/** The first published vector. */
const vector = {
	source: '66.9.149.187',
	destination: '161.142.100.80',
	sourcePort: 2794,
	destinationPort: 1766,
};
const base64 = (packet: readonly number[]) => Buffer.from(packet).toString('base64');

describe('traffic over the socket', () => {
	let directory: Awaited<ReturnType<typeof socketDirectory>>;
	let server: EmulatorServer;
	let adapter: MiniportAdapter;
	let connection: MessageConnection;
	const clients: MessageConnection[] = [];

	const client = async () => {
		const one = await clientOf({ kind: 'unix', path: directory.path });
		clients.push(one);
		return one;
	};
	beforeEach(async () => {
		directory = await socketDirectory();
		adapter = adapterIn([
			spreading(0),
			spreading(1, { rssEnabled: false, primaryProcessor: p('0:7') }),
			newEntity(2, p('0:2'), { active: false }),
		]);
		server = new EmulatorServer(adapter);
		await server.listen({ kind: 'unix', path: directory.path });
		connection = await client();
	});
	afterEach(async () => {
		for (const one of clients.splice(0)) one.dispose();
		await server.close();
		await directory.remove();
	});
	const send = (packets: readonly object[], more: object = {}, from = connection) =>
		from.sendRequest<TrafficResult>('traffic/send', { packets, ...more });
	const counters = (params: object = {}, from = connection) =>
		from.sendRequest<WireCounters>('counters/get', params);
	const move = (vportId: number, entry: number, actor: string, target: string, from = connection) => {
		const commands = [{ vportId, parameter: { entry }, target: p(target) }];
		const request = encodeRequest({ kind: 'moveEntries', actor: p(actor), commands }, 'vmq');
		return from.sendRequest('oid/request', {
			oid: request.oid,
			type: request.type,
			processor: actor,
			inputBuffer: base64([...request.inputBuffer]),
		});
	};

	it('tells where tuples and frames land, a published hash among them', async () => {
		const frame = ethernet(0x0800, ipv4(vector.source, vector.destination, 6, tcp(2794, 1766)), [
			[0x8100, 5],
		]);
		const v6 = { source: '3ffe:2501:200:1fff::7', destination: '3ffe:2501:200:3::1' };
		const mobile = ethernet(
			0x86dd,
			ipv6('::1', '::2', 17, udp(1, 2), [homeAddress(v6.source), routing(v6.destination)]),
		);
		const landed = { packet: 0, count: 1, vportId: 0, processor: '0:2', steeredBy: 'entry', entry: 0 };
		const { landings } = await send([
			vector,
			{ data: base64(frame) },
			{ data: base64(frame.slice(18)), linkType: 101 },
			{ ...vector, fragment: true },
			{ ...vector, protocol: 'udp' },
			{ ...v6, sourcePort: 2794, destinationPort: 1766, protocol: 6 },
			{ ...v6, protocol: 58 },
			{ data: base64(mobile) },
			{ data: base64(ethernet(0x0806, [0, 1])) },
			{ ...vector, vportId: 1, count: 3 },
			{ ...vector, vportId: 2 },
			{ ...vector, vportId: 9 },
		]);
		const l3 = { hashType: 'ipv4', hash: 0x323e8fc2, entry: 2, processor: '0:4' };
		expect(landings).toEqual([
			{ ...landed, hashType: 'tcpIpv4', hash: 0x51ccc178 },
			{ ...landed, packet: 1, hashType: 'tcpIpv4', hash: 0x51ccc178 },
			{ ...landed, packet: 2, hashType: 'tcpIpv4', hash: 0x51ccc178 },
			{ ...landed, packet: 3, ...l3 },
			{ ...landed, packet: 4, ...l3 },
			{ ...landed, packet: 5, hashType: 'tcpIpv6', hash: 0x40207d3d, entry: 1, processor: '0:3' },
			{ ...landed, packet: 6, hashType: 'ipv6', hash: 0x2cc18cd5, entry: 1, processor: '0:3' },
			expect.objectContaining({ packet: 7, hashType: 'ipv6' }),
			{
				...landed,
				packet: 8,
				processor: '0:9',
				steeredBy: 'default',
				entry: null,
				hashType: null,
				hash: null,
				problem: 'no IP packet',
			},
			{
				...landed,
				packet: 9,
				count: 3,
				vportId: 1,
				processor: '0:7',
				steeredBy: 'primary',
				entry: null,
				hashType: null,
				hash: null,
			},
			...(['vportDeactivated', 'noVPort'] as const).map((reason, i) => ({
				packet: 10 + i,
				count: 1,
				vportId: i === 0 ? 2 : 9,
				processor: null,
				steeredBy: null,
				entry: null,
				hashType: null,
				hash: null,
				reason,
			})),
		]);
		expect(await counters()).toMatchObject({
			packets: 14,
			dropped: { vportDeactivated: 1, noVPort: 1 },
			vports: [
				{ vportId: 0, packets: 9, dropped: 0, primary: 0, default: 1 },
				{
					vportId: 1,
					packets: 3,
					dropped: 0,
					primary: 3,
					default: 0,
					entries: [],
					processors: [{ processor: '0:7', packets: 3 }],
					hashTypes: [{ hashType: null, packets: 3 }],
				},
				{ vportId: 2, packets: 0, dropped: 1, processors: [] },
			],
		});
	});

	it('counts for every client, by entry, processor and hash type, until the counters are reset', async () => {
		const other = await client();
		await send(
			[
				{ ...vector, count: 1_000_000 },
				{ ...vector, fragment: true },
			],
			{},
			other,
		);
		await send([vector]);
		const [vport] = (await counters({ vportId: 0 })).vports;
		expect(vport).toEqual({
			vportId: 0,
			packets: 1_000_002,
			dropped: 0,
			primary: 0,
			default: 0,
			entries: [
				{ entry: 0, packets: 1_000_001 },
				{ entry: 2, packets: 1 },
			],
			processors: [
				{ processor: '0:2', packets: 1_000_001 },
				{ processor: '0:4', packets: 1 },
			],
			hashTypes: [
				{ hashType: 'ipv4', packets: 1 },
				{ hashType: 'tcpIpv4', packets: 1_000_001 },
			],
		});
		expect((await counters({ vportId: 1 })).vports).toEqual([]);
		expect((await counters({ from: 1 })).vports).toEqual([]);
		expect(await other.sendRequest('counters/reset', {})).toEqual({ reset: true });
		const none = { packets: 0, dropped: { vportDeactivated: 0, noVPort: 0 }, vports: [] };
		expect(await counters()).toEqual(none);
	});

	it('tells the counters of many VPorts a thousand at a time', async () => {
		adapter.restore({ entities: Array.from({ length: 2_500 }, (_, vportId) => spreading(vportId)) });
		await send(Array.from({ length: 2_500 }, (_, i) => ({ ...vector, vportId: 2_499 - i })));
		const first = await counters();
		expect(first.next).toBe(1_000);
		const second = await counters({ from: first.next });
		const last = await counters({ from: second.next });
		expect(last.next).toBeUndefined();
		const ids = [first, second, last].flatMap(({ vports }) => vports.map(({ vportId }) => vportId));
		expect(ids).toEqual(Array.from({ length: 2_500 }, (_, vportId) => vportId));
		expect(last.packets).toBe(2_500);

		const device = await openEmulator(`emulator://${directory.path}`, 'count packets', { environment: {} });
		try {
			expect((await device.counters()).vports).toHaveLength(2_500);
			expect((await device.counters(7)).vports).toMatchObject([{ vportId: 7, packets: 1 }]);
		} finally {
			await device.close();
		}
	});

	it('picks the VPort by MAC address and VLAN', async () => {
		const filters = [
			{ macAddress: '00-15-5D-01-02-03', vportId: 1 },
			{ macAddress: '00:15:5d:01:02:03', vlanId: 7, vportId: 2 },
		];
		expect(await connection.sendRequest('filter/set', { filters })).toEqual({ filters: 2 });
		const to = { ...vector, macDestination: '00155d010203' };
		const packets = [to, { ...to, vlanId: 0 }, { ...to, vlanId: 7 }, { ...to, vlanId: 8 }, vector];
		const vports = async () => (await send(packets)).landings.map(({ vportId }) => vportId);
		expect(await vports()).toEqual([1, 1, 2, 0, 0]);
		expect(await connection.sendRequest('filter/set', { filters: [] })).toEqual({ filters: 0 });
		expect(await vports()).toEqual([0, 0, 0, 0, 0]);
	});

	it('lands packets that are in flight during a move on source or target, and repeats itself by its seed', async () => {
		const run = async (seed: number) => {
			expect(await move(0, 0, '0:2', '0:6')).toMatchObject({ status: 0 });
			const one = await send(Array(30).fill(vector), { inFlight: 25, seed });
			const { landings } = await send([{ ...vector, count: 1_000 }], { inFlight: 40 });
			expect(landings.reduce((sum, { count }) => sum + count, 0)).toBe(1_000);
			expect(landings.map(({ processor }) => processor)).toEqual(['0:6', '0:2']);
			await move(0, 0, '0:6', '0:2');
			return one.landings.map(({ processor }) => processor);
		};
		const first = await run(5);
		expect(new Set(first.slice(0, 25))).toEqual(new Set(['0:2', '0:6']));
		expect(new Set(first.slice(25))).toEqual(new Set(['0:6']));
		expect(await run(5)).toEqual(first);
		expect(await run(6)).not.toEqual(first);
	});

	it('tells those who watch the counters, and nobody else', async () => {
		const other = await client();
		const told: { packets: number; dropped: number }[] = [];
		const unwanted: unknown[] = [];
		connection.onNotification('counters/changed', (params) => {
			told.push(params);
		});
		other.onNotification('counters/changed', (params) => {
			unwanted.push(params);
		});
		await send([vector], {}, other);
		expect(await connection.sendRequest('counters/watch', { milliseconds: 100 })).toEqual({ watching: true });
		for (let i = 0; i < 50; i++) await send([vector, { ...vector, vportId: 9 }], {}, other);
		await vi.waitFor(() => expect(told.at(-1)).toEqual({ packets: 101, dropped: 50 }), { timeout: 10_000 });
		expect(told[0]).toEqual({ packets: 3, dropped: 1 });
		expect(await connection.sendRequest('counters/unwatch', {})).toEqual({ watching: false });
		const before = told.length;
		await connection.sendRequest('counters/reset', {});
		await counters();
		expect(told).toHaveLength(before);
		expect(unwanted).toEqual([]);
	});

	it('keeps the traffic of a fresh adapter to the client that has it', async () => {
		const other = await client();
		const watched: unknown[] = [];
		connection.onNotification('counters/changed', (params) => {
			watched.push(params);
		});
		await connection.sendRequest('counters/watch', { milliseconds: 50 });
		await other.sendRequest('adapter/fresh', { mode: 'native', rssProcessors: ['0:8'] });
		const { landings } = await send([vector], {}, other);
		expect(landings).toMatchObject([{ processor: '0:8', steeredBy: 'primary' }]);
		expect((await counters({}, other)).packets).toBe(1);
		expect((await counters()).packets).toBe(0);
		expect(watched).toEqual([]);
		await expect(
			other.sendRequest('filter/set', { filters: [{ macAddress: '00155d010203', vportId: 0 }] }),
		).rejects.toThrow(/native mode has no VPorts/);
	});

	it.each<[string, object, RegExp]>([
		['no packets', {}, /params\.packets must be an array/],
		['a packet that is none', { packets: [5] }, /packets\[0\] must be an object/],
		['too many', { packets: Array(10_001).fill(vector) }, /At most 10000 packets/],
		['bad base64', { packets: [vector, { data: '*' }] }, /packets\[1\]\.data must be base64/],
		['an unknown link type', { packets: [{ data: '', linkType: 105 }] }, /linkType must be one of/],
		[
			'no address',
			{ packets: [{ ...vector, source: '1.2.3' }] },
			/packets\[0\]\.source must be an IPv4 or IPv6/,
		],
		['two families', { packets: [{ ...vector, source: '::1' }] }, /must be of one family/],
		['one port', { packets: [{ ...vector, sourcePort: undefined }] }, /go together/],
		[
			'no port',
			{ packets: [{ ...vector, sourcePort: 70_000 }] },
			/sourcePort must be an integer from 0 to 65535/,
		],
		['ports of ICMP', { packets: [{ ...vector, protocol: 1 }] }, /only tcp and udp have ports/],
		[
			'TCP without ports',
			{ packets: [{ source: '1.1.1.1', destination: '1.1.1.2', protocol: 'tcp' }] },
			/need sourcePort/,
		],
		['no protocol', { packets: [{ ...vector, protocol: 'sctp' }] }, /must be tcp, udp, or a number/],
		[
			'no MAC',
			{ packets: [{ ...vector, macDestination: '00-15-5D-01-02' }] },
			/macDestination must be a MAC/,
		],
		['no VLAN', { packets: [{ ...vector, vlanId: 4096 }] }, /vlanId must be an integer from 0 to 4095/],
		['a count of 0', { packets: [{ ...vector, count: 0 }] }, /count must be an integer from 1/],
		['a count beyond all', { packets: [{ ...vector, count: 1e10 }] }, /count must be an integer/],
		['too many in flight', { packets: [], inFlight: 1_001 }, /inFlight must be an integer from 0 to 1000/],
	])('refuses %s, and receives nothing', async (_, params, message) => {
		const refused = connection.sendRequest('traffic/send', params);
		await expect(refused).rejects.toMatchObject({
			code: ErrorCodes.InvalidParams,
			message: expect.stringMatching(message),
		});
		expect((await counters()).packets).toBe(0);
	});

	it.each<[string, object]>([
		['filter/set', {}],
		['filter/set', { filters: [{ macAddress: '00155d010203' }] }],
		['filter/set', { filters: [{ macAddress: '00155d01020g', vportId: 0 }] }],
		['filter/set', { filters: [{ macAddress: '00155d010203', vlanId: 4095, vportId: 0 }] }],
		['filter/set', { filters: Array(2).fill({ macAddress: '00155d010203', vportId: 0 }) }],
		['counters/get', { vportId: '0' }],
		['counters/watch', { milliseconds: 1 }],
		['counters/watch', { milliseconds: 1e9 }],
	])('refuses %s %j', async (method, params) => {
		await expect(connection.sendRequest(method, params)).rejects.toMatchObject({
			code: ErrorCodes.InvalidParams,
		});
	});
});
