import { HASH_SECRET_KEY_SIZE } from '../ndis/hash.js';
import type { Processor } from '../rss/processor.js';
import { type EntityState, PF_FUNCTION_ID } from './state.js';

/** An entity as it is made: everything points at its affinity, one entry, RSS off, one queue. Source: domain §2. */
export function newEntity(
	vportId: number,
	affinity: Processor,
	over: Partial<EntityState> = {},
): EntityState {
	return {
		vportId,
		active: true,
		attachedFunctionId: PF_FUNCTION_ID,
		rssEnabled: false,
		numberOfQueues: 1,
		hashInformation: 0,
		hashSecretKey: new Uint8Array(HASH_SECRET_KEY_SIZE),
		primaryProcessor: affinity,
		defaultProcessor: affinity,
		indirectionTable: [affinity],
		name: '',
		...over,
	};
}
