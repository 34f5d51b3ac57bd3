import type { CapturedFlow } from './captureLoad.js';
import type { FlowCensus } from './flowCensus.js';
import { type FlowRecords, Word } from './flowRecords.js';
import { KIND } from './flowTable.js';
import { formatAddress } from './formatAddress.js';

/** The numbers of the records with the most bytes, largest first; of equals, the one seen first. */
export class LargestFlows {
	readonly #records: number[] = [];
	readonly #bytes: number[] = [];

	/** @param limit how many are kept */
	constructor(private readonly limit: number) {}

	offer(record: number, bytes: number): void {
		const { length } = this.#records;
		if (length === this.limit && bytes <= (this.#bytes[length - 1] ?? 0)) return;
		let at = length;
		while (at > 0 && bytes > (this.#bytes[at - 1] ?? 0)) at--;
		this.#records.splice(at, 0, record);
		this.#bytes.splice(at, 0, bytes);
		if (length === this.limit) {
			this.#records.pop();
			this.#bytes.pop();
		}
	}

	/** @param entries places below this are entries */
	flows(census: FlowCensus, entries: number): CapturedFlow[] {
		return this.#records.map((record) => flowOf(census, record, entries));
	}
}

function flowOf(census: FlowCensus, record: number, entries: number): CapturedFlow {
	const { records } = census;
	const kind = records.word(record, Word.kind);
	const ports = records.word(record, Word.ports);
	const words = kind & KIND.ipv6 ? 4 : 1;
	const entry = census.placeOf(record);
	return {
		source: addressOf(records, record, Word.source, words),
		destination: addressOf(records, record, Word.destination, words),
		...(kind & KIND.ports && { sourcePort: ports >>> 16, destinationPort: ports & 0xffff }),
		protocol: kind & 0xff,
		fragment: (kind & KIND.fragment) !== 0,
		cut: (kind & KIND.cut) !== 0,
		packets: records.packets(record),
		bytes: records.bytes(record),
		...(entry < entries && { entry }),
	};
}

function addressOf(records: FlowRecords, record: number, first: number, words: number): string {
	const view = new DataView(new ArrayBuffer(words * 4));
	for (let i = 0; i < words; i++) view.setInt32(i * 4, records.word(record, first + i));
	return formatAddress(new Uint8Array(view.buffer));
}
