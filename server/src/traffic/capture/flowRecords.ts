/** 32-bit words of a record, signed as V8 handles them best: 64 bytes, a line of the processor's cache. */
export const RECORD_WORDS = 16;
/** Words of a record. Addresses are 4 words each, of which IPv4 uses the first; all in network order. */
export const Word = {
	source: 0,
	destination: 4,
	/** source port << 16 | destination port */
	ports: 8,
	/** Protocol, and the KIND bits. */
	kind: 9,
	/** Where its packets are counted. */
	place: 10,
	/** The hash that the record is found by. */
	hash: 11,
} as const;
/** Doubles of a record, in the last four words. */
const RECORD_DOUBLES = RECORD_WORDS / 2;
const BYTES = 6;
const PACKETS = 7;

const PAGE_BITS = 12;
const PAGE_RECORDS = 1 << PAGE_BITS;
/**
 * Words before the first record. A page of this size comes from the system's allocator 16 bytes behind a boundary of the
 * cache: with 48 more each record is on one line of it, not on two.
 */
const LEAD_WORDS = 12;
const LEAD_DOUBLES = LEAD_WORDS / 2;

/**
 * Records of flows, numbered from 0, in pages that come as they are needed: growing copies nothing, and there is no
 * object per flow.
 */
export class FlowRecords {
	readonly #words: Int32Array[] = [];
	readonly #doubles: Float64Array[] = [];
	#length = 0;

	get length(): number {
		return this.#length;
	}

	/** A new record, all zeros. */
	add(): number {
		const record = this.#length++;
		if (record >> PAGE_BITS === this.#words.length) {
			const page = new Int32Array(LEAD_WORDS + PAGE_RECORDS * RECORD_WORDS);
			this.#words.push(page);
			this.#doubles.push(new Float64Array(page.buffer));
		} else {
			const at = this.at(record);
			this.page(record).fill(0, at, at + RECORD_WORDS);
		}
		return record;
	}

	/** The words of the page that a record is on. */
	page(record: number): Int32Array {
		return this.#words[record >> PAGE_BITS] as Int32Array;
	}

	/** Where in its page a record begins. */
	at(record: number): number {
		return LEAD_WORDS + (record & (PAGE_RECORDS - 1)) * RECORD_WORDS;
	}

	word(record: number, word: number): number {
		return this.page(record)[this.at(record) + word] ?? 0;
	}

	/** Counts a packet of a flow. */
	count(record: number, bytes: number): void {
		const page = this.#doubles[record >> PAGE_BITS] as Float64Array;
		const at = LEAD_DOUBLES + (record & (PAGE_RECORDS - 1)) * RECORD_DOUBLES;
		page[at + BYTES] = (page[at + BYTES] ?? 0) + bytes;
		page[at + PACKETS] = (page[at + PACKETS] ?? 0) + 1;
	}

	bytes(record: number): number {
		return this.#double(record, BYTES);
	}

	packets(record: number): number {
		return this.#double(record, PACKETS);
	}

	/** Keeps the records that `keep` wants, in their order, numbered anew. */
	retain(keep: (record: number) => boolean): void {
		let kept = 0;
		for (let record = 0; record < this.#length; record++) {
			if (!keep(record)) continue;
			if (kept < record) {
				const at = this.at(record);
				this.page(kept).set(this.page(record).subarray(at, at + RECORD_WORDS), this.at(kept));
			}
			kept++;
		}
		this.#length = kept;
	}

	#double(record: number, which: number): number {
		const at = LEAD_DOUBLES + (record & (PAGE_RECORDS - 1)) * RECORD_DOUBLES;
		return this.#doubles[record >> PAGE_BITS]?.[at + which] ?? 0;
	}
}
