const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
export const publishedKey = bytes(
	'6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa',
);
export const symmetricKey = bytes('6d5a'.repeat(20));

/** Microsoft's verification suite, and the same flows under the repeated key: each first without ports, then with. */
export const publishedFlows: [
	source: string,
	sport: number,
	destination: string,
	dport: number,
	...hashes: number[],
][] = [
	['66.9.149.187', 2794, '161.142.100.80', 1766, 0x323e8fc2, 0x51ccc178, 0x0a590a59, 0x9fcc9fcc],
	['199.92.111.2', 14230, '65.69.140.83', 4739, 0xd718262a, 0xc626b0ea, 0x7ba97ba9, 0x60d760d7],
	['24.19.198.95', 12898, '12.22.207.184', 38024, 0xd2d0a5de, 0x5c2b394a, 0xa55aa55a, 0x3a3e3a3e],
	['38.27.205.30', 48228, '209.142.163.6', 2217, 0x82989176, 0xafc7327f, 0xf8a7f8a7, 0xd26ed26e],
	['153.39.163.191', 44251, '202.188.127.2', 1303, 0x5d1809c5, 0x10e828a2, 0x57545754, 0xf23ef23e],
	['3ffe:2501:200:1fff::7', 2794, '3ffe:2501:200:3::1', 1766, 0x2cc18cd5, 0x40207d3d, 0x867e867e, 0x13eb13eb],
	['3ffe:501:8::260:97ff:fe40:efab', 14230, 'ff02::1', 4739, 0x0f0c461c, 0xdde51bbf, 0x2def2def, 0x36913691],
	[
		'3ffe:1900:4545:3:200:f8ff:fe21:67cf',
		44251,
		'fe80::200:f8ff:fe21:67cf',
		38024,
		0x4b61e985,
		0x02d1feef,
		0xc85ec85e,
		0x08090809,
	],
];
