import { formatProcessor } from '../rss/processor.js';
import type { RssProcessorSet } from './description.js';
import type { OidResult, Refusal, RefusalSubject, RequestMember, SteeringParameter } from './request.js';
import { type RuleId, ruleTable } from './ruleTable.js';

/** A refusal by rule: the status comes from the rule table, nowhere else. */
export function refusal(
	rule: RuleId,
	message: string,
	subjects: readonly RefusalSubject[] = [],
	related: readonly RefusalSubject[] = [],
): Refusal {
	return { rule, status: ruleTable[rule].status, message, subjects, related };
}

/** The answer to a request that is refused as a whole. */
export function refused(because: Refusal, bytesNeeded = 0): OidResult {
	return { status: because.status, outputBuffer: new Uint8Array(), bytesNeeded, refusals: [because] };
}

/** The answer to a request that succeeded. */
export function succeeded(outputBuffer: Uint8Array = new Uint8Array()): OidResult {
	return { status: 0, outputBuffer, bytesNeeded: 0, refusals: [] };
}

/** A member of the request as the subject of a refusal. */
export function member(vportId: number, name: RequestMember): RefusalSubject {
	return { kind: 'member', vportId, member: name };
}

/** A steering parameter as the subject of a refusal. */
export function steering(vportId: number, parameter: SteeringParameter): RefusalSubject {
	return { kind: 'steering', vportId, parameter };
}

/** `entry 3`, `the default processor` */
export function parameterName(parameter: SteeringParameter): string {
	return typeof parameter === 'object' ? `entry ${parameter.entry}` : `the ${parameter} processor`;
}

/** `0:2 to 0:14, 7 processors` */
export function setText({ base, max, processors }: RssProcessorSet): string {
	return `${formatProcessor(base)} to ${formatProcessor(max)}, ${processors.length} processors`;
}

/** `1 queue`, `2 queues` */
export function count(n: number, one: string): string {
	return `${n} ${n === 1 ? one : `${one}s`}`;
}
