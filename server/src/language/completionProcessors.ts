import { CompletionItemKind } from 'vscode-languageserver';
import { formatProcessor } from '../rss/processor.js';
import type { WritablePlace } from './completionAttempts.js';
import { type CompletionTask, orderOf, type Proposal } from './completionItems.js';

/**
 * The processors that can stand at a place, with their NUMA node and core: those of the RSS set, or all of the host where
 * the set itself is described. Written in quotes: without them `1:30` is a number in YAML 1.1 readers.
 */
export function processorProposals(task: CompletionTask, { path }: WritablePlace): Proposal[] {
	const configuration = task.analysis.lastComplete?.check.configuration;
	if (!configuration) return [];
	const nodes = configuration.host?.numaNodes ?? [];
	const all = path.includes('rssProcessors')
		? nodes.flatMap((node) => node.processors)
		: configuration.adapter.rssProcessors.processors;
	const cores = new Map(
		nodes.flatMap(({ node, processors, threadsPerCore }) =>
			processors.map((p, i) => [p, `NUMA node ${node.value}, core ${Math.floor(i / threadsPerCore)}`]),
		),
	);
	const quote = task.context.quote || '"';
	return all.map((p, i) => {
		const label = formatProcessor(p);
		return {
			label,
			kind: CompletionItemKind.Value,
			text: `${quote}${label}${quote}`,
			typed: `${task.context.quote}${label}`,
			detail: cores.get(p),
			order: orderOf(0, i),
		};
	});
}
