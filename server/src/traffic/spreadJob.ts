import type { AddressFamily } from '../rss/engine/flowBatch.js';
import type { FlowTuple } from '../rss/toeplitz.js';
import type { FlowKind } from './flowKind.js';
import type { FlowSetParameters } from './flowSets/flowSet.js';
import type { FlowSetId } from './flowSets/index.js';

/** One flow set of a job. Plain data, as all of a job: it travels to worker threads. */
export interface JobSet {
	readonly kind: FlowSetId;
	readonly flows: number;
	readonly family: AddressFamily;
	/** What of its packets is hashed. */
	readonly hashed: FlowKind['hashed'];
	readonly parameters: FlowSetParameters;
}

/** Flow sets to be sent through a hash and into a table. */
export interface SpreadJob {
	/** 40..52 bytes. */
	readonly secretKey: Uint8Array;
	/** 1..65536 entries. */
	readonly tableSize: number;
	readonly seed: number;
	readonly sets: readonly JobSet[];
}

/** One of the largest flows. */
export interface LargeFlow {
	/** Which set of the job, and which flow of it. */
	readonly set: number;
	readonly flow: number;
	readonly packets: number;
	readonly tuple: Required<FlowTuple>;
	/** Undefined when it was not hashed. */
	readonly entry: number | undefined;
}

/** Where the flows of a job went. Whole numbers throughout: sums are exact, in whatever order parts are added. */
export interface Tally {
	/** By entry. */
	readonly flows: Float64Array;
	readonly packets: Float64Array;
	/** Of flows without a hash, which go to no entry. */
	readonly unhashed: { readonly flows: number; readonly packets: number };
	/** The largest flows of the sets that have sizes, most packets first. */
	readonly largest: readonly LargeFlow[];
}

/** Flows that are made and hashed at a time: a part is the same whoever works on it, so results never depend on that. */
export const PART_FLOWS = 65_536;
/** How many of the largest flows are kept. */
export const LARGEST_FLOWS = 20;

/** Part of a job: flows `first`..`first + length - 1` of one set. */
export interface JobPart {
	readonly set: number;
	readonly first: number;
	readonly length: number;
}

/** All parts of a job, in order. */
export function partsOf({ sets }: SpreadJob): JobPart[] {
	return sets.flatMap(({ flows }, set) =>
		Array.from({ length: Math.ceil(flows / PART_FLOWS) }, (_, part) => ({
			set,
			first: part * PART_FLOWS,
			length: Math.min(PART_FLOWS, flows - part * PART_FLOWS),
		})),
	);
}

/** Flows of all sets together. */
export function flowsOf({ sets }: Pick<SpreadJob, 'sets'>): number {
	return sets.reduce((sum, { flows }) => sum + flows, 0);
}

/** The sum of what several workers tallied of one job. */
export function mergeTallies(tallies: readonly Tally[], tableSize: number): Tally {
	const flows = new Float64Array(tableSize);
	const packets = new Float64Array(tableSize);
	const unhashed = { flows: 0, packets: 0 };
	for (const tally of tallies) {
		for (let entry = 0; entry < tableSize; entry++) {
			flows[entry] = (flows[entry] ?? 0) + (tally.flows[entry] ?? 0);
			packets[entry] = (packets[entry] ?? 0) + (tally.packets[entry] ?? 0);
		}
		unhashed.flows += tally.unhashed.flows;
		unhashed.packets += tally.unhashed.packets;
	}
	const largest = tallies.flatMap((tally) => tally.largest).sort(bySize);
	return { flows, packets, unhashed, largest: largest.slice(0, LARGEST_FLOWS) };
}

/** Compares by packets, most first; then in the order of the job: for `sort`. */
export function bySize(a: LargeFlow, b: LargeFlow): number {
	return b.packets - a.packets || a.set - b.set || a.flow - b.flow;
}
