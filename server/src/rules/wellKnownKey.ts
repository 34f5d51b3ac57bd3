import { findPublishedKey } from '../rss/publishedKeys.js';
import type { Rule } from './rule.js';
import { usersOf } from './sharedHash.js';

/** The secret key is no secret. */
export const wellKnownKey: Rule = {
	id: 'well-known-key',
	severity: 'hint',
	summary: 'The secret key is a published one.',
	documentation:
		'Whoever knows the key can choose addresses and ports that all land on one processor. This key can be looked up in public documents or driver sources. Draw one with `rssv2 key new`, unless results have to be compared with published ones. A file without a key stands for the key of Microsoft’s verification suite and is not told of.',
	*check(entity, configuration) {
		const { secretKey } = entity.hash;
		const published = findPublishedKey(secretKey.value);
		if (!published || usersOf(entity, configuration, ({ hash }) => hash.secretKey).length === 0) return;
		yield {
			message: `This key is published: it is ${published.name}. Whoever knows it can choose flows that all land on one processor.`,
			span: secretKey.span,
		};
	},
};
