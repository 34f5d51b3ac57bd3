/** Packets made byte by byte, the plain way: what the parser has to find in them is known from how they were made. */
import { parseAddress } from '../../server/src/rss/address.js';

export type Bytes = readonly number[];

export const u16 = (n: number): Bytes => [(n >> 8) & 0xff, n & 0xff];
export const zeros = (count: number): Bytes => Array<number>(count).fill(0);
export const address = (text: string): Bytes => {
	const bytes = parseAddress(text);
	if (!bytes) throw new Error(`${text} is no address`);
	return [...bytes];
};
export const MAC = [0x00, 0x15, 0x5d, 0x01, 0x02, 0x03] as const;

export function ethernet(
	etherType: number,
	payload: Bytes,
	tags: readonly [type: number, tci: number][] = [],
): Bytes {
	const tagged = tags.flatMap(([type, tci]) => [...u16(type), ...u16(tci)]);
	return [...MAC, 2, 0, 0, 0, 0, 9, ...tagged, ...u16(etherType), ...payload];
}

export const udp = (source: number, destination: number, payload: Bytes = []): Bytes => [
	...u16(source),
	...u16(destination),
	...u16(8 + payload.length),
	0,
	0,
	...payload,
];

export const tcp = (source: number, destination: number, payload: Bytes = []): Bytes => [
	...u16(source),
	...u16(destination),
	...zeros(8),
	0x50,
	0x10,
	...zeros(6),
	...payload,
];

export interface Ipv4Options {
	readonly options?: Bytes;
	/** Flags and offset as they stand in the header. */
	readonly fragment?: number;
	readonly totalLength?: number;
}

export function ipv4(
	source: string,
	destination: string,
	protocol: number,
	payload: Bytes,
	{ options = [], fragment = 0x4000, totalLength }: Ipv4Options = {},
): Bytes {
	const headerLength = 20 + options.length;
	return [
		0x40 | (headerLength / 4),
		0,
		...u16(totalLength ?? headerLength + payload.length),
		0,
		1,
		...u16(fragment),
		64,
		protocol,
		0,
		0,
		...address(source),
		...address(destination),
		...options,
		...payload,
	];
}

export interface Extension {
	readonly kind: number;
	/** The header but for its first byte, which names the next. */
	readonly rest: Bytes;
}

export function ipv6(
	source: string,
	destination: string,
	protocol: number,
	payload: Bytes,
	extensions: readonly Extension[] = [],
	payloadLength?: number,
): Bytes {
	const kinds = [...extensions.map(({ kind }) => kind), protocol];
	const headers = extensions.flatMap(({ rest }, i) => [kinds[i + 1]!, ...rest]);
	return [
		0x60,
		0,
		0,
		0,
		...u16(payloadLength ?? headers.length + payload.length),
		kinds[0]!,
		64,
		...address(source),
		...address(destination),
		...headers,
		...payload,
	];
}

/** Destination options with the home address: PadN of 4 in front, so that it is found and not guessed. */
export const homeAddress = (text: string): Extension => ({
	kind: 60,
	rest: [2, 1, 2, 0, 0, 0xc9, 16, ...address(text)],
});
export const routing = (text: string, type = 2): Extension => ({
	kind: 43,
	rest: [2, type, 1, 0, 0, 0, 0, ...address(text)],
});
/** Offset in units of 8 bytes. */
export const fragment = (offset: number, more: boolean): Extension => ({
	kind: 44,
	rest: [0, ...u16((offset << 3) | (more ? 1 : 0)), 0, 0, 0, 7],
});
export const hopByHop: Extension = { kind: 0, rest: [0, 1, 4, 0, 0, 0, 0] };
export const authentication: Extension = { kind: 51, rest: [4, 0, 0, ...zeros(20)] };
