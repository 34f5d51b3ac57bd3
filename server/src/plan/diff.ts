import type { SteeringParameter } from '../emulator/request.js';
import { sameBytes } from '../emulator/sameBytes.js';
import type { AdapterState, EntityState } from '../emulator/state.js';
import type { Processor } from '../rss/processor.js';
import { processorOf } from './steering.js';

/** Members of an entity that a diff compares, beside its steering parameters. */
export type ComparedMember =
	| 'active'
	| 'attachedFunctionId'
	| 'rssEnabled'
	| 'numberOfQueues'
	| 'numberOfIndirectionTableEntries'
	| 'hashInformation'
	| 'hashSecretKey'
	| 'name';

/** One steering parameter that points elsewhere; `from` or `to` is absent for an entry that one table does not have. */
export interface SteeringDifference {
	readonly parameter: SteeringParameter;
	readonly from: Processor | undefined;
	readonly to: Processor | undefined;
}

/** How one entity differs between two states. */
export type EntityDiff =
	| { readonly kind: 'created'; readonly vportId: number; readonly to: EntityState }
	| { readonly kind: 'deleted'; readonly vportId: number; readonly from: EntityState }
	| {
			readonly kind: 'changed';
			readonly vportId: number;
			readonly from: EntityState;
			readonly to: EntityState;
			readonly members: readonly ComparedMember[];
			/** Primary, default, then entries by index. */
			readonly steering: readonly SteeringDifference[];
	  };

/** Every entity that differs, by ascending VPort id; empty when the states are equal. */
export function diffStates(from: AdapterState, to: AdapterState): EntityDiff[] {
	const before = byId(from);
	const after = byId(to);
	const ids = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b);
	return ids.flatMap((vportId) => diffEntity(vportId, before.get(vportId), after.get(vportId)));
}

/** Entities by VPort id. */
export function byId(state: AdapterState): ReadonlyMap<number, EntityState> {
	return new Map(state.entities.map((entity) => [entity.vportId, entity]));
}

function diffEntity(
	vportId: number,
	from: EntityState | undefined,
	to: EntityState | undefined,
): EntityDiff[] {
	if (from && to) {
		const members = differentMembers(from, to);
		const steering = differentSteering(from, to);
		if (members.length === 0 && steering.length === 0) return [];
		return [{ kind: 'changed', vportId, from, to, members, steering }];
	}
	if (to) return [{ kind: 'created', vportId, to }];
	return from ? [{ kind: 'deleted', vportId, from }] : [];
}

const PLAIN_MEMBERS = [
	'active',
	'attachedFunctionId',
	'rssEnabled',
	'numberOfQueues',
	'hashInformation',
	'name',
] as const;

function differentMembers(from: EntityState, to: EntityState): ComparedMember[] {
	const members: ComparedMember[] = PLAIN_MEMBERS.filter((member) => from[member] !== to[member]);
	if (from.indirectionTable.length !== to.indirectionTable.length)
		members.push('numberOfIndirectionTableEntries');
	if (!sameBytes(from.hashSecretKey, to.hashSecretKey)) members.push('hashSecretKey');
	return members;
}

function differentSteering(from: EntityState, to: EntityState): SteeringDifference[] {
	const entries = Math.max(from.indirectionTable.length, to.indirectionTable.length);
	const parameters: SteeringParameter[] = ['primary', 'default'];
	for (let entry = 0; entry < entries; entry++) parameters.push({ entry });
	return parameters
		.map((parameter) => ({
			parameter,
			from: processorOf(from, parameter),
			to: processorOf(to, parameter),
		}))
		.filter((difference) => difference.from !== difference.to);
}
