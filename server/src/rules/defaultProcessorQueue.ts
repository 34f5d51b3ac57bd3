import { formatProcessor } from '../rss/processor.js';
import { exampleText } from './example.js';
import type { EntityRule } from './rule.js';

/** The default processor has a queue to itself. Source: domain policy P3 (default and entries count with RSS on). */
export const defaultProcessorQueue: EntityRule = {
	id: 'default-processor-queue',
	severity: 'hint',
	summary: 'The default processor costs a queue that no entry uses.',
	documentation:
		'With RSS on, the default processor takes what has no hash (ARP, fragments where no IP type is enabled), and counts as one in use. Where no entry points at it, that little traffic has a queue of its own. Put it on one of the processors of the table, unless it is meant to stay apart.',
	examples: {
		bad: exampleText({
			vport: 'numberOfQueues: 3, defaultProcessor: "0:6", indirectionTable: ["0:2", "0:4"]',
		}),
		good: exampleText({
			vport: 'numberOfQueues: 2, defaultProcessor: "0:2", indirectionTable: ["0:2", "0:4"]',
		}),
	},
	*check({ rss, defaultProcessor, indirectionTable: { entries, span }, numberOfQueues }) {
		const { value, assumed } = defaultProcessor;
		if (!rss.value || assumed || entries.includes(value)) return;
		yield {
			message: `Default processor ${formatProcessor(value)} takes one of ${numberOfQueues.value} queues for packets without a hash alone: no entry points at it.`,
			span: defaultProcessor.span,
			related: [{ span, message: 'the entries' }],
		};
	},
};
