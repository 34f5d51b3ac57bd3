import { hashTypeBits } from '../../ndis/hash.js';
import { ORDINARY_IPV6 } from '../../packet/ordinary.js';
import { IpProtocol, PacketFields } from '../../packet/packetFields.js';
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
	/** The type of a packet, by family and transport: IPv4 without ports, TCP, UDP, then the same of IPv6. */
	readonly #types: Int32Array;
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
		this.#types = Int32Array.from({ length: 6 }, (_, i) => selectHashType(hashTypes, likeness(i)));
		this.#entries = entries;
		this.#mask = (entries & (entries - 1)) === 0 ? entries - 1 : -1;
		this.#cells = new (this.#mask < 0 ? Uint32Array : Uint16Array)(LONGEST_WORDS * HASH_CELLS);
		fillTables(this.#cells, secretKey, LONGEST_WORDS, HASH_CUTS);
	}

	/** The entry of a packet, hash mod N, its hash type in `type`; -1 when it has no hash. */
	entryOf(packet: Readonly<PacketFields>): number {
		const { family, hasPorts, protocol } = packet;
		const transport = !hasPorts ? 0 : protocol === IpProtocol.TCP ? 1 : 2;
		const type = this.#types[(family === 4 ? 0 : 3) + transport] ?? 0;
		this.type = type;
		if (type === 0) return -1;
		const ports = hashesPorts(type);
		const hash = family === 4 ? this.#ipv4(packet, ports) : this.#ipv6(packet, type, ports);
		return this.#entry(hash);
	}

	/**
	 * The entry of an IPv4 packet with ports, by what lies in a capture: addresses at `at`, and the ports behind them.
	 * @param type what {@link typeOfOrdinary} says of it
	 */
	entryOfIpv4(view: DataView, at: number, type: number): number {
		const hash = this.#addresses(view.getInt32(at), view.getInt32(at + 4));
		if (!hashesPorts(type)) return this.#entry(hash);
		const ports = view.getInt32(at + 8);
		return this.#entry(hash ^ this.#ports(2048, ports >>> 16, ports & 0xffff));
	}

	/** The same of an IPv6 packet without extension headers: two addresses of 16 bytes, and the ports behind them. */
	entryOfIpv6(view: DataView, at: number, type: number): number {
		const cells = this.#cells;
		let hash = 0;
		for (let word = 0; word < 8; word++) {
			const bytes = view.getInt32(at + word * 4);
			const row = word << 10;
			hash ^=
				(cells[row | (bytes >>> 24)] ?? 0) ^
				(cells[row | 256 | ((bytes >>> 16) & 0xff)] ?? 0) ^
				(cells[row | 512 | ((bytes >>> 8) & 0xff)] ?? 0) ^
				(cells[row | 768 | (bytes & 0xff)] ?? 0);
		}
		if (!hashesPorts(type)) return this.#entry(hash);
		const ports = view.getInt32(at + 32);
		return this.#entry(hash ^ this.#ports(8192, ports >>> 16, ports & 0xffff));
	}

	/** The NDIS_HASH_* bit of an ordinary packet by what ordinaryProtocol says of it; 0 when it has no hash. */
	typeOfOrdinary(found: number): number {
		const ofFamily = (found & ORDINARY_IPV6) === 0 ? 0 : 3;
		return this.#types[ofFamily + ((found & 0xff) === IpProtocol.TCP ? 1 : 2)] ?? 0;
	}

	#entry(hash: number): number {
		return this.#mask >= 0 ? hash & this.#mask : (hash >>> 0) % this.#entries;
	}

	#addresses(source: number, destination: number): number {
		const cells = this.#cells;
		return (
			(cells[source >>> 24] ?? 0) ^
			(cells[256 | ((source >>> 16) & 0xff)] ?? 0) ^
			(cells[512 | ((source >>> 8) & 0xff)] ?? 0) ^
			(cells[768 | (source & 0xff)] ?? 0) ^
			(cells[1024 | (destination >>> 24)] ?? 0) ^
			(cells[1280 | ((destination >>> 16) & 0xff)] ?? 0) ^
			(cells[1536 | ((destination >>> 8) & 0xff)] ?? 0) ^
			(cells[1792 | (destination & 0xff)] ?? 0)
		);
	}

	#ipv4(packet: Readonly<PacketFields>, ports: boolean): number {
		const { view, sourceOffset, destinationOffset, sourcePort, destinationPort } = packet;
		const hash = this.#addresses(view.getInt32(sourceOffset), view.getInt32(destinationOffset));
		return ports ? hash ^ this.#ports(2048, sourcePort, destinationPort) : hash;
	}

	#ipv6(packet: Readonly<PacketFields>, type: number, ports: boolean): number {
		const { bytes, homeAddressOffset, routingOffset } = packet;
		let source = packet.sourceOffset;
		let destination = packet.destinationOffset;
		if ((type & EX_TYPES) !== 0) {
			if (homeAddressOffset >= 0) source = homeAddressOffset;
			if (routingOffset >= 0) destination = routingOffset;
		}
		const cells = this.#cells;
		let hash = 0;
		for (let i = 0; i < 16; i++) {
			hash ^= cells[(i << 8) | (bytes[source + i] ?? 0)] ?? 0;
			hash ^= cells[((16 + i) << 8) | (bytes[destination + i] ?? 0)] ?? 0;
		}
		return ports ? hash ^ this.#ports(8192, packet.sourcePort, packet.destinationPort) : hash;
	}

	/** @param at where the cells of the first byte of the ports begin */
	#ports(at: number, source: number, destination: number): number {
		const cells = this.#cells;
		return (
			(cells[at + (source >> 8)] ?? 0) ^
			(cells[at + 256 + (source & 0xff)] ?? 0) ^
			(cells[at + 512 + (destination >> 8)] ?? 0) ^
			(cells[at + 768 + (destination & 0xff)] ?? 0)
		);
	}

	/** Whether packets of one flow may differ in what is hashed of them: by their extension headers. */
	variesWithin({ homeAddressOffset, routingOffset }: Readonly<PacketFields>): boolean {
		return (homeAddressOffset >= 0 || routingOffset >= 0) && (this.#hashTypes & EX_TYPES) !== 0;
	}
}

/** A packet of a family and a transport, as far as its hash type depends on them. */
function likeness(i: number): PacketFields {
	const packet = new PacketFields();
	packet.family = i < 3 ? 4 : 6;
	packet.hasPorts = i % 3 > 0;
	packet.protocol = i % 3 === 1 ? IpProtocol.TCP : i % 3 === 2 ? IpProtocol.UDP : -1;
	return packet;
}
