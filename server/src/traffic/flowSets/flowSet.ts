import type { FlowBatch } from '../../rss/engine/flowBatch.js';
import type { FlowProtocol } from '../flowKind.js';
import type { SeededRandom } from '../random.js';

/** What can be set of a flow set; a kind passes over what means nothing to it. */
export interface FlowSetParameters {
	/** Distinct source addresses (clients, or public addresses of a NAT), 1..2^32-1. */
	readonly sources: number;
	/** The server's address, 4 or 16 bytes; undefined: a documentation address of the family. */
	readonly server: Uint8Array | undefined;
	/** The server's port, 0..65535. */
	readonly serverPort: number;
	/** Of the sizes: the flow of rank r has 1 / r^exponent of the largest flow's packets, 0..3. */
	readonly exponent: number;
}

/** A stretch of a flow set to be written. */
export interface FlowPart {
	/** Takes flows `first`, `first + 1`, …; as many as it is long. */
	readonly batch: FlowBatch;
	/** Place of the batch's first flow in the whole set. */
	readonly first: number;
	/** Flows of the whole set. */
	readonly flows: number;
	readonly seed: number;
	/** Words for this part alone. */
	readonly random: SeededRandom;
	readonly parameters: FlowSetParameters;
}

/** A kind of made-up traffic. */
export interface FlowSetKind<Id extends string = string> {
	readonly id: Id;
	/** `Many clients → one server` */
	readonly label: string;
	/** The parameters that mean something to it. */
	readonly uses: readonly (keyof FlowSetParameters)[];
	/** What it stands for and what to expect of it, in a sentence or two. */
	readonly description: string;
	/** What its packets carry, where that is part of its nature. */
	readonly protocol?: FlowProtocol;
	readonly defaults?: Partial<FlowSetParameters>;
	/** Writes the flows of a part. The same part of the same seed is the same everywhere. */
	fill(part: FlowPart): void;
	/** Writes the packets of each flow of a part; without it each flow has one packet. */
	fillPackets?(part: FlowPart, packets: Float64Array): void;
}
