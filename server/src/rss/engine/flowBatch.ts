import type { FlowTuple } from '../toeplitz.js';

/** Address family of a batch: a word is 32 bits, so an IPv4 address is one word and an IPv6 address four. */
export type AddressFamily = 'ipv4' | 'ipv6';

/**
 * Many flows as a structure of arrays: array `w` holds word `w` of every flow, as the number that its four bytes spell in
 * network order. IPv4: source, destination, ports. IPv6: source 0..3, destination 0..3, ports. The ports are one word,
 * `source port << 16 | destination port`. So both families are hashed by the same code, only over more words.
 */
export interface FlowBatch {
	readonly family: AddressFamily;
	/** How many flows are in it. */
	readonly length: number;
	/** 3 arrays for IPv4, 9 for IPv6, each of at least `length` words. */
	readonly words: readonly Uint32Array[];
}

/** Words of one address. */
export function wordsPerAddress(family: AddressFamily): number {
	return family === 'ipv4' ? 1 : 4;
}

/** Words that are hashed of a flow: both addresses, and the ports' word where ports are hashed (4-tuple). */
export function wordsPerInput(family: AddressFamily, ports: boolean): number {
	return 2 * wordsPerAddress(family) + (ports ? 1 : 0);
}

/** A batch of `length` flows, all zeros. */
export function createBatch(family: AddressFamily, length: number): FlowBatch {
	const words = Array.from({ length: wordsPerInput(family, true) }, () => new Uint32Array(length));
	return { family, length, words };
}

/** The first `length` flows of a batch, on the same memory. */
export function firstFlows({ family, words }: FlowBatch, length: number): FlowBatch {
	return { family, length, words };
}

/** Flows `from`..`to - 1` of a batch, on the same memory. */
export function sliceFlows({ family, words }: FlowBatch, from: number, to: number): FlowBatch {
	return { family, length: to - from, words: words.map((column) => column.subarray(from, to)) };
}

/** A batch of these tuples, in order; the ports of a tuple without any are 0. The family is that of the first. */
export function batchOf(tuples: readonly FlowTuple[]): FlowBatch {
	const batch = createBatch(tuples[0]?.source.length === 16 ? 'ipv6' : 'ipv4', tuples.length);
	for (const [i, tuple] of tuples.entries()) setFlow(batch, i, tuple);
	return batch;
}

/**
 * Writes flow `i`.
 * @throws RangeError when the addresses are not of the batch's family
 */
export function setFlow(
	{ family, words }: FlowBatch,
	i: number,
	{ source, destination, sourcePort = 0, destinationPort = 0 }: FlowTuple,
): void {
	const perAddress = wordsPerAddress(family);
	for (const [which, address] of [source, destination].entries()) {
		if (address.length !== perAddress * 4) {
			throw new RangeError(`an address of ${address.length} bytes does not fit a batch of ${family} flows`);
		}
		const view = new DataView(address.buffer, address.byteOffset, address.byteLength);
		for (let w = 0; w < perAddress; w++) {
			const column = words[which * perAddress + w];
			if (column) column[i] = view.getUint32(w * 4);
		}
	}
	const ports = words[2 * perAddress];
	if (ports) ports[i] = (sourcePort << 16) | destinationPort;
}

/** Flow `i` as a tuple, with its ports: for showing one flow, not for hashing many. */
export function flowAt({ family, words }: FlowBatch, i: number): Required<FlowTuple> {
	const perAddress = wordsPerAddress(family);
	const address = (first: number) => {
		const bytes = new DataView(new ArrayBuffer(perAddress * 4));
		for (let w = 0; w < perAddress; w++) bytes.setUint32(w * 4, words[first + w]?.[i] ?? 0);
		return new Uint8Array(bytes.buffer);
	};
	const ports = words[2 * perAddress]?.[i] ?? 0;
	return {
		source: address(0),
		destination: address(perAddress),
		sourcePort: ports >>> 16,
		destinationPort: ports & 0xffff,
	};
}
