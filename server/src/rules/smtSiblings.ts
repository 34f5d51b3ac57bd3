import type { EntitySurroundings } from '../config/entityMemory.js';
import type { Span } from '../config/tree.js';
import { count } from '../plan/words.js';
import { coreOf } from '../rss/judgement.js';
import { compareProcessors, formatProcessor, type Processor } from '../rss/processor.js';
import type { NodeProcessors } from '../rss/rssProcessorSet.js';
import { nodesOf } from '../traffic/judgeSpread.js';
import { exampleText } from './example.js';
import type { EntityRule } from './rule.js';
import { usedProcessors } from './usedProcessors.js';

/** Two queues of an entity share one core. */
export const smtSiblings: EntityRule = {
	id: 'smt-siblings',
	severity: 'information',
	summary: 'Two used processors are threads of one core.',
	documentation:
		'Hardware threads of one core share its execution units: two queues on them do less than on two cores, and RSS uses first threads alone where it picks processors itself. Move one of them to a core that is free. Where every core of the RSS processors is in use already this is only a hint. It needs `host.numaNodes` with `threadsPerCore`.',
	examples: {
		bad: exampleText({ vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:3"]' }),
		good: exampleText({ vport: 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]' }),
	},
	*check(entity, configuration) {
		const nodes = nodesOf(configuration);
		if (!nodes.some(({ threadsPerCore }) => threadsPerCore > 1)) return;
		const used = usedProcessors(entity);
		const firsts = new Map<Processor, readonly [Processor, Span]>();
		for (const [p, span] of [...used].sort(([a], [b]) => compareProcessors(a, b))) {
			const core = coreOf(p, nodes);
			const first = firsts.get(core);
			if (!first) {
				firsts.set(core, [p, span]);
				continue;
			}
			const [other, place] = first;
			const free = freeCores(configuration, used, nodes);
			const room =
				free === 0
					? 'no core of the RSS processors is free'
					: `${count(free, 'core')} of the RSS processors ${free === 1 ? 'is' : 'are'} free`;
			yield {
				message: `Processors ${formatProcessor(other)} and ${formatProcessor(p)} are threads of one core; ${room}.`,
				span,
				...(free === 0 && { severity: 'hint' as const }),
				related: [{ span: place, message: `processor ${formatProcessor(other)}` }],
			};
		}
	},
};

/** Cores of the RSS processors of which the entity uses no thread. */
function freeCores(
	{ adapter }: EntitySurroundings,
	used: ReadonlyMap<Processor, Span>,
	nodes: readonly NodeProcessors[],
): number {
	const cores = new Set(adapter.rssProcessors.processors.map((p) => coreOf(p, nodes)));
	for (const p of used.keys()) cores.delete(coreOf(p, nodes));
	return cores.size;
}
