import { parseAddress } from '../../rss/address.js';
import { type AddressFamily, type FlowBatch, wordsPerAddress } from '../../rss/engine/flowBatch.js';
import { mix } from '../random.js';

/** First port of those that systems pick for clients (RFC 6335 §6), and how many there are. */
export const EPHEMERAL = { first: 49152, count: 16384 } as const;

/** Addresses that stand for a server and a client in examples (RFC 5737, RFC 3849). */
const examples = {
	server: { ipv4: '192.0.2.10', ipv6: '2001:db8::10' },
	client: { ipv4: '198.51.100.20', ipv6: '2001:db8:1::20' },
} as const;

/** The words of an address; undefined or one of the other family: the example address of that part. */
export function addressWords(
	family: AddressFamily,
	part: keyof typeof examples,
	address?: Uint8Array,
): readonly number[] {
	const words = wordsPerAddress(family);
	const bytes =
		address?.length === words * 4 ? address : (parseAddress(examples[part][family]) ?? new Uint8Array(16));
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return Array.from({ length: words }, (_, w) => view.getUint32(w * 4));
}

/** Writes one address to all flows of a batch. */
export function fillAddress(
	batch: FlowBatch,
	which: 'source' | 'destination',
	words: readonly number[],
): void {
	const first = which === 'source' ? 0 : wordsPerAddress(batch.family);
	for (const [w, word] of words.entries()) batch.words[first + w]?.fill(word, 0, batch.length);
}

/** Writes one client and one server, the ends of every flow, to all flows of a batch. */
export function fillEndpoints(batch: FlowBatch, server: Uint8Array | undefined): void {
	fillAddress(batch, 'source', addressWords(batch.family, 'client'));
	fillAddress(batch, 'destination', addressWords(batch.family, 'server', server));
}

/**
 * Writes the source address of flow i of a batch: number `numberOf(i)` of the set's addresses. Of one seed two numbers
 * never share an IPv4 address, for the scrambling is one to one; IPv6 addresses differ in their last word.
 */
export function fillSources(batch: FlowBatch, seed: number, numberOf: (i: number) => number): void {
	const last = wordsPerAddress(batch.family) - 1;
	if (batch.family === 'ipv6') {
		const [prefix = [], subnet = []] = [batch.words[0], batch.words[1]];
		const interfaceId = batch.words[2] ?? [];
		for (let i = 0; i < batch.length; i++) {
			// 2001:db8::/32, a subnet for every 256 hosts.
			prefix[i] = 0x20010db8;
			subnet[i] = numberOf(i) >>> 8;
			interfaceId[i] = mix(numberOf(i) + 1);
		}
	}
	const column = batch.words[last] ?? [];
	const salt = mix(seed + 1);
	for (let i = 0; i < batch.length; i++) column[i] = mix(numberOf(i) ^ salt);
}

/** Writes the ports of every flow of a batch. */
export function fillPorts({ family, words, length }: FlowBatch, ports: (i: number) => number): void {
	const column = words[2 * wordsPerAddress(family)] ?? [];
	for (let i = 0; i < length; i++) column[i] = ports(i);
}

/** Both ports in one word. */
export function portWord(source: number, destination: number): number {
	return ((source << 16) | destination) >>> 0;
}
