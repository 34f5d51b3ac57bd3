import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PUBLISHED_KEY } from '../../../server/src/config/readAdapter.js';
import { measureCapture } from '../../../server/src/traffic/capture/measureCapture.js';
import { SeededRandom } from '../../../server/src/traffic/random.js';
import {
	concat,
	type PacketBlock,
	PcapngWriter,
	pcapParts,
	type WrittenPacket,
} from '../../support/captureWriter.js';
import { ethernet, ipv4, ipv6, tcp, udp } from '../../support/packets.js';

/** The same captures read by tcpdump: both must count the same packets for each 5-tuple. */
const tcpdump = spawnSync('tcpdump', ['--version']).status === 0;

/** Few enough flows that all of them are named among the largest. */
const FLOWS = 18;
const random = new SeededRandom(7);
const flows = Array.from({ length: FLOWS }, (_, i) => {
	const [source, destination] = [20_000 + (random.next() % 9000), 30_000 + (random.next() % 1000)];
	const transport = i % 3 === 0 ? udp(source, destination, [1, 2, 3, 4]) : tcp(source, destination, [5]);
	const protocol = i % 3 === 0 ? 17 : 6;
	const tags: readonly [number, number][] = [
		[],
		[[0x8100, 5]],
		[
			[0x88a8, 6],
			[0x8100, 7],
		],
	][i % 3] as [number, number][];
	return i % 4 === 0
		? ethernet(0x86dd, ipv6(`2001:db8::${i}:1`, `2001:db8:0:1::${i}`, protocol, transport), tags)
		: ethernet(0x0800, ipv4(`10.1.${i}.2`, `10.2.0.${i}`, protocol, transport), tags);
}).map((bytes) => Uint8Array.from(bytes));
const packets: WrittenPacket[] = Array.from({ length: 500 }, (_, i) => ({
	data: flows[random.next() % FLOWS]!,
	time: 1_700_000_000_000_000_000n + BigInt(i) * 1_000_000n,
}));

function pcapng(littleEndian: boolean): Uint8Array {
	const writer = new PcapngWriter(littleEndian).section().interface({ linkType: 1, resolution: 9 });
	for (const [i, packet] of packets.entries()) {
		// tcpdump reads the old block too; a simple one has no time, which it prints as 0.
		const kind = (['enhanced', 'old', 'simple'] as const satisfies PacketBlock[])[i % 3]!;
		writer.packet(kind, packet).block(0x0bad, [1, 2, 3]);
	}
	return concat(writer.parts);
}

/** The same packets behind another link header, which says whether they are IPv6 where it can. */
function linked(linkType: number, header: (ipv6: boolean) => number[]): Uint8Array {
	const rewritten = packets.map(({ data, ...rest }): WrittenPacket => {
		let type = 12;
		while (data[type] !== 0x08 || data[type + 1] !== 0x00) {
			if (data[type] === 0x86 && data[type + 1] === 0xdd) break;
			type += 4; // behind a VLAN tag
		}
		const ip = data.subarray(type + 2);
		return { ...rest, data: Uint8Array.from([...header((ip[0] ?? 0) >> 4 === 6), ...ip]) };
	});
	return concat(pcapParts(rewritten, { linkType }));
}
const etherType = (ipv6: boolean) => (ipv6 ? [0x86, 0xdd] : [0x08, 0x00]);
const zeros = (length: number) => Array<number>(length).fill(0);

const files: readonly [name: string, file: Uint8Array][] = [
	...[true, false].flatMap((littleEndian): [string, Uint8Array][] => [
		...[true, false].map((nanoseconds): [string, Uint8Array] => [
			`pcap, ${nanoseconds ? 'ns' : 'µs'}, ${littleEndian ? 'little' : 'big'} endian`,
			concat(pcapParts(packets, { littleEndian, nanoseconds })),
		]),
		[`pcapng, ${littleEndian ? 'little' : 'big'} endian`, pcapng(littleEndian)],
	]),
	['raw IP', linked(101, () => [])],
	// The number of IPv6 differs between systems: 30 is Darwin's, 24 OpenBSD's.
	['BSD loopback', linked(0, (ipv6) => [ipv6 ? 30 : 2, 0, 0, 0])],
	['OpenBSD loopback', linked(108, (ipv6) => [0, 0, 0, ipv6 ? 24 : 2])],
	['Linux cooked', linked(113, (ipv6) => [0, 0, 0, 1, 0, 6, ...zeros(8), ...etherType(ipv6)])],
	['Linux cooked 2', linked(276, (ipv6) => [...etherType(ipv6), 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, ...zeros(8)])],
];

function byTcpdump(file: Uint8Array): Map<string, number> {
	const { stdout, stderr } = spawnSync('tcpdump', ['-nn', '-q', '-t', '-r', '-'], {
		input: file,
		encoding: 'utf8',
	});
	const counts = new Map<string, number>();
	for (const line of stdout.trim().split('\n')) {
		const match = /IP6? (\S+)\.(\d+) > (\S+)\.(\d+): (tcp|UDP)/.exec(line);
		if (!match) throw new Error(`tcpdump printed ${line}\n${stderr}`);
		const [, source, sourcePort, destination, destinationPort, protocol = ''] = match;
		const key = [source, sourcePort, destination, destinationPort, protocol.toLowerCase()].join(' ');
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return counts;
}

async function byUs(file: Uint8Array): Promise<Map<string, number>> {
	const pieces = (async function* () {
		yield file;
	})();
	const { load, end } = await measureCapture(
		{ pieces },
		{ hashTypes: ['ipv4', 'ipv6'], secretKey: PUBLISHED_KEY, entries: 4 },
	);
	expect(end.problem).toBeUndefined();
	return new Map(
		load.topFlows.map(({ source, sourcePort, destination, destinationPort, protocol, packets: n }) => [
			[source, sourcePort, destination, destinationPort, protocol === 6 ? 'tcp' : 'udp'].join(' '),
			n,
		]),
	);
}

describe.skipIf(!tcpdump)(
	`the same packets for each 5-tuple as tcpdump${tcpdump ? '' : ' (it is not installed)'}`,
	() => {
		it.each(files)('%s', async (_name, file) => {
			const expected = byTcpdump(file);
			expect(expected.size).toBe(FLOWS);
			expect(await byUs(file)).toEqual(expected);
			expect(await byUs(gzipSync(file))).toEqual(expected);
		});
	},
);
