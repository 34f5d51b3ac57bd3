import type { Configuration } from '../../server/src/config/model.js';
import { hashTypeBits } from '../../server/src/ndis/hash.js';
import { LinkType } from '../../server/src/packet/linkLayer.js';
import { PacketParser } from '../../server/src/packet/packetParser.js';
import { LONGEST_HASH_INPUT } from '../../server/src/rss/hashSelection.js';
import { PacketHash } from '../../server/src/rss/packetHash.js';
import { formatProcessor } from '../../server/src/rss/processor.js';
import { ToeplitzTable } from '../../server/src/rss/toeplitz.js';
import type { SeededRandom } from '../../server/src/traffic/random.js';
import { model } from '../support/configuration.js';
import { type Bytes, ethernet, ipv4, ipv6, tcp, u16, udp } from '../support/packets.js';

/** What a test says of the adapter of the guest, which has 4 processors and 4 queues. */
export interface Wish {
	readonly queues: number;
	/** Numbers of processors in group 0, an entry each. */
	readonly table: readonly number[];
	/** Of packets without a hash; the first of the table unless given. */
	readonly defaultProcessor?: number;
	readonly types?: string;
	readonly key?: string;
	readonly rss?: boolean;
}

/** A key, another for each seed. */
export function keyOf(seed: number): string {
	const bytes = Array.from({ length: 40 }, (_, i) => ((i + 1) * (73 + 2 * seed) + 41) & 0xff);
	return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** A table of processors without a pattern, that uses them all. */
export function scattered(size: number, processors: readonly number[]): number[] {
	return Array.from(
		{ length: size },
		(_, i) => processors[(i * i + 7 * i + (i >> 3)) % processors.length] ?? 0,
	);
}

/** The text of a file that asks for this. */
export function wishText({
	queues,
	table,
	defaultProcessor = table[0] ?? 0,
	types,
	key = keyOf(0),
	rss = true,
}: Wish): string {
	const list = table.map((number) => JSON.stringify(`0:${number}`)).join(', ');
	return `version: 1
adapter:
  name: eth1
  mode: native
  capabilities: { preset: native-rss }
  rssProcessors: { base: "0:0", max: "0:3" }
  hash:
    types: [${types ?? 'ipv4, tcpIpv4, udpIpv4, ipv6, tcpIpv6, udpIpv6'}]
    secretKey: ${JSON.stringify(key)}
scaling:
  rss: ${rss}
  numberOfQueues: ${queues}
  primaryProcessor: "0:${defaultProcessor}"
  defaultProcessor: "0:${defaultProcessor}"
  indirectionTable: [${list}]
`;
}

export const wish = (asked: Wish): Configuration => model(wishText(asked));

/** Where the guest's adapter listens. */
const GUEST_MAC = [2, 0, 0, 0, 0, 2];

/** Frames of many kinds of packets, each ending with a mark of its own. */
export function frames(count: number, random: SeededRandom): Uint8Array[] {
	const byte = () => random.next() & 0xff;
	const port = () => random.next() & 0xffff;
	const v4 = () => `10.${byte()}.${byte()}.${byte()}`;
	const v6 = () => `fd00::${byte().toString(16)}:${byte().toString(16)}`;
	const kinds: readonly ((rest: Bytes) => Bytes)[] = [
		(rest) => ethernet(0x0800, ipv4(v4(), v4(), 6, tcp(port(), port(), rest))),
		(rest) => ethernet(0x0800, ipv4(v4(), v4(), 17, udp(port(), port(), rest))),
		(rest) => ethernet(0x86dd, ipv6(v6(), v6(), 6, tcp(port(), port(), rest))),
		(rest) => ethernet(0x86dd, ipv6(v6(), v6(), 17, udp(port(), port(), rest))),
		// A protocol without ports, and a fragment: their addresses alone are hashed.
		(rest) => ethernet(0x0800, ipv4(v4(), v4(), 47, [0, 0, 0x88, 0xbe, ...rest])),
		(rest) => ethernet(0x0800, ipv4(v4(), v4(), 17, udp(port(), port(), rest), { fragment: 0x2000 })),
		// No IP: no hash.
		(rest) => ethernet(0x88b5, rest),
	];
	return Array.from({ length: count }, (_, i) => {
		const padding = Array<number>(40).fill(0);
		const make = kinds[i % kinds.length] ?? kinds[0];
		const frame = Uint8Array.from(make?.([...padding, ...u16(i >> 16), ...u16(i & 0xffff)]) ?? []);
		frame.set(GUEST_MAC);
		return frame;
	});
}

/** The mark of a frame: its last four bytes in hexadecimal. */
export const markOf = (frame: Uint8Array): string => Buffer.from(frame.slice(-4)).toString('hex');

/** Where the engine has each frame arrive under a configuration, by mark: `0:2`. */
export function predict(configuration: Configuration, sent: readonly Uint8Array[]): Map<string, string> {
	const [entity] = configuration.entities;
	if (!entity) throw new Error('no entity');
	const types = hashTypeBits(entity.hash.types.value);
	const table = new ToeplitzTable(entity.hash.secretKey.value, LONGEST_HASH_INPUT);
	const hash = new PacketHash();
	const parser = new PacketParser();
	const { entries } = entity.indirectionTable;
	return new Map(
		sent.map((frame) => {
			parser.parse(frame, 0, frame.length, LinkType.ETHERNET);
			const hashed = entity.rss.value && hash.of(parser, types, table) !== 0;
			const entry = entries[hash.value & (entries.length - 1)];
			const rest = entity.rss.value ? entity.defaultProcessor.value : entity.primaryProcessor.value;
			return [markOf(frame), formatProcessor((hashed ? entry : undefined) ?? rest)];
		}),
	);
}
