import type { Configuration } from '../config/model.js';
import type { NumaNodeView, ProcessorView } from '../protocol.js';
import { compareProcessors, formatProcessor, type Processor } from '../rss/processor.js';

/** Every processor that any parameter of the file points at, active or not. */
function pointedAt({ entities }: Configuration): Set<Processor> {
	return new Set(
		entities.flatMap(({ primaryProcessor, defaultProcessor, indirectionTable }) => [
			primaryProcessor.value,
			defaultProcessor.value,
			...indirectionTable.entries,
		]),
	);
}

/** Index of the colour of a processor. */
export type Colours = ReadonlyMap<Processor, number>;

/**
 * A colour for every processor in use: the same processor has the same colour everywhere in a file. Those of `known`
 * keep theirs, so that a change of one cell does not repaint the others; the rest take the lowest free, in their order.
 */
export function colours(configuration: Configuration, known: Colours = new Map()): Colours {
	const used = [...pointedAt(configuration)].sort(compareProcessors);
	const kept = new Map(used.flatMap((p) => (known.has(p) ? [[p, known.get(p) ?? 0] as const] : [])));
	const taken = new Set(kept.values());
	let next = 0;
	return new Map(
		used.map((p) => {
			const own = kept.get(p);
			if (own !== undefined) return [p, own];
			while (taken.has(next)) next++;
			taken.add(next);
			return [p, next];
		}),
	);
}

/** The host's NUMA nodes with cores and threads; one node of unknown number when the file does not describe the host. */
export function topologyOf(
	configuration: Configuration,
	colour: ReadonlyMap<Processor, number>,
): NumaNodeView[] {
	const { host, adapter } = configuration;
	const { processors, preferredNumaNode } = adapter.rssProcessors;
	const inSet = new Set(processors);
	const view = (p: Processor): ProcessorView => {
		const index = colour.get(p);
		return { id: formatProcessor(p), inRssSet: inSet.has(p), ...(index !== undefined && { colour: index }) };
	};
	const nodes = (host?.numaNodes ?? []).map((node) => ({
		node: node.node.value,
		preferred: node.node.value === preferredNumaNode?.value,
		cores: coresOf(node.processors, node.threadsPerCore).map((core) => core.map(view)),
	}));
	const known = new Set((host?.numaNodes ?? []).flatMap((node) => node.processors));
	// Without a host all processors of the set would be shown: hundreds, when only the ends of the set are said.
	const others = host
		? [...colour.keys()]
		: [...new Set([...(processors.length <= 64 ? processors : []), ...colour.keys()])];
	const rest = others.filter((p) => !known.has(p)).sort(compareProcessors);
	return rest.length === 0 ? nodes : [...nodes, { preferred: false, cores: rest.map((p) => [view(p)]) }];
}

function coresOf(processors: readonly Processor[], threads: number): Processor[][] {
	const sorted = [...processors].sort(compareProcessors);
	return Array.from({ length: Math.ceil(sorted.length / threads) }, (_, i) =>
		sorted.slice(i * threads, (i + 1) * threads),
	);
}
