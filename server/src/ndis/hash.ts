import type { HashTypeName } from '../emulator/description.js';

/** NdisHashFunctionToeplitz: the one hash function that exists. */
export const HASH_FUNCTION_TOEPLITZ = 0x00000001;
/** NDIS_HASH_FUNCTION_MASK: low byte of HashInformation. */
export const HASH_FUNCTION_MASK = 0x000000ff;
/** NDIS_HASH_TYPE_MASK: the hash type bits of HashInformation. */
export const HASH_TYPE_MASK = 0x00ffff00;
/** NDIS_RSS_HASH_SECRET_KEY_MAX_SIZE_REVISION_3, in bytes; RSSv2 takes no other size. */
export const HASH_SECRET_KEY_SIZE = 40;

/** NDIS_HASH_* (ndis/hashtypes.h), by the name of a configuration. */
export const HashType: Readonly<Record<HashTypeName, number>> = {
	ipv4: 0x00000100,
	tcpIpv4: 0x00000200,
	ipv6: 0x00000400,
	ipv6Ex: 0x00000800,
	tcpIpv6: 0x00001000,
	tcpIpv6Ex: 0x00002000,
	udpIpv4: 0x00004000,
	udpIpv6: 0x00008000,
	udpIpv6Ex: 0x00010000,
};

/** NDIS_RSS_CAPS_HASH_TYPE_*: other bits than NDIS_HASH_*. The plain IP types have none: every adapter computes them. */
export const HashTypeCapability: Readonly<Partial<Record<HashTypeName, number>>> = {
	tcpIpv4: 0x00000100,
	tcpIpv6: 0x00000200,
	tcpIpv6Ex: 0x00000400,
	udpIpv4: 0x00000800,
	udpIpv6: 0x00001000,
	udpIpv6Ex: 0x00002000,
};

const names = Object.keys(HashType) as readonly HashTypeName[];

/** NDIS_HASH_* bits of some types. */
export function hashTypeBits(types: readonly HashTypeName[]): number {
	return types.reduce((bits, type) => bits | HashType[type], 0);
}

/** HashInformation of some types: their bits with the Toeplitz function. 0 types give the function alone. */
export function hashInformationOf(types: readonly HashTypeName[]): number {
	return hashTypeBits(types) | HASH_FUNCTION_TOEPLITZ;
}

/** The types named by HashInformation (or by its type bits), in ascending order of their bits; unknown bits are left out. */
export function hashTypesOf(hashInformation: number): HashTypeName[] {
	return names.filter((type) => (hashInformation & HashType[type]) !== 0);
}

/** The hash function of HashInformation: NDIS_RSS_HASH_FUNC_FROM_HASH_INFO. */
export function hashFunctionOf(hashInformation: number): number {
	return hashInformation & HASH_FUNCTION_MASK;
}

/** NDIS_RSS_CAPS_HASH_TYPE_* bits of the L4 types an adapter computes. */
export function hashCapabilityBits(types: readonly HashTypeName[]): number {
	return types.reduce((bits, type) => bits | (HashTypeCapability[type] ?? 0), 0);
}

/** The L4 types named by NDIS_RSS_CAPS_HASH_TYPE_* bits, in ascending order of their NDIS_HASH_* bits. */
export function hashTypesOfCapability(bits: number): HashTypeName[] {
	return names.filter((type) => (bits & (HashTypeCapability[type] ?? 0)) !== 0);
}

/** The NDIS_HASH_* type bits an adapter of these capabilities takes: its L4 types and every plain IP type. */
export function supportedHashTypeBits(types: readonly HashTypeName[]): number {
	const plain = names.filter((type) => HashTypeCapability[type] === undefined);
	return hashTypeBits([...types, ...plain]);
}
