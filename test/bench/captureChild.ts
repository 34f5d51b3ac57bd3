/** Measures a capture in a process of its own and prints, as JSON, how long it took and how much memory was resident. */
import { fileSource } from '../../server/src/traffic/capture/captureSource.js';
import { measureCapture } from '../../server/src/traffic/capture/measureCapture.js';

const [key = '', path = '', flows] = process.argv.slice(2);
const secretKey = Uint8Array.from(key.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const start = process.hrtime.bigint();
const before = process.cpuUsage();
const { load, end } = await measureCapture(await fileSource(path, { blocking: true }), {
	hashTypes: ['ipv4', 'tcpIpv4', 'udpIpv4', 'ipv6', 'tcpIpv6', 'udpIpv6'],
	secretKey,
	entries: 128,
	flows: flows === 'flows',
});
const nanoseconds = Number(process.hrtime.bigint() - start);
const { user, system } = process.cpuUsage(before);
process.stdout.write(
	JSON.stringify({
		nanoseconds,
		processorNanoseconds: (user + system) * 1000,
		packets: load.total.packets,
		flows: load.total.flows,
		approximate: load.approximate,
		problem: end.problem?.message,
		entries: load.entries.map(({ packets, bytes }) => [packets, bytes]),
		noEntry: load.noEntry.map(({ packets, bytes }) => [packets, bytes]),
		maxRssMb: process.resourceUsage().maxRSS / 1024,
	}),
);
