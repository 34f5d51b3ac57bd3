import type { Finding } from '../config/finding.js';
import type { Configuration } from '../config/model.js';
import type { Span } from '../config/tree.js';
import { placesOfNotes } from '../devices/linux/notePlace.js';
import { placesOfRehearsal, placesOfRequest } from '../devices/push/refusedPlaces.js';
import type { AppliedPush, PreparedPush } from '../devices/push.js';
import { notOnTarget as lint } from '../rules/notOnTarget.js';
import { type RuleSeverities, severityOf } from '../rules/severities.js';

/** What a plan has to say of the lines of its file: what the device would refuse, and what it cannot be given. */
export function findingsOfPlan(
	prepared: PreparedPush,
	configuration: Configuration,
	rules: RuleSeverities,
): Finding[] {
	const { refused, refusedAt, notOnTarget = [] } = prepared;
	const severity = severityOf(lint.id, lint.severity, undefined, rules);
	const missed = severity ? placesOfNotes(notOnTarget, configuration) : [];
	return [
		...(refused === undefined
			? []
			: refusals(refusedAt ? [refusedAt] : placesOfRehearsal(prepared, configuration), refused)),
		...missed.map(
			({ span, message }): Finding => ({
				code: lint.id,
				kind: 'lint',
				severity: severity ?? 'information',
				message,
				span,
			}),
		),
	];
}

/** The line of a file that a device refused during a push; none when it failed otherwise, or did not. */
export function findingsOfPush(
	{ reason, stepsDone, message }: AppliedPush,
	{ steps }: PreparedPush,
	configuration: Configuration,
): Finding[] {
	const step = steps[stepsDone];
	if (reason !== 'step-refused' || !step) return [];
	return refusals(placesOfRequest(step.request, configuration, message), message);
}

function refusals(spans: readonly Span[], message: string): Finding[] {
	return spans.map((span) => ({
		code: 'refused-by-device',
		kind: 'refusal',
		severity: 'error',
		message,
		span,
	}));
}
