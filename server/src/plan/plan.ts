import type { AdapterDescription } from '../emulator/description.js';
import { newEntity } from '../emulator/newEntity.js';
import type { AdapterState, EntityState } from '../emulator/state.js';
import { supportedHashTypeBits } from '../ndis/hash.js';
import type { Processor } from '../rss/processor.js';
import { changesCommonValue } from './common.js';
import { describeCreate, describeDelete } from './describeStep.js';
import { byId } from './diff.js';
import { type PlanContext, planEntity } from './entity.js';
import type { CreateVPortRequest, PlanStep } from './step.js';
import { planVirtualFunctions } from './virtualFunctions.js';

/**
 * The requests that bring an adapter from one valid state to another, in order; none when the states are equal. The
 * rules refuse none of them at its place.
 *
 * Order over the entities, so that every sum and limit of the NIC switch holds throughout: deletions, virtual functions
 * freed, RSS off, entities that give queues back, virtual functions allocated, creations, all others. Both states must have the default VPort, as every adapter in vmq mode has.
 */
export function planTransition(
	from: AdapterState,
	to: AdapterState,
	description: AdapterDescription,
): PlanStep[] {
	const rssProcessors: ReadonlySet<Processor> = new Set(description.rssProcessors.processors);
	const context: PlanContext = {
		mode: description.mode,
		rssProcessors,
		throughOff: changesCommonValue(from, to, description),
		hashTypeBits: supportedHashTypeBits(description.capabilities.hashTypes),
	};
	const before = byId(from);
	const after = byId(to);
	const removed = from.entities.filter((entity) => !canBecome(entity, after.get(entity.vportId)));
	const kept = to.entities.filter((entity) => canBecome(before.get(entity.vportId), entity));
	const created = to.entities.filter((entity) => !canBecome(before.get(entity.vportId), entity));

	const creations = created.map((entity) => creationOf(entity, rssProcessors));
	const keptPlans = kept.map((entity) => {
		const start = before.get(entity.vportId) ?? entity;
		const plan = planEntity(start, entity, context);
		return { ...plan, givesBack: entity.numberOfQueues < start.numberOfQueues };
	});
	const createdPlans = created.map((entity, i) =>
		planEntity(startOf(creations[i] as CreateVPortRequest), entity, context),
	);
	const virtualFunctions = planVirtualFunctions(from, to);
	return [
		...removed.map(deletionOf),
		...virtualFunctions.free,
		...keptPlans.flatMap((plan) => plan.disable),
		...keptPlans.filter((plan) => plan.givesBack).flatMap((plan) => plan.settle),
		...virtualFunctions.allocate,
		...creations.map((request) => ({ request, description: describeCreate(request) })),
		...keptPlans.filter((plan) => !plan.givesBack).flatMap((plan) => plan.settle),
		...createdPlans.flatMap((plan) => plan.settle),
	];
}

/**
 * Whether the one can be turned into the other. A VPort cannot be attached to another function, nor deactivated; and the
 * parameters of a deactivated one cannot move (NDIS_STATUS_INVALID_PORT_STATE). It is made anew instead.
 */
function canBecome(from: EntityState | undefined, to: EntityState | undefined): boolean {
	if (!from || !to || from.attachedFunctionId !== to.attachedFunctionId) return false;
	return to.active || (!from.active && pointsAlike(from, to));
}

function pointsAlike(a: EntityState, b: EntityState): boolean {
	const everywhere = (entity: EntityState) =>
		new Set([entity.primaryProcessor, entity.defaultProcessor, ...entity.indirectionTable]);
	const all = new Set([...everywhere(a), ...everywhere(b)]);
	return all.size === 1;
}

/** A VPort as it is made. */
function startOf({ vportId, affinity, attachedFunctionId, active, name }: CreateVPortRequest): EntityState {
	return newEntity(vportId, affinity, { attachedFunctionId, active, name });
}

function creationOf(entity: EntityState, rssProcessors: ReadonlySet<Processor>): CreateVPortRequest {
	const { vportId, attachedFunctionId, active, name } = entity;
	return {
		kind: 'createVPort',
		vportId,
		attachedFunctionId,
		active,
		affinity: commonest(entity, rssProcessors),
		name,
	};
}

/** The processor in the RSS set that most parameters of the entity want: the fewest moves after its creation. */
function commonest(entity: EntityState, rssProcessors: ReadonlySet<Processor>): Processor {
	const wanted = new Map<Processor, number>();
	for (const p of [...entity.indirectionTable, entity.defaultProcessor, entity.primaryProcessor])
		if (rssProcessors.has(p)) wanted.set(p, (wanted.get(p) ?? 0) + 1);
	const [best] = [...wanted].sort(([, a], [, b]) => b - a);
	const [first] = rssProcessors;
	return best?.[0] ?? first ?? entity.primaryProcessor;
}

function deletionOf(entity: EntityState): PlanStep {
	return {
		request: { kind: 'deleteVPort', vportId: entity.vportId },
		description: describeDelete(entity),
	};
}
