/** A key that anybody can look up. */
export interface PublishedKey {
	/** What it is, as the end of a sentence: `the key of Microsoft's verification suite`. */
	readonly name: string;
	/** 40 bytes, or more where the adapter takes more. */
	readonly key: Uint8Array;
}

/** The key of Microsoft's verification suite ("Verifying the RSS hash calculation"), the default of many drivers. */
export const MICROSOFT_KEY = bytes(
	'6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa',
);

/** Keys found in public driver sources and papers. */
export const publishedKeys: readonly PublishedKey[] = [
	{ name: "the key of Microsoft's verification suite, the default of many drivers", key: MICROSOFT_KEY },
	// S. Woo, K. Park: Scalable TCP session monitoring with symmetric receive-side scaling, 2012.
	{ name: 'the symmetric key of Woo and Park, 6d:5a repeated', key: bytes('6d5a'.repeat(20)) },
	// DPDK: mlx5_rxq.c, mana.c, hn_ethdev.c; Linux: mlx5_vnet.c.
	{
		name: 'the default key of Mellanox ConnectX drivers, of MANA and of DPDK on Hyper-V',
		key: bytes('2cc681d15bdbf4f7fca28319db1a3e946b9e38d92c9c03d1ad9944a7d9563d59063c25f3fc1fdc2a'),
	},
	// DPDK: i40e_hash.c.
	{
		name: "the default key of DPDK's driver for Intel 700 series",
		key: bytes(
			'4439796bb54c5023b675ea5b124f9f30b8a2c03ddfdc4d02a08c9b334af64a4c05c6fa343958d8557d99583ae138c92e81150366',
		),
	},
	// Linux, FreeBSD and illumos: vmxnet3.
	{
		name: 'the default key of vmxnet3',
		key: bytes('3b56d156134ae7ace8790975e86579283512b9567c764b70d856a3189b0aeef396a69f8f9e8c90c9'),
	},
];

/** Which published key a key is; only as many bytes count as both have. Undefined for keys below 40 bytes. */
export function findPublishedKey(key: Uint8Array): PublishedKey | undefined {
	if (key.length < MICROSOFT_KEY.length) return undefined;
	return publishedKeys.find(({ key: known }) => known.every((byte, i) => i >= key.length || byte === key[i]));
}

function bytes(hex: string): Uint8Array {
	return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
