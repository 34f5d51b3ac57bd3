import { findPublishedKey } from '../rss/publishedKeys.js';
import { exampleText } from './example.js';
import type { OverallRule } from './rule.js';
import { usersOf } from './sharedHash.js';

/** The secret key is no secret. */
export const wellKnownKey: OverallRule = {
	id: 'well-known-key',
	looksAtAll: true,
	severity: 'hint',
	summary: 'The secret key is a published one.',
	documentation:
		'Whoever knows the key can choose addresses and ports that all land on one processor. This key can be looked up in public documents or driver sources. Draw one with `rssv2 key new`, unless results have to be compared with published ones. A file without a key stands for the key of Microsoft’s verification suite and is not told of.',
	examples: {
		bad: exampleText({
			hash: 'secretKey: "6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa"',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
		good: exampleText({
			hash: 'secretKey: "4fa17c0e93d85b26e7308d42b916fc650ac3589e712de4873bd014a66f92cb35881e57f029b463dd"',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
	},
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
