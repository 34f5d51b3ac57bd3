import { writeFile } from 'node:fs/promises';
import { SeededRandom } from '../../../server/src/traffic/random.js';
import { concat, pcapParts } from '../../support/captureWriter.js';
import { type Bytes, ethernet, ipv4, ipv6, tcp, udp, zeros } from '../../support/packets.js';

const FLOWS = 900;
const START = 1_700_000_000_000_000_000n;
const NANOSECONDS_APART = 25_000n;

/**
 * Writes a capture as of a small network, the same each time: many clients of one server, few of them with most of the
 * packets, some name lookups, and now and then a packet that no hash type covers.
 */
export async function writeLanCapture(path: string, packets = 40_000): Promise<void> {
	const random = new SeededRandom(7);
	const flows = Array.from({ length: FLOWS }, (_, i) => flow(i, random));
	const arp = ethernet(0x0806, Array<number>(28).fill(1));
	const ping = ethernet(0x0800, ipv4('10.20.1.1', '10.0.0.5', 1, zeros(40)));
	const unit = () => random.next() / 2 ** 32;
	const packet = (): Bytes => {
		const kind = unit();
		if (kind < 0.004) return arp;
		return kind < 0.01 ? ping : (flows[Math.floor(FLOWS * unit() ** 3.5)] ?? arp);
	};
	const written = Array.from({ length: packets }, (_, i) => ({
		data: Uint8Array.from(packet()),
		time: START + BigInt(i) * NANOSECONDS_APART,
	}));
	await writeFile(path, concat(pcapParts(written)));
}

function flow(i: number, random: SeededRandom): Bytes {
	const port = 1024 + (random.next() % 60_000);
	const payload = zeros(i < 12 ? 1400 : 80 + (random.next() % 600));
	const host = random.next();
	if (i % 17 === 9) {
		const lookup = udp(port, 53, payload.slice(0, 40));
		return ethernet(0x0800, ipv4(`10.20.${host & 255}.${(host >> 8) & 255}`, '10.0.0.53', 17, lookup));
	}
	if (i % 8 === 5) {
		const source = `2001:db8:4::${(host & 0xffff).toString(16)}`;
		return ethernet(0x86dd, ipv6(source, '2001:db8:1::5', 6, tcp(port, 443, payload)));
	}
	const service = i % 3 === 0 ? 1433 : 443;
	return ethernet(0x0800, ipv4(`203.0.113.${host & 255}`, '10.0.0.5', 6, tcp(port, service, payload)));
}
