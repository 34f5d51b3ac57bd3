import { hashTypesOf } from '../../ndis/hash.js';
import { LinkType } from '../../packet/linkLayer.js';
import { ORDINARY_IP, ORDINARY_IPV6, ordinaryProtocol } from '../../packet/ordinary.js';
import { PacketParser } from '../../packet/packetParser.js';
import type { CaptureLoad, EntryLoad, HashTypeLoad, Load, NoEntryLoad } from './captureLoad.js';
import { EntryHash } from './entryHash.js';
import { FlowCensus } from './flowCensus.js';
import { MAX_FLOWS } from './flowTable.js';
import { LargestFlows } from './largestFlows.js';
import { PacketHeader, type PacketSink } from './packetHeader.js';
import { CutJudge, noEntries, placeCut, placeWithoutHash, placeWithoutIp } from './places.js';
import { viewOf } from './recordReader.js';

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
	/** No header is looked for in a tunnel. */
	readonly #outer: boolean;
	#bytes: Uint8Array = new Uint8Array();
	#view = viewOf(this.#bytes);
	/** Places: the entries, then those of {@link noEntries}. */
	readonly #places: number;
	/** Packets and bytes side by side, by hash type (the number of its NDIS_HASH_* bit) and place. */
	readonly #counts: Float64Array;
	readonly #linkTypePackets = new Map<number, number>();
	#linkType = -1;
	#ofLinkType = 0;
	#ipPackets = 0;
	#fragments = 0;
	/** When the first packet with a time arrived, in seconds; NaN before it. */
	#first = Number.NaN;
	/** The time of the last one, as it stands in the file: seconds are made of it once, not for every packet. */
	readonly #last = new PacketHeader();
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
		this.#outer = !inner;
		this.#cut = new CutJudge(hashTypes);
		this.#census = new FlowCensus(places, maxFlows, seed);
		this.#places = places;
		this.#counts = new Float64Array(HASH_TYPE_PLACES * places * 2);
	}

	packet(bytes: Uint8Array, start: number, end: number, header: PacketHeader): void {
		const parser = this.#parser;
		const length = header.originalLength;
		this.#mark(header);
		if (
			this.#outer &&
			header.linkType === LinkType.ETHERNET &&
			this.#countOrdinary(bytes, start, end, length)
		)
			return;
		parser.parse(bytes, start, end, header.linkType);
		if (parser.family === 0) {
			this.#type = NO_TYPE;
			this.#count(this.#entries + placeWithoutIp(parser.problem), length);
			return;
		}
		this.#ipPackets++;
		if (parser.fragment) this.#fragments++;
		const cut = this.#cut.isCut(parser);
		const place = this.#flows ? this.#placeByFlow(cut, length) : this.#placeOf(cut);
		this.#count(place, length);
	}

	/** Counts a packet of the kind that nearly all are, without setting down what is where in it; false for others. */
	#countOrdinary(bytes: Uint8Array, start: number, end: number, length: number): boolean {
		if (bytes !== this.#bytes) {
			this.#bytes = bytes;
			this.#view = viewOf(bytes);
		}
		const view = this.#view;
		const found = ordinaryProtocol(view, start, end);
		if (found === 0) return false;
		const type = this.#hash.typeOfOrdinary(found);
		if (type === 0) return false;
		const ip = start + ORDINARY_IP;
		const ipv6 = (found & ORDINARY_IPV6) !== 0;
		this.#ipPackets++;
		this.#type = 31 - Math.clz32(type);
		if (!this.#flows) {
			this.#count(this.#entryOfOrdinary(ip, ipv6, type), length);
			return true;
		}
		const census = this.#census;
		let flow = census.findOrdinary(view, ip, found & 0xff, ipv6);
		if (flow < 0) flow = census.add(this.#entryOfOrdinary(ip, ipv6, type), this.#type);
		this.#count(census.placeOf(flow), length);
		census.records.count(flow, length);
		return true;
	}

	#entryOfOrdinary(ip: number, ipv6: boolean, type: number): number {
		return ipv6
			? this.#hash.entryOfIpv6(this.#view, ip + 8, type)
			: this.#hash.entryOfIpv4(this.#view, ip + 12, type);
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
		const places = indices(this.#places).map((place) => this.#loadOf(place));
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
			seconds: Number.isNaN(this.#first) ? undefined : Math.abs(this.#last.seconds() - this.#first),
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
		const counts = this.#counts;
		const at = (this.#type * this.#places + place) * 2;
		counts[at] = (counts[at] ?? 0) + 1;
		counts[at + 1] = (counts[at + 1] ?? 0) + length;
	}

	/** Packets and bytes of a hash type at a place. */
	#counted(type: number, place: number): { readonly packets: number; readonly bytes: number } {
		const at = (type * this.#places + place) * 2;
		return { packets: this.#counts[at] ?? 0, bytes: this.#counts[at + 1] ?? 0 };
	}

	/** Link type and time. */
	#mark(header: PacketHeader): void {
		if (header.linkType !== this.#linkType) {
			this.#keepLinkType();
			this.#linkType = header.linkType;
		}
		this.#ofLinkType++;
		if (!header.hasTime) return;
		this.#last.copyTime(header);
		if (Number.isNaN(this.#first)) this.#first = header.seconds();
	}

	#keepLinkType(): void {
		if (this.#ofLinkType === 0) return;
		const before = this.#linkTypePackets.get(this.#linkType) ?? 0;
		this.#linkTypePackets.set(this.#linkType, before + this.#ofLinkType);
		this.#ofLinkType = 0;
	}

	#loadOf(place: number): Load {
		const byType = indices(HASH_TYPE_PLACES).map((type) => this.#counted(type, place));
		return { ...sumOf(byType), flows: this.#census.flowsAt(place) };
	}

	#hashTypeLoads(): HashTypeLoad[] {
		return indices(HASH_TYPE_PLACES).flatMap((number) => {
			const load = sumOf(indices(this.#places).map((place) => this.#counted(number, place)));
			return load.packets === 0 ? [] : hashTypesOf(2 ** number).map((type) => ({ type, ...load }));
		});
	}

	#linkTypeLoads(): CaptureLoad['linkTypes'] {
		this.#keepLinkType();
		return [...this.#linkTypePackets]
			.map(([linkType, packets]) => ({ linkType, packets }))
			.sort((a, b) => b.packets - a.packets || a.linkType - b.linkType);
	}
}

function indices(count: number): number[] {
	return Array.from({ length: count }, (_, i) => i);
}

function sumOf(loads: readonly Omit<Load, 'flows'>[]): Omit<Load, 'flows'> {
	return {
		packets: loads.reduce((total, { packets }) => total + packets, 0),
		bytes: loads.reduce((total, { bytes }) => total + bytes, 0),
	};
}
