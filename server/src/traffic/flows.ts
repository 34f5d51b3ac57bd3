import type { HashTypeName } from '../emulator/description.js';
import type { Processor } from '../rss/processor.js';
import { activeTable, type Steering } from '../rss/spread.js';
import { ToeplitzTable } from '../rss/toeplitz.js';
import { SeededRandom } from './random.js';

/** What kind of packets a simulation sends, and which of their fields are hashed under some hash types. */
export interface FlowKind {
	readonly protocol: 'tcp' | 'udp';
	readonly family: 'ipv4' | 'ipv6';
	/** 2 addresses and 2 ports, 2 addresses alone, or nothing. */
	readonly hashed: 'addresses and ports' | 'addresses' | 'nothing';
}

/**
 * The first of TCP/IPv4, TCP/IPv6, UDP/IPv4, UDP/IPv6 that the hash types cover with its ports; else the first family
 * they cover at all. A type applies to TCP or UDP if enabled, else the plain IP type, else there is no hash.
 * Source: domain "Hashing"; windows-driver-docs rss-hashing-types.
 */
export function flowKindFor(types: readonly HashTypeName[]): FlowKind {
	const has = (...names: HashTypeName[]) => names.some((name) => types.includes(name));
	const hashed = 'addresses and ports';
	if (has('tcpIpv4')) return { protocol: 'tcp', family: 'ipv4', hashed };
	if (has('tcpIpv6', 'tcpIpv6Ex')) return { protocol: 'tcp', family: 'ipv6', hashed };
	if (has('udpIpv4')) return { protocol: 'udp', family: 'ipv4', hashed };
	if (has('udpIpv6', 'udpIpv6Ex')) return { protocol: 'udp', family: 'ipv6', hashed };
	if (has('ipv4')) return { protocol: 'tcp', family: 'ipv4', hashed: 'addresses' };
	if (has('ipv6', 'ipv6Ex')) return { protocol: 'tcp', family: 'ipv6', hashed: 'addresses' };
	return { protocol: 'tcp', family: 'ipv4', hashed: 'nothing' };
}

/** Bytes that are hashed of one flow of the kind. */
export function hashedBytes({ family, hashed }: FlowKind): number {
	if (hashed === 'nothing') return 0;
	return (family === 'ipv4' ? 8 : 32) + (hashed === 'addresses' ? 0 : 4);
}

/** A flow simulation: which scaling entity, with which hash, and how many flows of which seed. */
export interface FlowSimulation {
	readonly steering: Steering;
	readonly hashTypes: readonly HashTypeName[];
	/** At least 40 bytes. */
	readonly secretKey: Uint8Array;
	readonly flows: number;
	readonly seed: number;
}

/**
 * Sends flows with uniformly random addresses and ports through hash and table, and counts where they arrive, busiest
 * processor first, then by processor. With RSS off all arrive at the primary processor; without a hash, at the default.
 */
export function simulateFlows({ steering, hashTypes, secretKey, flows, seed }: FlowSimulation): {
	readonly kind: FlowKind;
	readonly counts: readonly { readonly processor: Processor; readonly flows: number }[];
} {
	const kind = flowKindFor(hashTypes);
	const counts = new Map<Processor, number>();
	const arrive = (p: Processor, n: number) => counts.set(p, (counts.get(p) ?? 0) + n);
	const table = activeTable(steering);
	if (!steering.rssEnabled) arrive(steering.primaryProcessor, flows);
	else if (kind.hashed === 'nothing') arrive(steering.defaultProcessor, flows);
	else {
		const random = new SeededRandom(seed);
		const input = new Uint8Array(hashedBytes(kind));
		const words = new DataView(input.buffer);
		const toeplitz = new ToeplitzTable(secretKey, input.length);
		for (let i = 0; i < flows; i++) {
			for (let at = 0; at < input.length; at += 4) words.setUint32(at, random.next());
			const target = table[toeplitz.hash(input) & (table.length - 1)];
			arrive(target ?? steering.defaultProcessor, 1);
		}
	}
	return {
		kind,
		counts: [...counts]
			.map(([processor, arrived]) => ({ processor, flows: arrived }))
			.sort((a, b) => b.flows - a.flows || a.processor - b.processor),
	};
}
