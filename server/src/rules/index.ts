import type { Finding, Severity } from '../config/finding.js';
import type { Configuration } from '../config/model.js';
import { hashTypeCombination } from './hashTypeCombination.js';
import { idleQueues } from './idleQueues.js';
import type { Rule } from './rule.js';
import { singleProcessor } from './singleProcessor.js';
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
	weakKey,
	wellKnownKey,
	symmetricKey,
	hashTypeCombination,
	udpFragments,
];

/** Runs lints over every scaling entity of a configuration. */
export function lint(configuration: Configuration, using: readonly Rule[] = rules): Finding[] {
	return configuration.entities.flatMap((entity, index) =>
		using.flatMap((rule) =>
			[...rule.check(entity, configuration)].map(({ message, span, related, severity }) => ({
				code: rule.id,
				kind: 'lint' as const,
				severity: severity ?? (rule.severity as Severity),
				message,
				span,
				entity: index,
				...(related && { related }),
			})),
		),
	);
}
