import type { AdapterMode } from '../emulator/description.js';
import type { EntityState } from '../emulator/state.js';
import type { Processor } from '../rss/processor.js';
import { EntityWalk, foldedGoal } from './entityWalk.js';
import type { PlanStep } from './step.js';

/** What a plan has to know of the adapter. */
export interface PlanContext {
	readonly mode: AdapterMode;
	/** The RSS processor set. */
	readonly rssProcessors: ReadonlySet<Processor>;
}

/** The steps of one entity, cut where other entities may have to go first. */
export interface EntityPlan {
	/** Turning RSS off: frees a place among the RSS-capable VPorts and takes no queue. */
	readonly disable: readonly PlanStep[];
	/** Everything else. Uses never more than the larger of both queue counts. */
	readonly settle: readonly PlanStep[];
}

/**
 * The way of one entity from a valid state to a valid state, none of whose requests the rules of domain §2 refuse:
 * room first (the larger queue count and the larger table, in one request, as a restricted adapter wants them), then the
 * moves, each entry of a larger table to the goal it folds onto, then the wanted sizes.
 * Both must be the same VPort, attached to the same function and active.
 */
export function planEntity(
	from: EntityState,
	to: EntityState,
	{ mode, rssProcessors }: PlanContext,
): EntityPlan {
	const walk = new EntityWalk(from, mode);
	const passThroughOff = from.rssEnabled && to.rssEnabled && losesHash(from, to);
	if (from.rssEnabled && (!to.rssEnabled || passThroughOff)) disable(walk, to, rssProcessors);
	const steps = walk.takeSteps();
	settle(walk, to, rssProcessors);
	return { disable: steps, settle: walk.takeSteps() };
}

/**
 * With RSS off the queue counts no entry, but the request that turns it off is still held against the old count
 * (domain rule Set 4), so queues keep their number here. It activates the primary (rule Set 7), which goes home before.
 */
function disable(walk: EntityWalk, to: EntityState, rssProcessors: ReadonlySet<Processor>): void {
	const [somewhere = to.primaryProcessor] = rssProcessors;
	const candidates = [to.primaryProcessor, walk.now.primaryProcessor];
	const primaryProcessor = candidates.find((p) => rssProcessors.has(p)) ?? somewhere;
	walk.moveTo({ ...to, primaryProcessor }, ({ parameter }) => parameter === 'primary');
	walk.set({ rssEnabled: false, ...(!losesHash(walk.now, to) && { hash: to }) });
}

function settle(walk: EntityWalk, to: EntityState, rssProcessors: ReadonlySet<Processor>): void {
	walk.setVPort(to);
	const { now } = walk;
	const numberOfQueues = Math.max(now.numberOfQueues, to.numberOfQueues);
	const numberOfEntries = Math.max(now.indirectionTable.length, to.indirectionTable.length);
	const grows = numberOfQueues !== now.numberOfQueues || numberOfEntries !== now.indirectionTable.length;
	const ends =
		to.rssEnabled !== now.rssEnabled ||
		to.numberOfQueues !== numberOfQueues ||
		to.indirectionTable.length !== numberOfEntries;
	// One request less: the hash rides along with whatever is asked for first. Hash information that RSS would not
	// start with is taken while RSS is off.
	const hashNow = grows || !ends || losesHash(now, to);
	walk.set({ rssEnabled: now.rssEnabled, numberOfQueues, numberOfEntries, ...(hashNow && { hash: to }) });
	// An active primary must stay in the RSS set; an inactive one goes where it is told (policy P1).
	const primaryMayGo = now.rssEnabled || rssProcessors.has(to.primaryProcessor);
	const goal = foldedGoal(to, numberOfEntries);
	walk.moveTo(goal, ({ parameter }) => parameter !== 'primary' || primaryMayGo);
	walk.set({
		rssEnabled: to.rssEnabled,
		numberOfQueues: to.numberOfQueues,
		numberOfEntries: to.indirectionTable.length,
		hash: to,
	});
	walk.moveTo(to);
}

const HASH_TYPE_MASK = 0x00ffff00;

/** Whether hash information with types gives way to one without: refused while RSS is on or goes on (rule Set 3). */
function losesHash(from: EntityState, to: EntityState): boolean {
	return from.hashInformation !== to.hashInformation && (to.hashInformation & HASH_TYPE_MASK) === 0;
}
