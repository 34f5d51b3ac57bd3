import { hashTypesOf } from '../../ndis/hash.js';
import { PacketParser } from '../../packet/packetParser.js';
import type { CaptureLoad, EntryLoad, HashTypeLoad, Load, NoEntryLoad } from './captureLoad.js';
import { EntryHash } from './entryHash.js';
import { FlowCensus } from './flowCensus.js';
import { MAX_FLOWS } from './flowTable.js';
import { LargestFlows } from './largestFlows.js';
import type { PacketHeader, PacketSink } from './packetHeader.js';
import { CutJudge, noEntries, placeCut, placeWithoutHash, placeWithoutIp } from './places.js';

/** Places of hash types: one for each NDIS_HASH_* bit, by its number. */
const HASH_TYPE_PLACES = 32;
/** The place of packets without a hash: no NDIS_HASH_* bit has this number. */
const NO_TYPE = 31;
/** Flows that are named: of each entry, and of all. */
const LARGEST_OF_ENTRY = 5;
const LARGEST = 20;

/** Under what a capture is measured. */
export interface Measure {
	/** NDIS_HASH_* bits. */
	readonly hashTypes: number;
	/** At least 40 bytes. */
	readonly secretKey: Uint8Array;
	/** Size of the indirection table, 1..2048: entry = hash mod N, which for powers of two is hash AND (N-1). */
	readonly entries: number;
	/** Of tunnelled packets the inner header counts. */
	readonly inner?: boolean;
	/** Flows told apart at most, up to the default of 2^20: beyond it small ones are dropped and numbers of flows estimated. */
	readonly maxFlows?: number;
	/** False: flows are not told apart, which is faster; there are none in the load then. */
	readonly flows?: boolean;
	/** 32 random bits: which flows collide in the table of flows. */
	readonly seed: number;
}

/**
 * Counts packets by entry, hash type and flow. Nothing is allocated per packet; memory grows with the flows, up to a
 * bound.
 */
export class LoadMeter implements PacketSink {
	readonly #entries: number;
	readonly #parser: PacketParser;
	readonly #hash: EntryHash;
	readonly #cut: CutJudge;
	readonly #census: FlowCensus;
	readonly #flows: boolean;
	/** By place: the entries, then those of {@link noEntries}. */
	readonly #packets: Float64Array;
	readonly #bytes: Float64Array;
	/** By the number of the NDIS_HASH_* bit. */
	readonly #typePackets = new Float64Array(HASH_TYPE_PLACES);
	readonly #typeBytes = new Float64Array(HASH_TYPE_PLACES);
	readonly #linkTypePackets = new Map<number, number>();
	#linkType = -1;
	#ofLinkType = 0;
	#ipPackets = 0;
	#fragments = 0;
	#first = Number.POSITIVE_INFINITY;
	#last = Number.NEGATIVE_INFINITY;
	/** Number of the hash type of the last packet that was hashed. */
	#type = NO_TYPE;

	/** A key shorter than 40 bytes is taken as if zeros followed it. */
	constructor({
		hashTypes,
		secretKey,
		entries,
		inner = false,
		maxFlows = MAX_FLOWS,
		flows = true,
		seed,
	}: Measure) {
		const places = entries + noEntries.length;
		this.#entries = entries;
		// A capture keeps the beginnings of packets: the adapter had all of them.
		this.#parser = new PacketParser({ inner, beginnings: true });
		this.#hash = new EntryHash(secretKey, hashTypes, entries);
		this.#flows = flows;
		this.#cut = new CutJudge(hashTypes);
		this.#census = new FlowCensus(places, maxFlows, seed);
		this.#packets = new Float64Array(places);
		this.#bytes = new Float64Array(places);
	}

	packet(bytes: Uint8Array, start: number, end: number, header: PacketHeader): void {
		const parser = this.#parser;
		const length = header.originalLength;
		this.#mark(header);
		parser.parse(bytes, start, end, header.linkType);
		if (parser.family === 0) {
			this.#count(this.#entries + placeWithoutIp(parser.problem), length);
			return;
		}
		this.#ipPackets++;
		if (parser.fragment) this.#fragments++;
		const cut = this.#cut.isCut(parser);
		const place = this.#flows ? this.#placeByFlow(cut, length) : this.#placeOf(cut);
		this.#count(place, length);
		const type = this.#type;
		this.#typePackets[type] = (this.#typePackets[type] ?? 0) + 1;
		this.#typeBytes[type] = (this.#typeBytes[type] ?? 0) + length;
	}

	/** What was counted so far. */
	load(): CaptureLoad {
		const census = this.#census;
		const { records } = census;
		const entries = this.#entries;
		const largest = new LargestFlows(LARGEST);
		const ofEntry = Array.from({ length: entries }, () => new LargestFlows(LARGEST_OF_ENTRY));
		for (let record = 0; record < records.length; record++) {
			const bytes = records.bytes(record);
			largest.offer(record, bytes);
			ofEntry[census.placeOf(record)]?.offer(record, bytes);
		}
		const places = Array.from(this.#packets, (_, place) => this.#loadOf(place));
		const sum = (of: keyof Load) => places.reduce((total, load) => total + load[of], 0);
		return {
			total: { packets: sum('packets'), bytes: sum('bytes'), flows: sum('flows') },
			entries: ofEntry.map(
				(flows, place): EntryLoad => ({ ...this.#loadOf(place), largest: flows.flows(census, entries) }),
			),
			hashTypes: this.#hashTypeLoads(),
			noEntry: noEntries
				.map((why, i): NoEntryLoad => ({ ...why, ...this.#loadOf(entries + i) }))
				.filter(({ packets }) => packets > 0),
			topFlows: largest.flows(census, entries),
			ipPackets: this.#ipPackets,
			fragments: this.#fragments,
			linkTypes: this.#linkTypeLoads(),
			seconds: this.#last >= this.#first ? this.#last - this.#first : undefined,
			approximate: census.approximation,
		};
	}

	/** Counts the packet that was parsed under its flow, whose place is known unless it is new. */
	#placeByFlow(cut: boolean, length: number): number {
		const parser = this.#parser;
		const census = this.#census;
		let flow = census.find(parser, cut);
		let place: number;
		if (flow < 0) {
			place = this.#placeOf(cut);
			flow = census.add(place, this.#type);
		} else if (this.#hash.variesWithin(parser)) {
			place = this.#placeOf(cut);
		} else {
			place = census.placeOf(flow);
			this.#type = census.moreOf(flow);
		}
		census.records.count(flow, length);
		return place;
	}

	/** Hashes the packet that was parsed. */
	#placeOf(cut: boolean): number {
		this.#type = NO_TYPE;
		if (cut) return this.#entries + placeCut;
		const entry = this.#hash.entryOf(this.#parser);
		if (entry < 0) return this.#entries + placeWithoutHash(this.#parser);
		this.#type = 31 - Math.clz32(this.#hash.type);
		return entry;
	}

	#count(place: number, length: number): void {
		this.#packets[place] = (this.#packets[place] ?? 0) + 1;
		this.#bytes[place] = (this.#bytes[place] ?? 0) + length;
	}

	/** Link type and time. */
	#mark(header: PacketHeader): void {
		if (header.linkType !== this.#linkType) {
			this.#keepLinkType();
			this.#linkType = header.linkType;
		}
		this.#ofLinkType++;
		if (!header.hasTime) return;
		const seconds = header.seconds();
		if (seconds < this.#first) this.#first = seconds;
		if (seconds > this.#last) this.#last = seconds;
	}

	#keepLinkType(): void {
		if (this.#ofLinkType === 0) return;
		const before = this.#linkTypePackets.get(this.#linkType) ?? 0;
		this.#linkTypePackets.set(this.#linkType, before + this.#ofLinkType);
		this.#ofLinkType = 0;
	}

	#loadOf(place: number): Load {
		return {
			packets: this.#packets[place] ?? 0,
			bytes: this.#bytes[place] ?? 0,
			flows: this.#census.flowsAt(place),
		};
	}

	#hashTypeLoads(): HashTypeLoad[] {
		return Array.from(this.#typePackets, (packets, i) => ({ i, packets, bytes: this.#typeBytes[i] ?? 0 }))
			.filter(({ packets }) => packets > 0)
			.flatMap(({ i, packets, bytes }) => hashTypesOf(2 ** i).map((type) => ({ type, packets, bytes })));
	}

	#linkTypeLoads(): CaptureLoad['linkTypes'] {
		this.#keepLinkType();
		return [...this.#linkTypePackets]
			.map(([linkType, packets]) => ({ linkType, packets }))
			.sort((a, b) => b.packets - a.packets || a.linkType - b.linkType);
	}
}
