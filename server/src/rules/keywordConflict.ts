import { enumerate } from '../plan/words.js';
import { formatProcessor, groupOf } from '../rss/processor.js';
import { exampleText } from './example.js';
import type { OverallRule } from './rule.js';

/**
 * Keywords of the registry that contradict each other. Source: windows-driver-docs standardized-inf-keywords-for-rss:
 * *RSSProfile 6 allows no base, max or NUMA node; *RssMaxProcGroup is 0 where it is not given.
 */
export const keywordConflict: OverallRule = {
	id: 'keyword-conflict',
	looksAtAll: true,
	severity: 'warning',
	summary: 'RSS keywords that Windows does not take together.',
	documentation:
		'With profile `Balanced` (*RSSProfile 6) the host picks the processors: *RssBaseProc…, *RssMaxProc… and *NumaNodeId must not be set, so a base other than 0:0, a max, or a NUMA node contradicts it. And *RssMaxProcGroup is 0 unless given: a base in a higher group needs `max` written out, or the range ends before it starts.',
	examples: {
		bad: exampleText({
			rssProcessors: 'base: "0:2", max: "0:15", profile: Balanced',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
		good: exampleText({
			rssProcessors: 'base: "0:2", max: "0:15", profile: NUMAStatic',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
	},
	*check(entity, { adapter, entities }) {
		if (entity !== entities[0]) return; // about the adapter: told once
		const { base, max, profile, preferredNumaNode } = adapter.rssProcessors;
		if (profile?.value === 'Balanced') {
			const set = [
				...(base.value === 0 ? [] : ['`base`']),
				...(max.assumed ? [] : ['`max`']),
				...(preferredNumaNode ? ['`preferredNumaNode`'] : []),
			];
			if (set.length > 0) {
				const message = `Profile Balanced lets the host pick processors: ${enumerate(set)} must not be given with it.`;
				yield { message, span: profile.span };
			}
		}
		if (max.assumed && groupOf(base.value) > 0) {
			yield {
				message: `Base ${formatProcessor(base.value)} is in group ${groupOf(base.value)}, but no \`max\` is given: Windows then takes the last of group 0 (*RssMaxProcGroup), before the base.`,
				span: base.span,
			};
		}
	},
};
