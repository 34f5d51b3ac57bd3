import { formatProcessor, type Processor } from '../rss/processor.js';
import { processorsInUse } from '../rss/spread.js';
import type { AdapterDescription } from './description.js';
import { count, member, parameterName, refusal, setText, steering } from './refuse.js';
import type { Refusal, SteeringParameter } from './request.js';
import type { RuleId } from './ruleTable.js';
import type { EntityState } from './state.js';

/** Where a steering parameter of an entity points. Undefined for an entry beyond the table. */
export function targetOf(entity: EntityState, parameter: SteeringParameter): Processor | undefined {
	if (parameter === 'primary') return entity.primaryProcessor;
	if (parameter === 'default') return entity.defaultProcessor;
	return entity.indirectionTable[parameter.entry];
}

/** An entity in the making: a copy that nobody else sees yet. */
export type Draft = { -readonly [K in keyof EntityState]: EntityState[K] } & {
	indirectionTable: Processor[];
};

/** Points a steering parameter of a draft elsewhere. */
export function point(draft: Draft, parameter: SteeringParameter, target: Processor): void {
	if (parameter === 'primary') draft.primaryProcessor = target;
	else if (parameter === 'default') draft.defaultProcessor = target;
	else draft.indirectionTable[parameter.entry] = target;
}

/** Active parameters steer traffic now: default and entries with RSS on, primary with RSS off. */
export function isActive(entity: EntityState, parameter: SteeringParameter): boolean {
	return (parameter === 'primary') !== entity.rssEnabled;
}

/** The parameters that are active while RSS is on, default first: the order in which queues are counted. */
export function enabledParameters(entity: EntityState): SteeringParameter[] {
	return ['default', ...entity.indirectionTable.map((_, entry) => ({ entry }))];
}

/** Refuses active parameters outside the RSS processor set: every one of them is named. */
export function refuseOutsiders(
	{ rssProcessors }: AdapterDescription,
	entity: EntityState,
	parameters: readonly SteeringParameter[],
	rule: RuleId,
): Refusal | undefined {
	const allowed = new Set(rssProcessors.processors);
	const outside = parameters.filter((parameter) => !allowed.has(targetOf(entity, parameter) as Processor));
	const [first] = outside;
	if (first === undefined) return undefined;
	const more = outside.length > 1 ? ` (${outside.length} parameters in all)` : '';
	const text = `${parameterName(first)} points at ${formatProcessor(targetOf(entity, first) as Processor)}${more}`;
	const message = `Outside the RSS processors (${setText(rssProcessors)}): ${text}.`;
	return refusal(
		rule,
		message,
		outside.map((parameter) => steering(entity.vportId, parameter)),
	);
}

/** Refuses more distinct active processors than queues: named are the parameters that first use one too many. */
export function refuseTooManyProcessors(entity: EntityState, rule: RuleId): Refusal | undefined {
	const { numberOfQueues, vportId } = entity;
	const used = processorsInUse(entity);
	if (used.size <= numberOfQueues) return undefined;
	const counted = entity.rssEnabled ? enabledParameters(entity) : (['primary'] as const);
	const seen = new Set<Processor>();
	const excess = counted.filter((parameter) => {
		const target = targetOf(entity, parameter) as Processor;
		if (seen.has(target)) return false;
		seen.add(target);
		return seen.size > numberOfQueues;
	});
	const uses = `${count(used.size, 'processor')} (${listOf(used)}) for ${count(numberOfQueues, 'queue')}`;
	const message = `Each processor in use takes a queue, the default processor's included: ${uses}.`;
	return refusal(
		rule,
		message,
		excess.map((parameter) => steering(vportId, parameter)),
		[member(vportId, 'numberOfQueues')],
	);
}

function listOf(processors: ReadonlySet<Processor>): string {
	const names = [...processors].sort((a, b) => a - b).map(formatProcessor);
	return names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', ');
}
