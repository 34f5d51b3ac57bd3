import type { Processor } from '../rss/processor.js';
import { encodeField, readAt, structure, u16, u32, viewOf } from './layout.js';
import { type ObjectHeader, ObjectType, objectHeader } from './objectHeader.js';
import { processorNumber } from './processorNumber.js';
import { Status } from './status.js';

/** Bytes of NDIS_RSS_SET_INDIRECTION_ENTRIES without its entries. */
export const RSS_SET_INDIRECTION_ENTRIES_SIZE = 0x14;
/** Bytes of NDIS_RSS_SET_INDIRECTION_ENTRY; the stride may be more. */
export const RSS_SET_INDIRECTION_ENTRY_SIZE = 0x18;
/** Commands in one request: 128 entries, the default and the primary processor (policy P5). */
export const MAX_INDIRECTION_ENTRIES = 130;

const ENTRY_STATUS_OFFSET = 0x14;

const container = structure(RSS_SET_INDIRECTION_ENTRIES_SIZE, {
	header: [0x00, objectHeader],
	flags: [0x04, u32],
	rssEntrySize: [0x08, u32],
	rssEntryTableOffset: [0x0c, u32],
	numberOfRssEntries: [0x10, u32],
});

const entryLayout = structure(RSS_SET_INDIRECTION_ENTRY_SIZE, {
	switchId: [0x00, u32],
	vportId: [0x04, u32],
	flags: [0x08, u32],
	indirectionTableIndex: [0x0c, u16],
	targetProcessor: [0x0e, processorNumber],
	entryStatus: [ENTRY_STATUS_OFFSET, u32],
});

const HEADER: ObjectHeader = {
	type: ObjectType.RSS_SET_INDIRECTION_ENTRIES,
	revision: 1,
	size: RSS_SET_INDIRECTION_ENTRIES_SIZE,
};

/** NDIS_RSS_SET_INDIRECTION_ENTRY: one command. */
export interface IndirectionEntry {
	readonly switchId: number;
	readonly vportId: number;
	/** IndirectionEntryFlag; 0 for an entry of the table. */
	readonly flags: number;
	readonly indirectionTableIndex: number;
	readonly targetProcessor: Processor;
	/** Unsigned; written back by the miniport. */
	readonly entryStatus: number;
}

/** What the head of a buffer says of its entries. */
export interface IndirectionEntryTable {
	readonly header: ObjectHeader;
	readonly flags: number;
	/** Bytes from one entry to the next. */
	readonly rssEntrySize: number;
	/** Bytes from the start of the buffer to entry 0. */
	readonly rssEntryTableOffset: number;
	readonly numberOfRssEntries: number;
}

/** Where the entries lie when not right behind the structure, 24 bytes each. */
export interface EntryPlacement {
	readonly header?: ObjectHeader;
	readonly flags?: number;
	/** At least 24. */
	readonly rssEntrySize?: number;
	/** At least 0x14. */
	readonly rssEntryTableOffset?: number;
}

/** The input of OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES; EntryStatus is PENDING where none is given. */
export function encodeRssSetIndirectionEntries(
	entries: readonly (Omit<IndirectionEntry, 'entryStatus'> & { readonly entryStatus?: number })[],
	{
		header = HEADER,
		flags = 0,
		rssEntrySize = RSS_SET_INDIRECTION_ENTRY_SIZE,
		rssEntryTableOffset = RSS_SET_INDIRECTION_ENTRIES_SIZE,
	}: EntryPlacement = {},
): Uint8Array {
	const numberOfRssEntries = entries.length;
	const bytes = encodeField(
		container,
		{ header, flags, rssEntrySize, rssEntryTableOffset, numberOfRssEntries },
		rssEntryTableOffset + numberOfRssEntries * rssEntrySize,
	);
	const view = viewOf(bytes);
	for (const [i, entry] of entries.entries()) {
		entryLayout.write(view, rssEntryTableOffset + i * rssEntrySize, {
			...entry,
			entryStatus: entry.entryStatus ?? Status.PENDING,
		});
	}
	return bytes;
}

/** The head of a buffer; undefined when the buffer is shorter than that. */
export function decodeRssSetIndirectionEntries(buffer: Uint8Array): IndirectionEntryTable | undefined {
	return readAt(buffer, 0, container);
}

/** The bytes a buffer must have for all entries it speaks of. */
export function indirectionEntriesLength(table: IndirectionEntryTable): number {
	return table.rssEntryTableOffset + table.numberOfRssEntries * table.rssEntrySize;
}

/** Entry `index`; undefined when it does not lie within the buffer. */
export function indirectionEntryAt(
	buffer: Uint8Array,
	table: IndirectionEntryTable,
	index: number,
): IndirectionEntry | undefined {
	return readAt(buffer, table.rssEntryTableOffset + index * table.rssEntrySize, entryLayout);
}

/** Every entry of a buffer that holds as many as it says, in order. */
export function indirectionEntriesOf(buffer: Uint8Array, table: IndirectionEntryTable): IndirectionEntry[] {
	const view = viewOf(buffer);
	return Array.from({ length: table.numberOfRssEntries }, (_, i) =>
		entryLayout.read(view, table.rssEntryTableOffset + i * table.rssEntrySize),
	);
}

/** EntryStatus of every entry, in order; undefined when the buffer does not hold as many entries as it says. */
export function decodeEntryStatuses(buffer: Uint8Array): number[] | undefined {
	const table = decodeRssSetIndirectionEntries(buffer);
	if (!table || indirectionEntriesLength(table) > buffer.length) return undefined;
	// An entry size of 0 would let a few bytes speak of any number of entries.
	if (table.rssEntrySize < RSS_SET_INDIRECTION_ENTRY_SIZE && table.numberOfRssEntries > 0) return undefined;
	return indirectionEntriesOf(buffer, table).map(({ entryStatus }) => entryStatus);
}

/** Writes EntryStatus of the first entries, one for each status, in place. They lie within the buffer. */
export function writeEntryStatuses(
	buffer: Uint8Array,
	table: IndirectionEntryTable,
	statuses: readonly number[],
): void {
	const view = viewOf(buffer);
	for (const [i, status] of statuses.entries()) {
		view.setUint32(table.rssEntryTableOffset + i * table.rssEntrySize + ENTRY_STATUS_OFFSET, status, true);
	}
}

/** The members and their offsets, for tools that name every field of a buffer. */
export { container as rssSetIndirectionEntriesLayout, entryLayout as rssSetIndirectionEntryLayout };
