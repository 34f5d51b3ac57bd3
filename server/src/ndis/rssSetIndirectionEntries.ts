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

/** Offsets of the members of NDIS_RSS_SET_INDIRECTION_ENTRY. */
const SWITCH_ID = 0x00;
const VPORT_ID = 0x04;
const FLAGS = 0x08;
const INDIRECTION_TABLE_INDEX = 0x0c;
const TARGET_PROCESSOR = 0x0e;
const ENTRY_STATUS = 0x14;

const container = structure(RSS_SET_INDIRECTION_ENTRIES_SIZE, {
	header: [0x00, objectHeader],
	flags: [0x04, u32],
	rssEntrySize: [0x08, u32],
	rssEntryTableOffset: [0x0c, u32],
	numberOfRssEntries: [0x10, u32],
});

const entryLayout = structure(RSS_SET_INDIRECTION_ENTRY_SIZE, {
	switchId: [SWITCH_ID, u32],
	vportId: [VPORT_ID, u32],
	flags: [FLAGS, u32],
	indirectionTableIndex: [INDIRECTION_TABLE_INDEX, u16],
	targetProcessor: [TARGET_PROCESSOR, processorNumber],
	entryStatus: [ENTRY_STATUS, u32],
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
	let at = rssEntryTableOffset;
	for (const entry of entries) {
		writeEntry(view, at, entry);
		at += rssEntrySize;
	}
	return bytes;
}

/** What `entryLayout.write` does, member by member: batches are written by the hundred thousand entries. */
function writeEntry(
	view: DataView,
	at: number,
	entry: Omit<IndirectionEntry, 'entryStatus'> & { readonly entryStatus?: number },
): void {
	view.setUint32(at + SWITCH_ID, entry.switchId, true);
	view.setUint32(at + VPORT_ID, entry.vportId, true);
	view.setUint32(at + FLAGS, entry.flags, true);
	view.setUint16(at + INDIRECTION_TABLE_INDEX, entry.indirectionTableIndex, true);
	processorNumber.write(view, at + TARGET_PROCESSOR, entry.targetProcessor);
	view.setUint32(at + ENTRY_STATUS, entry.entryStatus ?? Status.PENDING, true);
}

/** What `entryLayout.read` does, member by member. */
function readEntry(view: DataView, at: number): IndirectionEntry {
	return {
		switchId: view.getUint32(at + SWITCH_ID, true),
		vportId: view.getUint32(at + VPORT_ID, true),
		flags: view.getUint32(at + FLAGS, true),
		indirectionTableIndex: view.getUint16(at + INDIRECTION_TABLE_INDEX, true),
		targetProcessor: processorNumber.read(view, at + TARGET_PROCESSOR),
		entryStatus: view.getUint32(at + ENTRY_STATUS, true),
	};
}

/** The head of a buffer; undefined when the buffer is shorter than that. */
export function decodeRssSetIndirectionEntries(buffer: Uint8Array): IndirectionEntryTable | undefined {
	return readAt(buffer, 0, container);
}

/** The bytes a buffer must have for all entries it speaks of; where they would lie does not matter when there are none. */
export function indirectionEntriesLength(table: IndirectionEntryTable): number {
	if (table.numberOfRssEntries === 0) return RSS_SET_INDIRECTION_ENTRIES_SIZE;
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
		readEntry(view, table.rssEntryTableOffset + i * table.rssEntrySize),
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
		view.setUint32(table.rssEntryTableOffset + i * table.rssEntrySize + ENTRY_STATUS, status, true);
	}
}

/** The members and their offsets, for tools that name every field of a buffer. */
export { container as rssSetIndirectionEntriesLayout, entryLayout as rssSetIndirectionEntryLayout };
