import type { HashTypeName } from '../emulator/description.js';
import type { AddressFamily } from '../rss/engine/flowBatch.js';

/** What flows carry: TCP, UDP, or something without ports (GRE, as NVGRE does). */
export type FlowProtocol = 'tcp' | 'udp' | 'gre';

/** What kind of packets a simulation sends, and which of their fields are hashed under some hash types. */
export interface FlowKind {
	readonly protocol: FlowProtocol;
	readonly family: AddressFamily;
	/** 2 addresses and 2 ports, 2 addresses alone, or nothing. */
	readonly hashed: 'addresses and ports' | 'addresses' | 'nothing';
}

/**
 * The first of TCP/IPv4, TCP/IPv6, UDP/IPv4, UDP/IPv6 that the hash types cover with its ports; else the first family
 * they cover at all; else the first. What is wanted of protocol and family narrows the choice. A type applies to TCP or
 * UDP if enabled, else the plain IP type, else there is no hash.
 * Source: domain "Hashing"; windows-driver-docs rss-hashing-types.
 */
export function flowKindFor(
	types: readonly HashTypeName[],
	wanted: { readonly protocol?: FlowProtocol | undefined; readonly family?: AddressFamily | undefined } = {},
): FlowKind {
	const protocols = wanted.protocol ? [wanted.protocol] : (['tcp', 'udp'] as const);
	const families = wanted.family ? [wanted.family] : (['ipv4', 'ipv6'] as const);
	const kinds = protocols.flatMap((protocol) => families.map((family) => kindOf(types, protocol, family)));
	const first = kinds[0] ?? kindOf(types, 'tcp', 'ipv4');
	return (
		kinds.find(({ hashed }) => hashed === 'addresses and ports') ??
		kinds.find(({ hashed }) => hashed === 'addresses') ??
		first
	);
}

/** Which fields of such packets are hashed: by the type of their protocol if enabled, else by the plain IP type. */
export function kindOf(
	types: readonly HashTypeName[],
	protocol: FlowProtocol,
	family: AddressFamily,
): FlowKind {
	const ip = family === 'ipv4' ? 'Ipv4' : 'Ipv6';
	const covers = (name: string) =>
		types.some((type) => type === name || (family === 'ipv6' && type === `${name}Ex`));
	if (protocol !== 'gre' && covers(`${protocol}${ip}`)) {
		return { protocol, family, hashed: 'addresses and ports' };
	}
	return { protocol, family, hashed: covers(family) ? 'addresses' : 'nothing' };
}

/** Bytes that are hashed of one flow of the kind. */
export function hashedBytes({ family, hashed }: FlowKind): number {
	if (hashed === 'nothing') return 0;
	return (family === 'ipv4' ? 8 : 32) + (hashed === 'addresses' ? 0 : 4);
}

/** `TCP over IPv4` */
export function carriedText({ protocol, family }: Pick<FlowKind, 'protocol' | 'family'>): string {
	return `${protocol.toUpperCase()} over ${family === 'ipv4' ? 'IPv4' : 'IPv6'}`;
}

/** `TCP over IPv4, addresses and ports hashed` */
export function kindText(kind: FlowKind): string {
	return `${carriedText(kind)}, ${kind.hashed} hashed`;
}
