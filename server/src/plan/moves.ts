import { compareProcessors, type Processor } from '../rss/processor.js';
import type { Move, Slot } from './steering.js';

/** Moves that run together on one actor processor, where all their parameters point until then. */
export interface MoveBatch {
	readonly actor: Processor;
	readonly moves: readonly Move[];
}

/** Where a batch takes each of its slots. */
type Targets = ReadonlyMap<Slot, Processor>;

/**
 * Batches that take every slot from where it is to its goal, such that after each batch the distinct processors of the
 * counted slots are at most `limit`, given that this holds before the first and for the goals.
 *
 * A batch runs on one actor (domain §2: a move may only touch what points at the actor now) and is counted as a whole.
 * As long as an actor can send all its slots home, it does; then those whose goals are in use already. When neither
 * fits, some actor that nobody wants in the end is emptied: as many goals as fit directly, the rest parked on a
 * processor that is wanted. Nothing is parked twice, so no slot moves more than twice.
 *
 * When the goals do not fit the limit, the batches still lead there: the device says, in its own words, what it refuses.
 */
export function planMoves(slots: readonly Slot[], limit: number): MoveBatch[] {
	const work = slots.map((slot): Slot => ({ ...slot }));
	const batches: MoveBatch[] = [];
	for (;;) {
		const next = nextBatch(work, limit);
		if (!next) return batches;
		batches.push({
			actor: next.actor,
			moves: [...next.targets].map(([{ parameter }, target]) => ({ parameter, target })),
		});
		for (const [slot, target] of next.targets) slot.at = target;
	}
}

interface Candidate {
	readonly actor: Processor;
	readonly targets: Targets;
}

function nextBatch(slots: readonly Slot[], limit: number): Candidate | undefined {
	const actors = [...new Set(slots.filter(isPending).map(({ at }) => at))].sort(compareProcessors);
	if (actors.length === 0) return undefined;
	const used = countedProcessors(slots);
	return (
		homeBatch(slots, actors, limit) ??
		partialBatch(slots, actors, used) ??
		parkingBatch(slots, limit, used) ??
		homeBatch(slots, actors, Number.POSITIVE_INFINITY)
	);
}

/** All pending slots of one actor to their goals: of the actors that can, the one that leaves the fewest processors. */
function homeBatch(
	slots: readonly Slot[],
	actors: readonly Processor[],
	limit: number,
): Candidate | undefined {
	let best: (Candidate & { readonly distinct: number }) | undefined;
	for (const actor of actors) {
		const targets = goalsOf(slots.filter((slot) => isPending(slot) && slot.at === actor));
		const distinct = countedProcessors(slots, targets).size;
		if (distinct <= limit && (!best || distinct < best.distinct)) best = { actor, targets, distinct };
	}
	return best;
}

/** Those pending slots of one actor that need no further queue: their goals are in use, or they are inactive. */
function partialBatch(
	slots: readonly Slot[],
	actors: readonly Processor[],
	used: ReadonlySet<Processor>,
): Candidate | undefined {
	for (const actor of actors) {
		const free = slots.filter(
			(slot) => isPending(slot) && slot.at === actor && (!slot.counted || used.has(slot.goal)),
		);
		if (free.length > 0) return { actor, targets: goalsOf(free) };
	}
	return undefined;
}

/**
 * Empties an actor that is nobody's goal. There is one: were every used processor also wanted, all goals together would
 * fit `limit` (if they fit at all) and some actor could have sent everything home. After partialBatch no goal of its slots is in use.
 */
function parkingBatch(
	slots: readonly Slot[],
	limit: number,
	used: ReadonlySet<Processor>,
): Candidate | undefined {
	const counted = slots.filter((slot) => slot.counted);
	const wanted = new Set(counted.map(({ goal }) => goal));
	// The emptied actor gives its queue back, so one more goal fits than there are free queues.
	const room = limit - used.size + 1;
	let best: { actor: Processor; leaving: Slot[]; direct: Set<Processor>; parked: number } | undefined;
	for (const actor of [...used].sort(compareProcessors)) {
		if (wanted.has(actor)) continue;
		const leaving = counted.filter(({ at }) => at === actor);
		const direct = commonestGoals(leaving, room);
		const parked = leaving.filter(({ goal }) => !direct.has(goal)).length;
		if (!best || parked < best.parked) best = { actor, leaving, direct, parked };
	}
	if (!best) return undefined;
	const { actor, leaving, direct } = best;
	const lot = parkingLot(counted, wanted, direct);
	return {
		actor,
		targets: new Map(leaving.map((slot) => [slot, direct.has(slot.goal) ? slot.goal : lot])),
	};
}

/** Where to park: a wanted processor whose actor must run a batch later anyway, else a goal of the batch itself. */
function parkingLot(
	counted: readonly Slot[],
	wanted: ReadonlySet<Processor>,
	direct: ReadonlySet<Processor>,
): Processor {
	const busy = counted.filter((slot) => isPending(slot) && wanted.has(slot.at)).map(({ at }) => at);
	const [lot] = busy.length > 0 ? busy.sort(compareProcessors) : [...direct];
	return lot as Processor;
}

/** The `count` goals that most of the slots share; ties go to the lower processor. */
function commonestGoals(slots: readonly Slot[], count: number): Set<Processor> {
	const shares = new Map<Processor, number>();
	for (const { goal } of slots) shares.set(goal, (shares.get(goal) ?? 0) + 1);
	const byShare = [...shares].sort(([p, a], [q, b]) => b - a || compareProcessors(p, q));
	return new Set(byShare.slice(0, count).map(([goal]) => goal));
}

function countedProcessors(slots: readonly Slot[], targets?: Targets): Set<Processor> {
	return new Set(slots.filter(({ counted }) => counted).map((slot) => targets?.get(slot) ?? slot.at));
}

function goalsOf(slots: readonly Slot[]): Targets {
	return new Map(slots.map((slot) => [slot, slot.goal]));
}

function isPending(slot: Slot): boolean {
	return slot.at !== slot.goal;
}
