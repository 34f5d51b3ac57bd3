import { formatProcessor } from '../rss/processor.js';
import { processorsInUse } from '../rss/spread.js';
import { exampleText } from './example.js';
import type { EntityRule } from './rule.js';

/** Queues that no active parameter can ever fill. */
export const idleQueues: EntityRule = {
	id: 'idle-queues',
	severity: 'warning',
	summary: 'More queues than distinct processors.',
	documentation:
		'A queue serves one processor: with more queues than distinct processors in the active parameters (default processor and entries with RSS on, primary processor with RSS off) the rest stay idle, yet count against the queue pairs of the adapter. Lower `numberOfQueues`, or spread over more processors.',
	examples: {
		bad: exampleText({ vport: 'numberOfQueues: 8, indirectionTable: ["0:2", "0:4"]' }),
		good: exampleText({ vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]' }),
	},
	*check({ rss, numberOfQueues, primaryProcessor, defaultProcessor, indirectionTable }) {
		const used = processorsInUse({
			rssEnabled: rss.value,
			primaryProcessor: primaryProcessor.value,
			defaultProcessor: defaultProcessor.value,
			indirectionTable: indirectionTable.entries,
		});
		const queues = numberOfQueues.value;
		if (queues <= used.size) return;
		const list = [...used].sort((a, b) => a - b).map(formatProcessor);
		const shown = list.length > 8 ? `${list.slice(0, 8).join(', ')}, …` : list.join(', ');
		const idle = queues - used.size;
		yield {
			message: `${idle} of ${queues} queues ${idle === 1 ? 'is' : 'are'} idle: ${used.size === 1 ? 'only one processor is' : `only ${used.size} processors are`} in use (${shown}).`,
			span: numberOfQueues.span,
			related: [
				{ span: rss.value ? indirectionTable.span : primaryProcessor.span, message: 'the processors in use' },
			],
		};
	},
};
