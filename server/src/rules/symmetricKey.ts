import { enumerate } from '../plan/words.js';
import { analyzeKey, isSymmetric } from '../rss/keyAnalysis.js';
import { layoutsOf } from '../rss/keyLayout.js';
import { exampleText } from './example.js';
import type { OverallRule } from './rule.js';
import { usersOf } from './sharedHash.js';

/** Both directions of a flow land on one entry. */
export const symmetricKey: OverallRule = {
	id: 'symmetric-key',
	looksAtAll: true,
	severity: 'hint',
	summary: 'The key maps both directions of a flow to one hash.',
	documentation:
		'A symmetric key gives a packet and its answer the same hash: wanted where a middlebox sees both directions, else a loss, for the ports then bring 16 bits at most and far fewer such keys exist. It is tested algebraically: both windows of every bit that trades places are equal; the key need not be periodic. A short period such as `6d:5a` repeated also halves the rank of the hash: `rssv2 key new --symmetric` gives one of full rank.',
	examples: {
		bad: exampleText({
			hash: 'types: [tcpIpv4], secretKey: "6d5a6d5a6d5a6d5a6d5a6d5a6d5a6d5a6d5a6d5a6d5a6d5a6d5a6d5a6d5a6d5a881e57f029b463dd"',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
		good: exampleText({
			hash: 'types: [tcpIpv4], secretKey: "4fa17c0e93d85b26e7308d42b916fc650ac3589e712de4873bd014a66f92cb35881e57f029b463dd"',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
	},
	*check(entity, configuration) {
		const { secretKey } = entity.hash;
		const users = usersOf(entity, configuration, ({ hash }) => hash.secretKey);
		const layouts = layoutsOf(users.flatMap(({ hash }) => hash.types.value));
		const symmetric = analyzeKey(secretKey.value, layouts, 1).filter(
			// Where every input gives one hash that is a weak key, not a symmetric one.
			(analysis) => isSymmetric(analysis) && analysis.all.hash > 0,
		);
		if (symmetric.length === 0) return;
		const figures = symmetric.map(({ layout, all }) => `${layout.name} (rank ${all.hash} of 32)`);
		yield {
			message: `Symmetric key: both directions of a flow have one hash over ${enumerate(figures)}.`,
			span: secretKey.span,
		};
	},
};
