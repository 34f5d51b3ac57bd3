import { processor } from '../rss/processor.js';
import { exampleText } from './example.js';
import type { EntityRule } from './rule.js';
import { usedProcessors } from './usedProcessors.js';

const BOOT = processor(0, 0);

/** The busiest processor of many a machine takes packets too. Source: Windows Server documents on RSS base processors. */
export const bootProcessor: EntityRule = {
	id: 'boot-processor',
	severity: 'hint',
	summary: 'Processor 0:0 takes receive work.',
	documentation:
		'Processor 0:0 starts the machine and serves many of its interrupts and timers; receive work comes on top. Begin with another core (`base: "0:2"` with two threads a core). Told only where the adapter has other processors to use.',
	examples: {
		bad: exampleText({
			rssProcessors: 'base: "0:0", max: "0:15"',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:0", "0:2"]',
		}),
		good: exampleText({
			rssProcessors: 'base: "0:0", max: "0:15"',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:4", "0:2"]',
		}),
	},
	*check(entity, { adapter }) {
		const span = usedProcessors(entity).get(BOOT);
		if (!span || !adapter.rssProcessors.processors.some((p) => p !== BOOT)) return;
		yield { message: 'Processor 0:0 takes receive work beside the interrupts of the machine.', span };
	},
};
