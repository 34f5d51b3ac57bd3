import { compareProcessors, type Processor } from '../rss/processor.js';
import { type Leaving, Pending } from './pending.js';
import type { Move, Slot } from './steering.js';

/** Moves that run together on one actor processor, where all their parameters point until then. */
export interface MoveBatch {
	readonly actor: Processor;
	readonly moves: readonly Move[];
}

/** What a batch may be: slots of one actor, and where it takes each of them. */
interface Batch {
	readonly actor: Processor;
	readonly targets: ReadonlyMap<Slot, Processor>;
}

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
	const pending = new Pending(slots.map((slot): Slot => ({ ...slot })));
	const batches: MoveBatch[] = [];
	for (;;) {
		const actors = pending.actors();
		if (actors.length === 0) return batches;
		const { actor, targets } =
			homeBatch(pending, actors, limit) ??
			partialBatch(pending, actors) ??
			parkingBatch(pending, actors, limit) ??
			overflowBatch(pending, actors);
		batches.push({
			actor,
			moves: pending
				.inOrder([...targets.keys()])
				.map((slot) => ({ parameter: slot.parameter, target: targets.get(slot) ?? slot.goal })),
		});
		pending.move(actor, targets);
	}
}

/** All pending slots of one actor to their goals: of the actors that can, the one that leaves the fewest processors. */
function homeBatch(pending: Pending, actors: readonly Processor[], limit: number): Batch | undefined {
	let best: { readonly actor: Processor; readonly used: number } | undefined;
	for (const actor of actors) {
		const used = pending.usedOnceHome(actor);
		if (used <= limit && (!best || used < best.used)) best = { actor, used };
	}
	return best && allHome(pending, best.actor);
}

/** The same whatever the limit. */
function overflowBatch(pending: Pending, actors: readonly Processor[]): Batch {
	const [first] = actors as [Processor, ...Processor[]];
	return homeBatch(pending, actors, Number.POSITIVE_INFINITY) ?? allHome(pending, first);
}

function allHome(pending: Pending, actor: Processor): Batch {
	const { counted, inactive } = pending.at(actor);
	return { actor, targets: goalsOf([...inactive, ...[...counted.values()].flat()]) };
}

/** Those pending slots of one actor that need no further queue: their goals are in use, or they are inactive. */
function partialBatch(pending: Pending, actors: readonly Processor[]): Batch | undefined {
	for (const actor of actors) {
		const { counted, inactive } = pending.at(actor);
		const fitting = [...counted].filter(([goal]) => pending.uses(goal)).flatMap(([, slots]) => slots);
		const free = [...inactive, ...fitting];
		if (free.length > 0) return { actor, targets: goalsOf(free) };
	}
	return undefined;
}

/**
 * Empties an actor that is nobody's goal. There is one: were every used processor also wanted, all goals together would
 * fit `limit` (if they fit at all) and some actor could have sent everything home. After partialBatch no goal of its slots is in use.
 */
function parkingBatch(pending: Pending, actors: readonly Processor[], limit: number): Batch | undefined {
	// The emptied actor gives its queue back, so one more goal fits than there are free queues.
	const room = limit - pending.used + 1;
	let best: { actor: Processor; direct: ReadonlySet<Processor>; parked: number } | undefined;
	for (const actor of actors) {
		// What nobody wants has only slots that have to leave.
		if (pending.wanted.has(actor) || !pending.uses(actor)) continue;
		const { counted } = pending.at(actor);
		const direct = commonestGoals(counted, room);
		let parked = 0;
		for (const [goal, slots] of counted) if (!direct.has(goal)) parked += slots.length;
		if (!best || parked < best.parked) best = { actor, direct, parked };
	}
	if (!best) return undefined;
	const { actor, direct } = best;
	const lot = parkingLot(pending, actors, direct);
	const targets = new Map<Slot, Processor>();
	for (const [goal, slots] of pending.at(actor).counted)
		for (const slot of slots) targets.set(slot, direct.has(goal) ? goal : lot);
	return { actor, targets };
}

/** Where to park: a wanted processor whose actor must run a batch later anyway, else a goal of the batch itself. */
function parkingLot(
	pending: Pending,
	actors: readonly Processor[],
	direct: ReadonlySet<Processor>,
): Processor {
	const busy = actors.find((actor) => pending.wanted.has(actor) && pending.at(actor).counted.size > 0);
	const [first] = direct;
	return (busy ?? first) as Processor;
}

/** The `count` goals that most of the slots share; ties go to the lower processor. */
function commonestGoals(byGoal: Leaving['counted'], count: number): Set<Processor> {
	const byShare = [...byGoal].sort(([p, a], [q, b]) => b.length - a.length || compareProcessors(p, q));
	return new Set(byShare.slice(0, count).map(([goal]) => goal));
}

function goalsOf(slots: readonly Slot[]): ReadonlyMap<Slot, Processor> {
	return new Map(slots.map((slot) => [slot, slot.goal]));
}
