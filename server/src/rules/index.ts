import type { Finding } from '../config/finding.js';
import type { Configuration } from '../config/model.js';
import { bootProcessor } from './bootProcessor.js';
import { commentLints } from './comments.js';
import { defaultProcessorQueue } from './defaultProcessorQueue.js';
import { dynamicWithoutRssv2 } from './dynamicWithoutRssv2.js';
import { hashTypeCombination } from './hashTypeCombination.js';
import { idleQueues } from './idleQueues.js';
import { keywordConflict } from './keywordConflict.js';
import type { LintMemory } from './lintMemory.js';
import { notOnTarget } from './notOnTarget.js';
import { outsideRssProcessorsInactive } from './outsideRssProcessorsInactive.js';
import { remoteNuma } from './remoteNuma.js';
import type { HostRule, LintDescriptor, LintFinding, Neighbour, Rule } from './rule.js';
import { type RuleSeverities, severityOf } from './severities.js';
import { sharedProcessors } from './sharedProcessors.js';
import { singleProcessor } from './singleProcessor.js';
import { smtSiblings } from './smtSiblings.js';
import { symmetricKey } from './symmetricKey.js';
import { udpFragments } from './udpFragments.js';
import { unevenSpread } from './unevenSpread.js';
import { weakKey } from './weakKey.js';
import { wellKnownKey } from './wellKnownKey.js';

/** The lints of a configuration by itself, in the order they are documented. A new one is a file of its own and a line here. */
export const rules: readonly Rule[] = [
	singleProcessor,
	idleQueues,
	unevenSpread,
	defaultProcessorQueue,
	smtSiblings,
	remoteNuma,
	bootProcessor,
	outsideRssProcessorsInactive,
	weakKey,
	wellKnownKey,
	symmetricKey,
	hashTypeCombination,
	udpFragments,
	keywordConflict,
	dynamicWithoutRssv2,
];

/** The lints of the configurations of one host. */
export const hostRules: readonly HostRule[] = [sharedProcessors];

/** Every lint, whoever finds what it has to say. */
export const lints: readonly LintDescriptor[] = [...rules, ...hostRules, notOnTarget, ...commentLints];

/** The id of every lint that a comment can let pass. */
export const ruleIds: readonly string[] = [...rules, ...hostRules, notOnTarget].map(({ id }) => id);

/** The id of those that depend on more than the file: without it nobody can tell that a comment is not needed. */
export const outwardIds: readonly string[] = [...hostRules, notOnTarget].map(({ id }) => id);

/** The id of everything that can be given a severity. */
export const configurableIds: readonly string[] = lints.map(({ id }) => id);

/**
 * Runs lints over every scaling entity of a configuration.
 * @param severities that the user gives to rules; a rule that is off is not run
 * @param memory of an earlier version of the text, for speed: with and without it the findings are the same
 */
export function lint(
	configuration: Configuration,
	severities: RuleSeverities = {},
	memory?: LintMemory,
): Finding[] {
	const using = rules.filter(({ id }) => severities[id] !== 'off');
	const overall = using.filter(({ looksAtAll }) => looksAtAll);
	const overallIds = new Set(overall.map(({ id }) => id));
	memory?.within(configuration, severities);
	return configuration.entities.flatMap((entity, index) => {
		const quiet = memory?.isQuiet(entity) ?? false;
		const findings = (quiet ? overall : using).flatMap((rule) =>
			[...rule.check(entity, configuration)].flatMap((found) => told(rule, found, index, severities)),
		);
		if (memory && !quiet && findings.every(({ code }) => overallIds.has(code))) memory.add(entity);
		return findings;
	});
}

/** Runs the lints of a host over one of its adapters. */
export function lintHost(
	configuration: Configuration,
	neighbours: readonly Neighbour[],
	severities: RuleSeverities = {},
): Finding[] {
	return hostRules
		.filter(({ id }) => severities[id] !== 'off')
		.flatMap((rule) =>
			[...rule.checkHost(configuration, neighbours)].flatMap((found) =>
				told(rule, found, found.entity, severities),
			),
		);
}

function told(
	{ id: code, severity: own }: LintDescriptor,
	{ message, span, related, severity: ofCase }: LintFinding,
	entity: number,
	severities: RuleSeverities,
): Finding[] {
	const severity = severityOf(code, own, ofCase, severities);
	if (!severity) return [];
	const finding = { code, kind: 'lint' as const, severity, message, span, entity };
	return [related ? { ...finding, related } : finding];
}
