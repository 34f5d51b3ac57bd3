import { count } from '../plan/words.js';
import { formatProcessor } from '../rss/processor.js';
import { nodesOf } from '../traffic/judgeSpread.js';
import { exampleText } from './example.js';
import type { EntityRule } from './rule.js';
import { usedProcessors } from './usedProcessors.js';

/** Packets cross the interconnect. */
export const remoteNuma: EntityRule = {
	id: 'remote-numa',
	severity: 'information',
	summary: 'A used processor is outside the NUMA node of the adapter.',
	documentation:
		'The adapter writes packets to the memory of its own node: a processor of another node reads each of them over the interconnect. Use processors of `preferredNumaNode`, unless the program that takes the packets runs on the other node. Told only where the file says both the node and `host.numaNodes`.',
	examples: {
		bad: exampleText({
			rssProcessors: 'base: "0:2", max: "1:15", preferredNumaNode: 0',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "1:4"]',
		}),
		good: exampleText({
			rssProcessors: 'base: "0:2", max: "1:15", preferredNumaNode: 0',
			vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
	},
	*check(entity, configuration) {
		const preferred = configuration.adapter.rssProcessors.preferredNumaNode;
		const nodes = nodesOf(configuration);
		if (!preferred || !nodes.some(({ node }) => node === preferred.value)) return;
		for (const [p, span] of usedProcessors(entity)) {
			const own = nodes.find(({ processors }) => processors.includes(p));
			if (!own || own.node === preferred.value) continue;
			const entries = entity.indirectionTable.entries.filter((entry) => entry === p).length;
			const load =
				entity.rss.value && entries > 0
					? ` ${count(entries, 'entry', 'entries')} of ${entity.indirectionTable.entries.length} go there.`
					: '';
			yield {
				message: `Processor ${formatProcessor(p)} is in NUMA node ${own.node}, the adapter in node ${preferred.value}.${load}`,
				span,
				related: [{ span: preferred.span, message: 'the adapter’s node' }],
			};
		}
	},
};
