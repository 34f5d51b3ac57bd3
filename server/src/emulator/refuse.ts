import { Status } from '../ndis/status.js';
import { formatProcessor } from '../rss/processor.js';
import type { RssProcessorSet } from './description.js';
import type { OidResult, Refusal, RefusalSubject, RequestMember, SteeringParameter } from './request.js';
import { type RuleId, ruleTable } from './ruleTable.js';
import { DEFAULT_VPORT_ID } from './state.js';

/** A refusal by rule: the status comes from the rule table, nowhere else. */
export function refusal(
	rule: RuleId,
	message: string,
	subjects: readonly RefusalSubject[] = [],
	related: readonly RefusalSubject[] = [],
): Refusal {
	return { rule, status: ruleTable[rule].status, message, subjects, related };
}

/** The answer to a request that is refused as a whole. BytesNeeded is told only where the length is what is wrong. */
export function refused(because: Refusal, bytesNeeded = 0): OidResult {
	const short = because.status === Status.INVALID_LENGTH || because.status === Status.BUFFER_TOO_SHORT;
	return {
		status: because.status,
		outputBuffer: new Uint8Array(),
		bytesNeeded: short ? bytesNeeded : 0,
		refusals: [because],
	};
}

/** The answer to a query or method, or, when the caller has no room for it, how much is needed. */
export function answered(answer: Uint8Array, room: number | undefined, type: 'query' | 'method'): OidResult {
	if (room === undefined || room >= answer.length) return succeeded(answer);
	const message = `The caller has room for ${room} bytes; the answer needs ${answer.length}.`;
	const rule = type === 'query' ? 'query-room' : 'method-room';
	return refused(refusal(rule, message, [member(DEFAULT_VPORT_ID, 'buffer')]), answer.length);
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

/** `VPort 2`, `VPort 2 (sql01)` */
export function entityName({ vportId, name }: { readonly vportId: number; readonly name: string }): string {
	return name === '' ? `VPort ${vportId}` : `VPort ${vportId} (${name})`;
}

/** `1 queue`, `2 queues`; `2 entries` with a plural of its own. */
export function count(n: number, one: string, many = `${one}s`): string {
	return `${n} ${n === 1 ? one : many}`;
}
