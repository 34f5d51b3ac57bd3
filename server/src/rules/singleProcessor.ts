import { formatProcessor } from '../rss/processor.js';
import { sharesOf } from '../rss/spread.js';
import { exampleText } from './example.js';
import type { EntityRule } from './rule.js';

/** RSS is on, yet nothing is spread. */
export const singleProcessor: EntityRule = {
	id: 'single-processor',
	severity: 'warning',
	summary: 'RSS is on and every entry points at one processor.',
	documentation:
		'With every entry of the indirection table on one processor all receive traffic lands on one core, as if RSS were off. Spread the entries over several processors, or say `rss: false` if one processor is what you want.',
	examples: {
		bad: exampleText({ vport: 'numberOfQueues: 1, indirectionTable: ["0:2", "0:2"]' }),
		good: exampleText({ vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]' }),
	},
	*check({ rss, indirectionTable: { entries, span }, numberOfQueues }) {
		const [only, ...others] = sharesOf(entries);
		if (!rss.value || !only || others.length > 0) return;
		const count = entries.length === 1 ? 'The one entry points' : `All ${entries.length} entries point`;
		const queues = numberOfQueues.value > 1 ? ` while ${numberOfQueues.value} queues could be used` : '';
		yield {
			message: `RSS is on, but nothing is spread: ${count.toLowerCase()} at processor ${formatProcessor(only.processor)}${queues}.`,
			span,
		};
	},
};
