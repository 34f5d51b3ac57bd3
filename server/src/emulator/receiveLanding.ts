import type { Processor } from '../rss/processor.js';
import type { SteeringParameter } from './request.js';

/** Why a packet was dropped. */
export type DropReason =
	/** The VPort is not activated. */
	| 'vportDeactivated'
	/** There is no such VPort, not even the default VPort. */
	| 'noVPort';

/** Where packets landed. */
export interface Landing {
	/** Undefined when there is no such VPort. */
	readonly vportId: number | undefined;
	/** Undefined when dropped. */
	readonly processor: Processor | undefined;
	/** What steered it there; undefined when dropped. */
	readonly parameter: SteeringParameter | undefined;
	/** The NDIS_HASH_* bit that applied; 0 without a hash. */
	readonly hashType: number;
	/** 32 bits, unsigned; 0 without a hash. */
	readonly hash: number;
	/** Why it was dropped. */
	readonly reason?: DropReason;
	/** How many packets. */
	readonly count: number;
}
