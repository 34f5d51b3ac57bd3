import type { PacketFields } from '../../packet/packetFields.js';
import type { Approximation } from './captureLoad.js';
import { DISTINCT_ERROR, DistinctCounter } from './distinctCounter.js';
import { Word } from './flowRecords.js';
import { FlowTable, KIND, MAX_FLOWS } from './flowTable.js';
import { mixEnd, mixWord } from './mix.js';

/** Bits of Word.place that are the place; above them stands what else is kept of the flow's packets. */
const PLACE_BITS = 16;

/**
 * The flows of a capture and how many there are at each place, in bounded memory. Up to `maxFlows` all is exact. From
 * then on, whenever the table is full, the half of the flows with the fewest bytes is dropped (a flow that comes back
 * begins anew, so its count may lack what it had), and numbers of flows are estimated by sketches that do not mind
 * seeing a flow again.
 */
export class FlowCensus {
	readonly #table: FlowTable;
	readonly #maxFlows: number;
	readonly #counts: Float64Array;
	/** By place; empty as long as all is exact. */
	#sketches: DistinctCounter[] = [];
	/** Sum of the most bytes that a dropped flow had, over all times that flows were dropped. */
	#missingBytes = 0;

	/**
	 * @param places how many there are, at most 65536
	 * @param maxFlows from 2 to MAX_FLOWS
	 * @param seed of the table
	 */
	constructor(places: number, maxFlows: number, seed: number) {
		this.#table = new FlowTable(seed);
		this.#maxFlows = Math.min(maxFlows, MAX_FLOWS);
		this.#counts = new Float64Array(places);
	}

	get records(): FlowTable['records'] {
		return this.#table.records;
	}

	/** Undefined while all is exact. */
	get approximation(): Approximation | undefined {
		return this.#sketches.length === 0
			? undefined
			: { maxFlows: this.#maxFlows, flowsError: DISTINCT_ERROR, missingBytes: this.#missingBytes };
	}

	/** Flows at a place. */
	flowsAt(place: number): number {
		return this.#sketches[place]?.estimate() ?? this.#counts[place] ?? 0;
	}

	/** The record of a packet's flow, valid until the next {@link add}; -1 when it is new. */
	find(packet: PacketFields, cut: boolean): number {
		return this.#table.find(packet, cut);
	}

	/**
	 * The same of an ordinary packet: IPv4 without options or IPv6 without extension headers from `ip` on, then ports.
	 * @param protocol 6 or 17
	 */
	findOrdinary(view: DataView, ip: number, protocol: number, ipv6: boolean): number {
		const kind = protocol | KIND.ports;
		return ipv6
			? this.#table.findIpv6(view, ip + 8, ip + 24, view.getInt32(ip + 40), kind)
			: this.#table.findIpv4(view.getInt32(ip + 12), view.getInt32(ip + 16), view.getInt32(ip + 20), kind);
	}

	/**
	 * Adds the flow that {@link find} or {@link findOrdinary} has just not found.
	 * @param more 0..65535, kept with it
	 */
	add(place: number, more: number): number {
		if (this.records.length >= this.#maxFlows) this.#dropSmall();
		const record = this.#table.add((more << PLACE_BITS) | place);
		this.#counts[place] = (this.#counts[place] ?? 0) + 1;
		this.#sketches[place]?.add(this.#sketchHash(record));
		return record;
	}

	placeOf(record: number): number {
		return this.records.word(record, Word.place) & ((1 << PLACE_BITS) - 1);
	}

	moreOf(record: number): number {
		return this.records.word(record, Word.place) >>> PLACE_BITS;
	}

	#dropSmall(): void {
		const { records } = this;
		if (this.#sketches.length === 0) {
			this.#sketches = Array.from(this.#counts, () => new DistinctCounter());
			for (let record = 0; record < records.length; record++) {
				this.#sketches[this.placeOf(record)]?.add(this.#sketchHash(record));
			}
		}
		const sizes = Float64Array.from({ length: records.length }, (_, record) => records.bytes(record)).sort();
		const most = sizes[sizes.length >> 1] ?? 0;
		this.#missingBytes += most;
		this.#table.retain((record) => records.bytes(record) > most);
	}

	/** Without a seed: the same capture gives the same estimates. */
	#sketchHash(record: number): number {
		const page = this.records.page(record);
		const at = this.records.at(record);
		let hash = 0;
		for (let word = 0; word < Word.place; word++) hash = mixWord(hash, page[at + word] ?? 0);
		return mixEnd(hash);
	}
}
