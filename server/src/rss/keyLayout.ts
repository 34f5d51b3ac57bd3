import type { HashTypeName } from '../emulator/description.js';

/** What of a packet a hash type feeds to the hash, and where: source address, destination address, then the ports. */
export interface InputLayout {
	/** `IPv4 addresses and ports` */
	readonly name: string;
	readonly family: 'ipv4' | 'ipv6';
	readonly ports: boolean;
	/** Bits of one address. */
	readonly addressBits: number;
	/** Bits of the whole input. */
	readonly bits: number;
}

const PORT_BITS = 16;
/** Bits of the hash: the window of an input bit has as many bits of the key. */
export const HASH_BITS = 32;

/** The four inputs that exist. Source: windows-driver-docs rss-hashing-types. */
export const inputLayouts: readonly InputLayout[] = [
	layout('ipv4', false),
	layout('ipv4', true),
	layout('ipv6', false),
	layout('ipv6', true),
];

/**
 * The distinct inputs of some hash types, in the order of {@link inputLayouts}. TCP and UDP of one family feed the same
 * fields; so do the types with and without `Ex`, which only take an address from another place.
 */
export function layoutsOf(types: readonly HashTypeName[]): InputLayout[] {
	const wanted = new Set(
		types.map((type) => `${/v4/i.test(type) ? 'ipv4' : 'ipv6'} ${/^(tcp|udp)/.test(type)}`),
	);
	return inputLayouts.filter(({ family, ports }) => wanted.has(`${family} ${ports}`));
}

/** Bytes that a key needs for an input: each bit of it takes 32 bits of the key from its own place on. */
export function keyBytesFor({ bits }: InputLayout): number {
	return (bits + HASH_BITS) / 8;
}

/** A part of an input, in bits from its start. */
export interface FieldBits {
	readonly start: number;
	readonly end: number;
}

/** The places of the ports; empty where there are none. */
export function portBits({ addressBits, bits }: InputLayout): FieldBits {
	return { start: 2 * addressBits, end: bits };
}

/** The pairs of fields that trade places when a packet goes the other way. */
export function mirroredFields({
	addressBits,
	ports,
}: InputLayout): (FieldBits & { readonly distance: number })[] {
	const start = 2 * addressBits;
	return [
		{ start: 0, end: addressBits, distance: addressBits },
		...(ports ? [{ start, end: start + PORT_BITS, distance: PORT_BITS }] : []),
	];
}

function layout(family: 'ipv4' | 'ipv6', ports: boolean): InputLayout {
	const addressBits = family === 'ipv4' ? 32 : 128;
	return {
		name: `${family === 'ipv4' ? 'IPv4' : 'IPv6'} ${ports ? 'addresses and ports' : 'addresses'}`,
		family,
		ports,
		addressBits,
		bits: 2 * addressBits + (ports ? 2 * PORT_BITS : 0),
	};
}
