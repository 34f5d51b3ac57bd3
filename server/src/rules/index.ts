import type { Finding } from '../config/finding.js';
import type { Configuration } from '../config/model.js';
import { bootProcessor } from './bootProcessor.js';
import { defaultProcessorQueue } from './defaultProcessorQueue.js';
import { dynamicWithoutRssv2 } from './dynamicWithoutRssv2.js';
import { hashTypeCombination } from './hashTypeCombination.js';
import { idleQueues } from './idleQueues.js';
import { keywordConflict } from './keywordConflict.js';
import { outsideRssProcessorsInactive } from './outsideRssProcessorsInactive.js';
import { remoteNuma } from './remoteNuma.js';
import type { Rule } from './rule.js';
import { type RuleSeverities, severityOf } from './severities.js';
import { singleProcessor } from './singleProcessor.js';
import { smtSiblings } from './smtSiblings.js';
import { symmetricKey } from './symmetricKey.js';
import { udpFragments } from './udpFragments.js';
import { unevenSpread } from './unevenSpread.js';
import { weakKey } from './weakKey.js';
import { wellKnownKey } from './wellKnownKey.js';

/** Every lint, in the order they are documented. A new one is a file of its own and a line here. */
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

/** The lints about `rssv2-ignore` comments, which are told beside the rules. */
export const commentRules = ['unused-suppression', 'suppression-without-reason', 'unknown-rule'] as const;

/** The lint about what the device that a file is for cannot be given; told where that device is known. */
export const NOT_ON_TARGET = 'not-on-target';

/** The id of every lint that a comment can let pass. */
export const ruleIds: readonly string[] = [...rules.map(({ id }) => id), NOT_ON_TARGET];

/** The id of everything that can be given a severity. */
export const configurableIds: readonly string[] = [...ruleIds, ...commentRules];

/**
 * Runs lints over every scaling entity of a configuration.
 * @param severities that the user gives to rules; a rule that is off is not run
 */
export function lint(configuration: Configuration, severities: RuleSeverities = {}): Finding[] {
	const using = rules.filter(({ id }) => severities[id] !== 'off');
	return configuration.entities.flatMap((entity, index) =>
		using.flatMap((rule) =>
			[...rule.check(entity, configuration)].flatMap(({ message, span, related, severity: ofCase }) => {
				const severity = severityOf(rule.id, rule.severity, ofCase, severities);
				if (!severity) return [];
				const finding = { code: rule.id, kind: 'lint' as const, severity, message, span, entity: index };
				return [related ? { ...finding, related } : finding];
			}),
		),
	);
}
