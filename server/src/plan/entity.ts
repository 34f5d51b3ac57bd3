import type { AdapterMode } from '../emulator/description.js';
import type { EntityState } from '../emulator/state.js';
import { HASH_FUNCTION_TOEPLITZ, HASH_TYPE_MASK, hashFunctionOf } from '../ndis/hash.js';
import type { Processor } from '../rss/processor.js';
import { EntityWalk, foldedGoal } from './entityWalk.js';
import type { PlanStep } from './step.js';

/** What a plan has to know of the adapter. */
export interface PlanContext {
	readonly mode: AdapterMode;
	/** The RSS processor set. */
	readonly rssProcessors: ReadonlySet<Processor>;
	/** VPorts that are on before and after but must be off in between: see common.ts. */
	readonly throughOff: ReadonlySet<number>;
	/** The hash types that the adapter computes, NDIS_HASH_* bits. */
	readonly hashTypeBits: number;
}

/** The steps of one entity, cut where other entities may have to go first. */
export interface EntityPlan {
	/** Name and state of the VPort, and turning RSS off: frees a place among the RSS-capable VPorts and takes no queue. */
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
export function planEntity(from: EntityState, to: EntityState, context: PlanContext): EntityPlan {
	const walk = new EntityWalk(from, context.mode);
	// First of all: the parameters of a deactivated VPort cannot move.
	walk.setVPort(to);
	const goesOff = !to.rssEnabled || context.throughOff.has(from.vportId) || needsOff(from, to, context);
	if (from.rssEnabled && goesOff) disable(walk, to, context);
	const steps = walk.takeSteps();
	settle(walk, to, context);
	return { disable: steps, settle: walk.takeSteps() };
}

/**
 * With RSS off the queue counts no entry, but the request that turns it off is still held against the old count
 * (domain rule Set 4), so queues keep their number here. It activates the primary (rule Set 7), which goes home before.
 */
function disable(walk: EntityWalk, to: EntityState, context: PlanContext): void {
	const { rssProcessors } = context;
	const [somewhere = to.primaryProcessor] = rssProcessors;
	const candidates = [to.primaryProcessor, walk.now.primaryProcessor];
	const primaryProcessor = candidates.find((p) => rssProcessors.has(p)) ?? somewhere;
	walk.moveTo({ ...to, primaryProcessor }, ({ parameter }) => parameter === 'primary');
	walk.set({ rssEnabled: false, ...(!needsOff(walk.now, to, context) && { hash: to }) });
}

function settle(walk: EntityWalk, to: EntityState, context: PlanContext): void {
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
	const hashNow = grows || !ends || needsOff(now, to, context);
	walk.set({ rssEnabled: now.rssEnabled, numberOfQueues, numberOfEntries, ...(hashNow && { hash: to }) });
	// An active primary must stay in the RSS set; an inactive one goes where it is told (policy P1).
	const primaryMayGo = now.rssEnabled || context.rssProcessors.has(to.primaryProcessor);
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

/**
 * Whether the hash information changes to one that is refused while RSS is on or goes on (domain rule Set 3): another
 * function than Toeplitz, no type, or a type that the adapter does not compute. While RSS is off any is taken.
 */
function needsOff(from: EntityState, to: EntityState, { hashTypeBits }: PlanContext): boolean {
	const { hashInformation } = to;
	if (from.hashInformation === hashInformation) return false;
	const types = hashInformation & HASH_TYPE_MASK;
	const toeplitz = hashFunctionOf(hashInformation) === HASH_FUNCTION_TOEPLITZ;
	return !toeplitz || types === 0 || (types & ~hashTypeBits) !== 0;
}
