import type { Processor } from '../../rss/processor.js';
import type { Steering } from '../../rss/spread.js';
import type { CapturedFlow, CaptureLoad, EntryLoad, Load } from './captureLoad.js';

/** Flows that are named of a processor. */
const LARGEST_OF_PROCESSOR = 5;

/** What arrives at one processor. */
export interface ProcessorLoad extends Load {
	readonly processor: Processor;
	/** Its part of the packets and bytes of all processors, 0..1. */
	readonly packetShare: number;
	readonly byteShare: number;
	/** Indices of the entries that point at it, ascending. */
	readonly entries: readonly number[];
	/** Its largest flows by bytes, largest first; those of packets without a hash are not among them. */
	readonly largest: readonly CapturedFlow[];
}

/** Where a capture goes under some steering parameters. */
export interface CaptureSpread {
	/** Most packets first, then by processor; those that an entry points at even when they get nothing. */
	readonly processors: readonly ProcessorLoad[];
	/** By index of the entity's own table; empty with RSS off. */
	readonly entries: readonly (EntryLoad & { readonly processor: Processor })[];
	/** The largest flows of all, largest first; the processor is absent where nobody knows it. */
	readonly topFlows: readonly (CapturedFlow & { readonly processor?: Processor })[];
	/** What nobody can say the processor of: packets that the capture has cut, or of a link type that is not read. */
	readonly unknown: Load;
}

/**
 * Where a measured capture goes: with RSS on by the table, and to the default processor what has no hash; with RSS off
 * all to the primary processor. The load may have been measured with more entries than the table has, if their number is
 * a multiple of the table's.
 * @throws RangeError when it is not
 */
export function spreadCapture(load: CaptureLoad, steering: Steering): CaptureSpread {
	const { rssEnabled, primaryProcessor, defaultProcessor, indirectionTable } = steering;
	if (!rssEnabled) {
		const processors = shares([
			{ processor: primaryProcessor, ...load.total, entries: [], largest: load.topFlows },
		]);
		const topFlows = load.topFlows.map(({ entry: _, ...flow }) => ({ ...flow, processor: primaryProcessor }));
		return { processors, entries: [], topFlows, unknown: none };
	}
	const folded = foldEntries(load.entries, indirectionTable.length);
	const entries = indirectionTable.map((processor, i) => ({ ...(folded[i] ?? nothing), processor }));
	const byProcessor = new Map<Processor, { index: number; load: EntryLoad }[]>();
	for (const [index, { processor, ...own }] of entries.entries()) {
		const list = byProcessor.get(processor);
		if (list) list.push({ index, load: own });
		else byProcessor.set(processor, [{ index, load: own }]);
	}
	const unhashed = sum(load.noEntry.filter(({ toDefault }) => toDefault));
	if (unhashed.packets > 0 && !byProcessor.has(defaultProcessor)) byProcessor.set(defaultProcessor, []);
	const topFlows = load.topFlows.map(({ entry: measured, ...flow }) => {
		const entry = measured === undefined ? undefined : measured % indirectionTable.length;
		const processor = entry === undefined ? defaultProcessor : indirectionTable[entry];
		const placed = processor !== undefined && !flow.cut;
		return { ...flow, ...(entry !== undefined && { entry }), ...(placed && { processor }) };
	});
	const processors = [...byProcessor].map(([processor, own]) => ({
		processor,
		...sum([...own.map((one) => one.load), ...(processor === defaultProcessor ? [unhashed] : [])]),
		entries: own.map(({ index }) => index),
		largest: largestOf(own.map((one) => one.load)),
	}));
	const unknown = sum(load.noEntry.filter(({ toDefault }) => !toDefault));
	return { processors: shares(processors), entries, topFlows, unknown };
}

/** Adds up the entries that become one in a table of `size` entries. */
function foldEntries(entries: readonly EntryLoad[], size: number): readonly EntryLoad[] {
	if (size === 0 || entries.length % size !== 0) {
		throw new RangeError(`a load of ${entries.length} entries cannot be folded to ${size}`);
	}
	if (entries.length === size) return entries;
	return Array.from({ length: size }, (_, i) => {
		const parts = entries.filter((_part, index) => index % size === i);
		const largest = largestOf(parts).map((flow) => ({ ...flow, entry: i }));
		return { ...sum(parts), largest };
	});
}

function largestOf(parts: readonly EntryLoad[]): CapturedFlow[] {
	return parts
		.flatMap(({ largest }) => largest)
		.sort((a, b) => b.bytes - a.bytes)
		.slice(0, LARGEST_OF_PROCESSOR);
}

const none: Load = { packets: 0, bytes: 0, flows: 0 };
const nothing: EntryLoad = { ...none, largest: [] };

function sum(loads: readonly Load[]): Load {
	return loads.reduce(
		(total, { packets, bytes, flows }) => ({
			packets: total.packets + packets,
			bytes: total.bytes + bytes,
			flows: total.flows + flows,
		}),
		none,
	);
}

function shares(loads: readonly Omit<ProcessorLoad, 'packetShare' | 'byteShare'>[]): ProcessorLoad[] {
	const total = sum(loads);
	const part = (n: number, of: number) => (of === 0 ? 0 : n / of);
	return loads
		.map((load) => ({
			...load,
			packetShare: part(load.packets, total.packets),
			byteShare: part(load.bytes, total.bytes),
		}))
		.sort((a, b) => b.packets - a.packets || a.processor - b.processor);
}
