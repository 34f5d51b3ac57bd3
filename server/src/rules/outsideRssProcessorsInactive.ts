import { count } from '../plan/words.js';
import { formatProcessor } from '../rss/processor.js';
import { exampleText } from './example.js';
import type { EntityRule } from './rule.js';

/**
 * What nobody checks until RSS is switched. Source: domain policy P1 (inactive parameters are tracked, and validated by
 * the transition that activates them).
 */
export const outsideRssProcessorsInactive: EntityRule = {
	id: 'outside-rss-processors-inactive',
	severity: 'warning',
	summary: 'An inactive parameter that the next RSS transition would refuse.',
	documentation:
		'The primary processor is inactive with RSS on; default processor and entries are with RSS off. An adapter keeps them unchecked, and refuses to turn RSS off (or on) with NDIS_STATUS_INVALID_DATA while one is outside the RSS processors. Point it at one of them now.',
	examples: {
		bad: exampleText({
			vport: 'primaryProcessor: "1:0", numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
		good: exampleText({
			vport: 'primaryProcessor: "0:4", numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
	},
	*check({ rss, primaryProcessor, defaultProcessor, indirectionTable }, { adapter }) {
		const { processors } = adapter.rssProcessors;
		const set = new Set(processors);
		const related = [{ span: adapter.rssProcessors.span, message: 'the RSS processors' }];
		if (rss.value) {
			const { value, assumed, span } = primaryProcessor;
			if (assumed || set.has(value)) return;
			const message = `The primary processor ${formatProcessor(value)} is not in use, and outside the RSS processors: turning RSS off would be refused.`;
			yield { message, span, related };
			return;
		}
		const { value, assumed, span } = defaultProcessor;
		if (!assumed && !set.has(value)) {
			const message = `The default processor ${formatProcessor(value)} is not in use, and outside the RSS processors: turning RSS on would be refused.`;
			yield { message, span, related };
		}
		const { entries, cells } = indirectionTable;
		const outside = entries.flatMap((p, i) => (set.has(p) ? [] : [i]));
		const [first] = outside;
		// A table of one entry where the primary processor is says nothing of its own.
		if (first === undefined || (entries.length === 1 && entries[0] === primaryProcessor.value)) return;
		yield {
			message: `${count(outside.length, 'entry', 'entries')} of ${entries.length}, entry ${first} the first, point outside the RSS processors; not in use now, they would be refused with RSS on.`,
			span: cells[first] ?? indirectionTable.span,
			related,
		};
	},
};
