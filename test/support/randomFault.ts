import type { FaultEffect, FaultSpec } from '../../server/src/daemon/protocol.js';
import { Oid } from '../../server/src/ndis/oid.js';
import type { SeededRandom } from '../../server/src/traffic/random.js';

/** A request that is held up longer than its answer is waited for, in milliseconds, and how long it is waited for. */
export const DELAY = 1_500;
export const PATIENCE = 1_000;

/** Every kind of effect that `fault/set` knows. */
const EFFECTS = {
	status: (below) => {
		const names = ['FAILURE', 'NO_QUEUES', 'INVALID_DATA'];
		return { kind: 'status', status: `NDIS_STATUS_${names[below(names.length)]}` };
	},
	adapterNotReady: () => ({ kind: 'adapterNotReady' }),
	adapterRemoved: () => ({ kind: 'adapterRemoved' }),
	lowPower: () => ({ kind: 'lowPower' }),
	resources: () => ({ kind: 'resources' }),
	vportVanishes: (below) => ({ kind: 'vportVanishes', vportId: 1 + below(12) }),
	delay: () => ({ kind: 'delay', milliseconds: DELAY }),
	dropBefore: () => ({ kind: 'dropBefore' }),
	dropAfter: () => ({ kind: 'dropAfter' }),
} satisfies {
	[Kind in FaultEffect['kind']]: (below: (n: number) => number) => FaultEffect & { kind: Kind };
};

const KINDS = Object.keys(EFFECTS) as FaultEffect['kind'][];
const FOREVER = 0xffff_ffff;

/** Something that goes wrong at some request of a push or of the way back from it. One in sixty waits for a late answer. */
export function randomFault(random: SeededRandom): FaultSpec {
	const below = (n: number) => random.next() % n;
	let kind = KINDS[below(KINDS.length)] as FaultEffect['kind'];
	if (kind === 'delay' && below(7) > 0) kind = 'dropAfter';
	// One that lasts until it is lifted; a late answer to every request would only cost time.
	const lasts = kind !== 'delay' && below(6) === 0;
	const moves = below(5) === 0 ? { oid: Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES } : {};
	const sometimes = below(4) === 0 ? { probability: 0.3, seed: below(1000) } : {};
	return {
		...moves,
		...sometimes,
		skip: below(10),
		times: lasts ? FOREVER : 1 + below(2),
		effect: EFFECTS[kind](below),
	};
}
