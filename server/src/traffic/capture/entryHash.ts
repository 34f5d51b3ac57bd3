import { hashTypeBits } from '../../ndis/hash.js';
import type { PacketFields } from '../../packet/packetFields.js';
import { fillTables, HASH_CELLS, HASH_CUTS } from '../../rss/engine/lookupTables.js';
import { hashesPorts, LONGEST_HASH_INPUT, selectHashType } from '../../rss/hashSelection.js';

/** 32-bit words of the longest input. */
const LONGEST_WORDS = LONGEST_HASH_INPUT / 4;
const EX_TYPES = hashTypeBits(['ipv6Ex', 'tcpIpv6Ex', 'udpIpv6Ex']);

/**
 * Hashes packets where they lie in a capture, without first gathering the input that `PacketHash` builds: one lookup
 * for each byte of addresses and ports.
 */
export class EntryHash {
	readonly #hashTypes: number;
	readonly #entries: number;
	/** N - 1 for a table of a power of two; -1 for others. */
	readonly #mask: number;
	/** What value v of input byte i adds, at 256·i + v: of the hash, or of as much as a mask lets through, in half the cache. */
	readonly #cells: Uint16Array | Uint32Array;
	/** The NDIS_HASH_* bit of the last packet; 0 when it had no hash. */
	type = 0;

	/** @param hashTypes NDIS_HASH_* bits @param entries of the indirection table */
	constructor(secretKey: Uint8Array, hashTypes: number, entries: number) {
		this.#hashTypes = hashTypes;
		this.#entries = entries;
		this.#mask = (entries & (entries - 1)) === 0 ? entries - 1 : -1;
		this.#cells = new (this.#mask < 0 ? Uint32Array : Uint16Array)(LONGEST_WORDS * HASH_CELLS);
		fillTables(this.#cells, secretKey, LONGEST_WORDS, HASH_CUTS);
	}

	/** The entry of a packet, hash mod N, its hash type in `type`; -1 when it has no hash. */
	entryOf(packet: Readonly<PacketFields>): number {
		const type = selectHashType(this.#hashTypes, packet);
		this.type = type;
		if (type === 0) return -1;
		const { bytes, family, homeAddressOffset, routingOffset } = packet;
		let source = packet.sourceOffset;
		let destination = packet.destinationOffset;
		if ((type & EX_TYPES) !== 0) {
			if (homeAddressOffset >= 0) source = homeAddressOffset;
			if (routingOffset >= 0) destination = routingOffset;
		}
		const cells = this.#cells;
		const length = family === 4 ? 4 : 16;
		let hash = 0;
		for (let i = 0; i < length; i++) {
			hash ^= cells[(i << 8) | (bytes[source + i] ?? 0)] ?? 0;
			hash ^= cells[((length + i) << 8) | (bytes[destination + i] ?? 0)] ?? 0;
		}
		if (hashesPorts(type)) {
			const { sourcePort, destinationPort } = packet;
			const ports = length << 9;
			hash ^= cells[ports + (sourcePort >> 8)] ?? 0;
			hash ^= cells[ports + 256 + (sourcePort & 0xff)] ?? 0;
			hash ^= cells[ports + 512 + (destinationPort >> 8)] ?? 0;
			hash ^= cells[ports + 768 + (destinationPort & 0xff)] ?? 0;
		}
		return this.#mask >= 0 ? hash & this.#mask : (hash >>> 0) % this.#entries;
	}

	/** Whether packets of one flow may differ in what is hashed of them: by their extension headers. */
	variesWithin({ homeAddressOffset, routingOffset }: Readonly<PacketFields>): boolean {
		return (homeAddressOffset >= 0 || routingOffset >= 0) && (this.#hashTypes & EX_TYPES) !== 0;
	}
}
