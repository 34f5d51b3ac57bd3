import { exampleText } from './example.js';
import type { EntityRule } from './rule.js';

/** Scheduling that the adapter cannot do. Source: NDIS_RSS_CAPS_SUPPORTS_INDEPENDENT_ENTRY_MOVE (ntddndis.h). */
export const dynamicWithoutRssv2: EntityRule = {
	id: 'dynamic-without-rssv2',
	severity: 'warning',
	summary: 'Dynamic scheduling on an adapter without independent entry moves.',
	documentation:
		'To follow the load the host moves single entries of the table. An adapter that does not advertise independent entry moves is RSSv1: its tables stay as they are, whatever the file says. Write `scheduling: staticVrss`, or take an adapter with RSSv2.',
	examples: {
		bad: exampleText({
			capabilities: 'preset: vmmq-64, supportsIndependentEntryMove: false',
			vport: 'scheduling: dynamic, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
		good: exampleText({
			capabilities: 'preset: vmmq-64, supportsIndependentEntryMove: false',
			vport: 'scheduling: staticVrss, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
	},
	*check({ scheduling }, { adapter }) {
		const { supportsIndependentEntryMove } = adapter.capabilities.value;
		if (scheduling.assumed || scheduling.value !== 'dynamic' || supportsIndependentEntryMove) return;
		yield {
			message:
				'Scheduling is dynamic, but the adapter cannot move single entries (supportsIndependentEntryMove is false): the table stays static.',
			span: scheduling.span,
			related: [{ span: adapter.capabilities.span, message: 'the capabilities' }],
		};
	},
};
