import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PUBLISHED_KEY } from '../../../server/src/config/readAdapter.js';
import { hashInput, toeplitzHash } from '../../../server/src/rss/toeplitz.js';
import { type CaptureMeasure, measureCapture } from '../../../server/src/traffic/capture/measureCapture.js';
import { pcapParts, type WrittenPacket } from '../../support/captureWriter.js';
import { address, type Bytes, ethernet, homeAddress, ipv4, ipv6, tcp, udp } from '../../support/packets.js';

const hashing = {
	hashTypes: ['ipv4', 'tcpIpv4', 'ipv6', 'tcpIpv6'],
	secretKey: PUBLISHED_KEY,
	entries: 16,
} as const satisfies CaptureMeasure;

async function measure(
	packets: readonly WrittenPacket[],
	measured: Partial<CaptureMeasure> = {},
	linkType = 1,
) {
	const parts = pcapParts(packets, { linkType });
	const pieces = (async function* () {
		yield* parts;
	})();
	const { load } = await measureCapture({ pieces }, { ...hashing, ...measured });
	return load;
}

const frame = (bytes: Bytes, originalLength = bytes.length): WrittenPacket => ({
	data: Uint8Array.from(bytes),
	originalLength,
});
const entryOf = (source: string, destination: string, ports?: [number, number]) =>
	toeplitzHash(
		PUBLISHED_KEY,
		hashInput({
			source: Uint8Array.from(address(source)),
			destination: Uint8Array.from(address(destination)),
			...(ports && { sourcePort: ports[0], destinationPort: ports[1] }),
		}),
	) % 16;

describe('what a capture puts on the entries', () => {
	const tuple = fc.record({
		v6: fc.boolean(),
		isTcp: fc.boolean(),
		host: fc.nat(3),
		port: fc.nat(3),
		length: fc.nat(50),
	});

	it('is what hashing every packet by the definition gives', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(tuple, { maxLength: 60 }), async (tuples) => {
				const packets = Array(16).fill(0);
				const bytes = Array(16).fill(0);
				const flows = Array.from({ length: 16 }, () => new Map<string, number>());
				const written = tuples.map(({ v6, isTcp, host, port, length }) => {
					const [source, destination] = v6
						? ([`2001:db8::${host}`, '2001:db8:1::1'] as const)
						: ([`192.0.2.${host}`, '198.51.100.1'] as const);
					const payload = Array<number>(length).fill(0);
					const transport = isTcp ? tcp(40_000 + port, 443, payload) : udp(40_000 + port, 443, payload);
					const protocol = isTcp ? 6 : 17;
					const packet = v6
						? ethernet(0x86dd, ipv6(source, destination, protocol, transport))
						: ethernet(0x0800, ipv4(source, destination, protocol, transport));
					// UDP is not among the hash types: its addresses alone are hashed.
					const entry = entryOf(source, destination, isTcp ? [40_000 + port, 443] : undefined);
					packets[entry] += 1;
					bytes[entry] += packet.length;
					const flow = `${v6}${isTcp}${host} ${port}`;
					flows[entry]!.set(flow, (flows[entry]!.get(flow) ?? 0) + packet.length);
					return frame(packet);
				});
				const load = await measure(written);
				expect(load.entries.map((one) => one.packets)).toEqual(packets);
				expect(load.entries.map((one) => one.bytes)).toEqual(bytes);
				expect(load.entries.map((one) => one.flows)).toEqual(flows.map(({ size }) => size));
				expect(load.entries.map(({ largest }) => largest.map((flow) => flow.bytes))).toEqual(
					flows.map((own) => [...own.values()].sort((a, b) => b - a).slice(0, 5)),
				);
				expect(load.total.packets).toBe(tuples.length);
				expect(load.approximate).toBeUndefined();
				// Without flows the same, hashed packet by packet.
				const bare = await measure(written, { flows: false });
				expect(bare.entries.map((one) => [one.packets, one.bytes])).toEqual(
					load.entries.map((one) => [one.packets, one.bytes]),
				);
				expect(bare.hashTypes).toEqual(load.hashTypes);
				expect(bare.total).toEqual({ ...load.total, flows: 0 });
			}),
		);
	});

	it('counts bytes on the wire, not those that were kept', async () => {
		const packet = ethernet(0x0800, ipv4('192.0.2.1', '192.0.2.2', 6, tcp(1, 2)));
		const load = await measure([frame(packet, 1514), frame(packet, 1514)]);
		expect(load.total).toEqual({ packets: 2, bytes: 3028, flows: 1 });
		expect(load.topFlows).toEqual([
			{
				source: '192.0.2.1',
				destination: '192.0.2.2',
				sourcePort: 1,
				destinationPort: 2,
				protocol: 6,
				fragment: false,
				cut: false,
				packets: 2,
				bytes: 3028,
				entry: entryOf('192.0.2.1', '192.0.2.2', [1, 2]),
			},
		]);
	});

	it('works for tables of any size, mod N', async () => {
		const packet = frame(ethernet(0x0800, ipv4('192.0.2.1', '192.0.2.2', 6, tcp(7, 8))));
		const input = hashInput({
			source: Uint8Array.of(192, 0, 2, 1),
			destination: Uint8Array.of(192, 0, 2, 2),
			sourcePort: 7,
			destinationPort: 8,
		});
		for (const entries of [1, 2, 48, 100, 128, 2048]) {
			const load = await measure([packet], { entries });
			expect(load.entries.findIndex(({ packets }) => packets > 0)).toBe(
				toeplitzHash(PUBLISHED_KEY, input) % entries,
			);
		}
	});

	it('names the hash types', async () => {
		const load = await measure([
			frame(ethernet(0x0800, ipv4('192.0.2.1', '192.0.2.2', 6, tcp(1, 2)))),
			frame(ethernet(0x0800, ipv4('192.0.2.1', '192.0.2.2', 17, udp(1, 2)))),
			frame(ethernet(0x0800, ipv4('192.0.2.1', '192.0.2.2', 17, udp(3, 4)))),
			frame(ethernet(0x86dd, ipv6('::1', '::2', 6, tcp(1, 2)))),
		]);
		expect(load.hashTypes.map(({ type, packets }) => [type, packets])).toEqual([
			['ipv4', 2],
			['tcpIpv4', 1],
			['tcpIpv6', 1],
		]);
	});

	it('takes the home address of each packet, also within one flow', async () => {
		const packets = ['2001:db8::1', '2001:db8::2', '2001:db8::1'].map((home) =>
			frame(ethernet(0x86dd, ipv6('fe80::1', 'fe80::2', 6, tcp(5, 6), [homeAddress(home)]))),
		);
		const load = await measure(packets, { hashTypes: ['tcpIpv6Ex'] });
		const one = entryOf('2001:db8::1', 'fe80::2', [5, 6]);
		const two = entryOf('2001:db8::2', 'fe80::2', [5, 6]);
		expect(one).not.toBe(two);
		expect([load.entries[one]?.packets, load.entries[two]?.packets]).toEqual([2, 1]);
		expect(load.hashTypes).toEqual([{ type: 'tcpIpv6Ex', packets: 3, bytes: load.total.bytes }]);
	});

	it('takes the inner header when told to', async () => {
		const inner = ethernet(0x0800, ipv4('10.0.0.1', '10.0.0.2', 6, tcp(9, 10)));
		const vxlan = udp(50_000, 4789, [0x08, 0, 0, 0, 0, 0, 1, 0, ...inner]);
		const packet = frame(ethernet(0x0800, ipv4('192.0.2.1', '192.0.2.2', 17, vxlan)));
		const [outer] = (await measure([packet])).topFlows;
		const [within] = (await measure([packet], { inner: true })).topFlows;
		expect(outer).toMatchObject({ source: '192.0.2.1', destinationPort: 4789 });
		expect(within).toMatchObject({
			source: '10.0.0.1',
			destinationPort: 10,
			entry: entryOf('10.0.0.1', '10.0.0.2', [9, 10]),
		});
	});

	it('tells the span of time and the link types', async () => {
		const data = Uint8Array.from(ipv4('192.0.2.1', '192.0.2.2', 6, tcp(1, 2)));
		const load = await measure(
			[
				{ data, time: 1_700_000_003_500_000_000n },
				{ data, time: 1_700_000_001_000_000_000n },
			],
			{},
			101,
		);
		expect(load.seconds).toBeCloseTo(2.5, 5);
		expect(load.linkTypes).toEqual([{ linkType: 101, packets: 2 }]);
		expect((await measure([])).seconds).toBeUndefined();
	});
});

describe('what is under no entry, and why', () => {
	const reasons = async (
		packets: readonly WrittenPacket[],
		measured: Partial<CaptureMeasure> = {},
		link = 1,
	) =>
		(await measure(packets, measured, link)).noEntry.map(({ reason, packets: n, toDefault }) => [
			reason,
			n,
			toDefault,
		]);
	const tcpPacket = ethernet(0x0800, ipv4('192.0.2.1', '192.0.2.2', 6, tcp(1, 2)));

	it('no IP', async () => {
		expect(await reasons([frame(ethernet(0x0806, Array(28).fill(0)))])).toEqual([['noIp', 1, true]]);
	});

	it('a malformed header', async () => {
		const malformed = ethernet(0x0800, [0x41, ...ipv4('192.0.2.1', '192.0.2.2', 6, tcp(1, 2)).slice(1)]);
		expect(await reasons([frame(malformed)])).toEqual([['malformed', 1, true]]);
	});

	it('a family that no hash type covers', async () => {
		const v6 = frame(ethernet(0x86dd, ipv6('::1', '::2', 17, udp(1, 2))));
		expect(await reasons([frame(tcpPacket), v6], { hashTypes: ['tcpIpv6'] })).toEqual([
			['ipv4NotHashed', 1, true],
			['ipv6NotHashed', 1, true],
		]);
	});

	it('packets that the capture cut before their ports, if the adapter would have hashed those', async () => {
		const cut = { data: Uint8Array.from(tcpPacket.slice(0, 14 + 20 + 3)), originalLength: tcpPacket.length };
		const withoutIp = { data: Uint8Array.from(tcpPacket.slice(0, 20)), originalLength: tcpPacket.length };
		expect(await reasons([cut])).toEqual([['cut', 1, false]]);
		expect(await reasons([withoutIp])).toEqual([['cut', 1, false]]);
		expect(await reasons([cut], { hashTypes: ['ipv4'] })).toEqual([]);
		expect(await reasons([cut], { hashTypes: ['ipv4', 'udpIpv4'] })).toEqual([]);
		// The ports are the first four bytes: with them the rest of the header is not missed.
		const enough = {
			data: Uint8Array.from(tcpPacket.slice(0, 14 + 20 + 4)),
			originalLength: tcpPacket.length,
		};
		expect(await reasons([enough])).toEqual([]);
	});

	it('a link type that is not read', async () => {
		expect(await reasons([frame([1, 2, 3])], {}, 127)).toEqual([['unknownLinkType', 1, false]]);
	});

	it('fragments are hashed by their addresses, and counted', async () => {
		const fragments = [0x2000, 0x0010].map((fragment) =>
			frame(ethernet(0x0800, ipv4('192.0.2.1', '192.0.2.2', 6, tcp(1, 2), { fragment }))),
		);
		const load = await measure(fragments);
		expect(load.fragments).toBe(2);
		expect(load.entries[entryOf('192.0.2.1', '192.0.2.2')]).toMatchObject({ packets: 2, flows: 1 });
		expect(load.topFlows[0]).toMatchObject({ fragment: true });
		expect(load.topFlows[0]).not.toHaveProperty('sourcePort');
	});
});

describe('more flows than are told apart', () => {
	const flows = 10_000;
	/** One large flow among many of one packet, which come three times over. */
	const packets = Array.from({ length: 3 * flows }, (_, i) => {
		const of = i % flows;
		const small = ipv4(`10.0.${of >> 8}.${of & 255}`, '192.0.2.2', 6, tcp(1024 + of, 443));
		return i % 10 === 0
			? frame(ethernet(0x0800, ipv4('203.0.113.9', '192.0.2.2', 6, tcp(9, 443))), 1500)
			: frame(ethernet(0x0800, small));
	});

	it('are estimated, and it says so; entries stay exact, large flows stay', async () => {
		const exact = await measure(packets);
		const load = await measure(packets, { maxFlows: 1000 });
		expect(exact.approximate).toBeUndefined();
		expect(exact.total.flows).toBe(flows * 0.9 + 1);
		expect(load.approximate?.maxFlows).toBe(1000);
		expect(load.entries.map((one) => [one.packets, one.bytes])).toEqual(
			exact.entries.map((one) => [one.packets, one.bytes]),
		);
		// The estimates of 16 entries are independent: their sum is better than each, six deviations of which are allowed.
		const error = 6 * (load.approximate?.flowsError ?? 0);
		expect(Math.abs(load.total.flows / exact.total.flows - 1)).toBeLessThan(error);
		for (const [i, entry] of load.entries.entries()) {
			expect(Math.abs(entry.flows / exact.entries[i]!.flows - 1)).toBeLessThan(error);
		}
		const [largest] = load.topFlows;
		const [truly] = exact.topFlows;
		expect(largest).toMatchObject({ source: '203.0.113.9', entry: truly?.entry });
		expect(largest!.bytes).toBeLessThanOrEqual(truly!.bytes);
		expect(truly!.bytes - largest!.bytes).toBeLessThanOrEqual(load.approximate!.missingBytes);
	});
});
