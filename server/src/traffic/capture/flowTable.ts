import type { PacketFields } from '../../packet/packetFields.js';
import { FlowRecords, Word } from './flowRecords.js';
import { mixEnd, mixWord } from './mix.js';

/** Bits of a record's kind above the 8 of its protocol. */
export const KIND = { ipv6: 0x100, fragment: 0x200, ports: 0x400, cut: 0x800 } as const;

/** Flows that are told apart before small ones are dropped: 64 MiB of records and 8 MiB to find them. */
export const MAX_FLOWS = 1 << 20;
const FIRST_SLOTS = 1 << 12;
/** A slot holds the number of a record plus one, and above it bits of its hash that spare looking at most other records. */
const NUMBER_BITS = 21;
const NUMBER_MASK = (1 << NUMBER_BITS) - 1;
const EMPTY = 0;
const NEW = -1;

/**
 * Finds flows by addresses, ports and protocol: open addressing with linear probing over typed arrays, at most half
 * full. A flow is one direction; packets without ports (other protocols, fragments) are one flow for each protocol.
 */
export class FlowTable {
	readonly records = new FlowRecords();
	readonly #seed: number;
	#slots = new Int32Array(FIRST_SLOTS);
	/** The packet that was looked for last, as words of a record. */
	readonly #key = new Int32Array(Word.place);
	#hash = 0;
	#bytes: Uint8Array = new Uint8Array();
	#view = new DataView(this.#bytes.buffer);

	/** @param seed 32 random bits, so that no capture can be made up whose flows all collide */
	constructor(seed: number) {
		this.#seed = seed | 0;
	}

	/** The record of a packet's flow; -1 when it is new. The packet must have IP. */
	find(packet: PacketFields, cut: boolean): number {
		if (packet.bytes !== this.#bytes) {
			this.#bytes = packet.bytes;
			this.#view = new DataView(packet.bytes.buffer, packet.bytes.byteOffset, packet.bytes.byteLength);
		}
		const kind =
			packet.protocol |
			(packet.fragment ? KIND.fragment : 0) |
			(packet.hasPorts ? KIND.ports : 0) |
			(cut ? KIND.cut : 0);
		const ports = (packet.sourcePort << 16) | packet.destinationPort;
		const { sourceOffset, destinationOffset } = packet;
		return packet.family === 4
			? this.findIpv4(this.#view.getInt32(sourceOffset), this.#view.getInt32(destinationOffset), ports, kind)
			: this.findIpv6(this.#view, sourceOffset, destinationOffset, ports, kind);
	}

	/** Adds the flow that {@link find} has just not found. @param place see Word.place */
	add(place: number): number {
		const { records } = this;
		if ((records.length + 1) * 2 > this.#slots.length) this.#rebuild(this.#slots.length * 2);
		const record = records.add();
		const page = records.page(record);
		const at = records.at(record);
		page.set(this.#key, at);
		page[at + Word.place] = place;
		page[at + Word.hash] = this.#hash;
		this.#occupy(this.#hash, record);
		return record;
	}

	/** Drops the flows that are not wanted. */
	retain(keep: (record: number) => boolean): void {
		this.records.retain(keep);
		this.#rebuild(this.#slots.length);
	}

	/**
	 * The same of an IPv4 packet by its parts. Most packets are IPv4: without the detour over the key.
	 * @param ports source port << 16 | destination port
	 * @param kind the protocol with KIND bits
	 */
	findIpv4(source: number, destination: number, ports: number, kind: number): number {
		const hash = mixEnd(mixWord(mixWord(mixWord(this.#seed ^ kind, ports), source), destination));
		const slots = this.#slots;
		const mask = slots.length - 1;
		const { records } = this;
		for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
			const found = slots[slot] ?? EMPTY;
			if (found === EMPTY) break;
			if (((found ^ hash) & ~NUMBER_MASK) !== 0) continue;
			const record = (found & NUMBER_MASK) - 1;
			const page = records.page(record);
			const at = records.at(record);
			if (
				page[at + Word.source] === source &&
				page[at + Word.destination] === destination &&
				page[at + Word.ports] === ports &&
				page[at + Word.kind] === kind
			) {
				return record;
			}
		}
		const key = this.#key;
		key.fill(0);
		key[Word.source] = source;
		key[Word.destination] = destination;
		key[Word.ports] = ports;
		key[Word.kind] = kind;
		this.#hash = hash;
		return NEW;
	}

	/** The same of an IPv6 packet: its addresses lie at these places of the view. */
	findIpv6(
		view: DataView,
		sourceOffset: number,
		destinationOffset: number,
		ports: number,
		protocolKind: number,
	): number {
		const key = this.#key;
		const kind = protocolKind | KIND.ipv6;
		let hash = mixWord(this.#seed ^ kind, ports);
		key[Word.ports] = ports;
		key[Word.kind] = kind;
		for (let i = 0; i < 4; i++) {
			const source = view.getInt32(sourceOffset + i * 4);
			const destination = view.getInt32(destinationOffset + i * 4);
			key[Word.source + i] = source;
			key[Word.destination + i] = destination;
			hash = mixWord(mixWord(hash, source), destination);
		}
		hash = mixEnd(hash);
		this.#hash = hash;
		const slots = this.#slots;
		const mask = slots.length - 1;
		for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
			const found = slots[slot] ?? EMPTY;
			if (found === EMPTY) return NEW;
			const record = (found & NUMBER_MASK) - 1;
			if (((found ^ hash) & ~NUMBER_MASK) === 0 && this.#isKey(record)) return record;
		}
	}

	#isKey(record: number): boolean {
		const key = this.#key;
		const page = this.records.page(record);
		const at = this.records.at(record);
		for (let word = 0; word < Word.place; word++) {
			if (page[at + word] !== key[word]) return false;
		}
		return true;
	}

	#occupy(hash: number, record: number): void {
		const mask = this.#slots.length - 1;
		let slot = hash & mask;
		while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & mask;
		this.#slots[slot] = (hash & ~NUMBER_MASK) | (record + 1);
	}

	#rebuild(slots: number): void {
		if (slots === this.#slots.length) this.#slots.fill(EMPTY);
		else this.#slots = new Int32Array(slots);
		for (let record = 0; record < this.records.length; record++) {
			this.#occupy(this.records.word(record, Word.hash), record);
		}
	}
}
