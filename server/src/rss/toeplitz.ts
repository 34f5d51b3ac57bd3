/**
 * The Toeplitz hash of RSS. Source: windows-driver-docs "RSS hashing functions" and "Verifying the RSS hash
 * calculation": for every set bit of the input, most significant first, the 32 bits of the key that start at that bit's
 * position are XORed into the result.
 */

/** NDIS_RSS_HASH_SECRET_KEY_SIZE_REVISION_1: bytes of an RSS key, enough for two IPv6 addresses and two ports. */
export const RSS_KEY_BYTES = 40;
/** Bytes of the key beyond the input: the window of the input's last bit reaches 31 bits further. */
const WINDOW_BYTES = 4;

/** What of a packet is hashed. Addresses of one family, 4 or 16 bytes in network order; ports 0..65535, both or none. */
export interface FlowTuple {
	readonly source: Uint8Array;
	readonly destination: Uint8Array;
	readonly sourcePort?: number;
	readonly destinationPort?: number;
}

/**
 * The bytes that are hashed: source address, destination address, source port, destination port, big endian.
 * @throws RangeError for addresses of two families, a port that is none, or one port alone
 */
export function hashInput({ source, destination, sourcePort, destinationPort }: FlowTuple): Uint8Array {
	if (source.length !== destination.length || (source.length !== 4 && source.length !== 16)) {
		throw new RangeError('source and destination must both be IPv4 or both be IPv6 addresses');
	}
	const ports = [sourcePort, destinationPort].filter((port) => port !== undefined);
	if (ports.length === 1) throw new RangeError('both ports are hashed, or none');
	for (const port of ports) {
		if (!Number.isInteger(port) || port < 0 || port > 0xffff) throw new RangeError(`${port} is not a port`);
	}
	return Uint8Array.of(...source, ...destination, ...ports.flatMap((port) => [port >> 8, port & 0xff]));
}

/**
 * The hash, bit by bit as it is defined: 32 bits, unsigned. The key may be of any length that covers the input.
 * @throws RangeError when the key is shorter than the input and 4 bytes
 */
export function toeplitzHash(key: Uint8Array, input: Uint8Array): number {
	if (key.length < input.length + WINDOW_BYTES) throw tooShort(key, input.length);
	let hash = 0;
	for (let bit = 0; bit < input.length * 8; bit++) {
		if (bitAt(input, bit)) hash ^= windowAt(key, bit);
	}
	return hash >>> 0;
}

/** The same hash for many inputs under one key: what each value of each input byte adds is looked up. */
export class ToeplitzTable {
	/** Longest input, in bytes. */
	readonly inputBytes: number;
	/** Contribution of value v at byte i, at index 256·i + v. */
	readonly #contributions: Uint32Array;

	/** @throws RangeError when the key is shorter than `inputBytes` and 4 bytes */
	constructor(key: Uint8Array, inputBytes = Math.max(key.length - WINDOW_BYTES, 0)) {
		if (key.length < inputBytes + WINDOW_BYTES) throw tooShort(key, inputBytes);
		this.inputBytes = inputBytes;
		this.#contributions = new Uint32Array(inputBytes * 256);
		for (let byte = 0; byte < inputBytes; byte++) {
			const row = this.#contributions.subarray(byte * 256, (byte + 1) * 256);
			for (let bit = 0; bit < 8; bit++) row[0x80 >> bit] = windowAt(key, byte * 8 + bit);
			// The hash is linear over XOR: a value adds what its lowest bit and the rest of it add.
			for (let value = 1; value < 256; value++) {
				const rest = value & (value - 1);
				row[value] = (row[rest] ?? 0) ^ (row[value ^ rest] ?? 0);
			}
		}
	}

	/**
	 * The hash of up to `inputBytes` bytes: 32 bits, unsigned.
	 * @throws RangeError when the input is longer
	 */
	hash(input: Uint8Array): number {
		if (input.length > this.inputBytes) {
			throw new RangeError(
				`the table is for inputs of at most ${this.inputBytes} bytes, not ${input.length}`,
			);
		}
		let hash = 0;
		for (let i = 0; i < input.length; i++) hash ^= this.#contributions[i * 256 + (input[i] ?? 0)] ?? 0;
		return hash >>> 0;
	}
}

/** `0x51ccc178` */
export function formatHash(hash: number): string {
	return `0x${hash.toString(16).padStart(8, '0')}`;
}

function bitAt(bytes: Uint8Array, bit: number): number {
	return ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
}

/** The 32 bits of the key from a bit on (zeros beyond its end), as a signed integer. */
export function windowAt(key: Uint8Array, bit: number): number {
	let window = 0;
	for (let i = 0; i < 32; i++) window = (window << 1) | bitAt(key, bit + i);
	return window;
}

function tooShort(key: Uint8Array, inputBytes: number): RangeError {
	return new RangeError(
		`a key of ${key.length} bytes cannot hash ${inputBytes} bytes: at least ${inputBytes + WINDOW_BYTES} are needed`,
	);
}
