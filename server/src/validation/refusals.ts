import { type Finding, MAX_FINDINGS } from '../config/finding.js';
import type { Configuration, ScalingEntity } from '../config/model.js';
import type { Span } from '../config/tree.js';
import { judgeCapabilities } from '../emulator/capabilityRules.js';
import type { Refusal, RefusalSubject, RequestMember } from '../emulator/request.js';
import { Status, statusName } from '../ndis/status.js';
import { describeAdapter } from './compile.js';
import { RefusalMemory } from './refusalMemory.js';

/**
 * Runs the requests of a configuration on a fresh miniport and puts each refusal at the value that caused it. An
 * entity's requests stop at its first refusal: what follows would only be its echo. Restates no rule.
 * @param memory what is known from an earlier text, for speed; the findings are the same without it
 */
export function findRefusals(configuration: Configuration, memory?: RefusalMemory): Finding[] {
	const description = describeAdapter(configuration);
	const contradiction = judgeCapabilities(description);
	if (contradiction) return [adapterFinding(contradiction, configuration)];
	const { entities } = configuration;
	const refusals = (memory ?? new RefusalMemory()).judge(configuration, description);
	const findings: Finding[] = [];
	for (const [index, entity] of entities.entries()) {
		if (findings.length >= MAX_FINDINGS) break;
		for (const refusal of refusals[index] ?? [])
			findings.push(...toFindings(refusal, configuration, entity, index));
	}
	// Entities share the adapter's hash: its refusal is one cause, told once.
	const told = new Set<string>();
	return findings
		.filter(({ code, span }) => {
			const place = `${code} ${span.start}`;
			return !told.has(place) && told.add(place);
		})
		.slice(0, MAX_FINDINGS);
}

/** Capabilities that contradict each other: no entity is to blame, and none can be judged. */
function adapterFinding({ status, message }: Refusal, { adapter }: Configuration): Finding {
	const code = statusName(status);
	return { code, kind: 'refusal', severity: 'error', message, span: adapter.capabilities.span };
}

function toFindings(
	refusal: Refusal,
	{ entities }: Configuration,
	entity: ScalingEntity,
	index: number,
): Finding[] {
	// Too many processors is one cause, told where the first of them is too many; else every culprit is its own.
	const subjects = refusal.status === Status.NO_QUEUES ? refusal.subjects.slice(0, 1) : refusal.subjects;
	const spans = distinct(subjects.map((subject) => spanOf(subject, entity)));
	const related = refusal.related.map((subject) => {
		// A conflict may be with another VPort; those before this one are on the miniport already.
		const other = entities.slice(0, index).find(({ vportId }) => vportId.value === subject.vportId) ?? entity;
		return { span: spanOf(subject, other), message: nameOf(subject, other) };
	});
	return (spans.length > 0 ? spans : [headOf(entity)]).map((span) => ({
		code: statusName(refusal.status),
		kind: 'refusal' as const,
		severity: 'error' as const,
		message: refusal.message,
		span,
		entity: index,
		...(related.length > 0 && { related }),
	}));
}

function distinct(spans: readonly Span[]): Span[] {
	return [...new Map(spans.map((span) => [`${span.start}-${span.end}`, span])).values()];
}

function headOf(entity: ScalingEntity): Span {
	return entity.vportId.span;
}

/** Where in the text a member of a request, or a steering parameter, comes from. */
export function spanOf(subject: RefusalSubject, entity: ScalingEntity): Span {
	if (subject.kind === 'member') return memberSpan(subject.member, entity);
	if (subject.parameter === 'primary') return entity.primaryProcessor.span;
	if (subject.parameter === 'default') return entity.defaultProcessor.span;
	return entity.indirectionTable.cells[subject.parameter.entry] ?? entity.indirectionTable.span;
}

function memberSpan(member: RequestMember, entity: ScalingEntity): Span {
	switch (member) {
		case 'numberOfQueues':
			return entity.numberOfQueues.span;
		case 'numberOfIndirectionTableEntries':
			return entity.indirectionTable.size;
		case 'hashInformation':
			return entity.hash.types.span;
		case 'hashSecretKey':
			return entity.hash.secretKey.span;
		case 'processorAffinity':
			return entity.primaryProcessor.span;
		case 'attachedFunctionId':
			return entity.attachedTo.span;
		default:
			return headOf(entity);
	}
}

function nameOf(subject: RefusalSubject, { numberOfQueues, vportId }: ScalingEntity): string {
	if (subject.kind === 'steering') {
		return typeof subject.parameter === 'object'
			? `entry ${subject.parameter.entry}`
			: `the ${subject.parameter} processor`;
	}
	if (subject.member !== 'numberOfQueues') return `${subject.member} of VPort ${vportId.value}`;
	const { value, assumed } = numberOfQueues;
	return assumed ? `numberOfQueues is not given: ${value}` : `numberOfQueues: ${value}`;
}
