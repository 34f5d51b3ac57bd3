import type { ScalingEntity } from '../config/model.js';
import type { Span } from '../config/tree.js';
import type { Processor } from '../rss/processor.js';

/**
 * The processors that an entity receives on, each with the first place in the text that says so: default processor and
 * entries with RSS on, the primary processor alone with RSS off. What the text leaves out counts only where `assumed`
 * asks for it: nobody wrote it.
 */
export function usedProcessors(
	{ rss, primaryProcessor, defaultProcessor, indirectionTable: { entries, cells, span } }: ScalingEntity,
	{ assumed = false } = {},
): Map<Processor, Span> {
	const used = new Map<Processor, Span>();
	const add = (p: Processor, at: Span) => {
		if (!used.has(p)) used.set(p, at);
	};
	if (!rss.value) {
		if (assumed || !primaryProcessor.assumed) add(primaryProcessor.value, primaryProcessor.span);
		return used;
	}
	for (const [i, p] of entries.entries()) add(p, cells[i] ?? span);
	if (assumed || !defaultProcessor.assumed) add(defaultProcessor.value, defaultProcessor.span);
	return used;
}
