import { isPowerOfTwo, roundRobin, roundUpToPowerOfTwo, weighted } from '../rss/indirectionTable.js';
import type { Processor } from '../rss/processor.js';
import type { Adapter, IndirectionTable, Located, ScalingEntity } from './model.js';
import { type PlacedProcessor, readProcessor, readProcessors } from './processorText.js';
import { placed, readHash } from './readAdapter.js';
import { assumed, type Reader } from './reader.js';
import { entryOf, type MapEntry, type MapNode, type Span, type TreeNode } from './tree.js';

/** A VPort, or the one entity of native mode. */
export function readEntity(
	reader: Reader,
	map: MapNode,
	vportId: Located<number>,
	adapter: Adapter,
): ScalingEntity {
	const head = map.entries[0]?.key ?? map;
	const primary = placed(reader, map, 'primaryProcessor');
	const fallback = primary?.value ?? adapter.rssProcessors.processors[0] ?? adapter.rssProcessors.base.value;
	const indirectionTable = readTable(reader, entryOf(map, 'indirectionTable'), assumed(fallback, head));
	const first = indirectionTable.entries[0] ?? fallback;
	return {
		vportId,
		name: reader.string(map, 'name'),
		attachedTo: readFunction(reader.string(map, 'attachedTo')) ?? assumed('pf', head),
		scheduling:
			reader.choice(map, 'scheduling', ['dynamic', 'staticVrss', 'staticVmq'] as const) ??
			assumed('dynamic', head),
		active: readState(reader.string(map, 'state')) ?? assumed(true, head),
		// A new entity has RSS off; whoever writes a table wants it used.
		rss: reader.boolean(map, 'rss') ?? assumed(entryOf(map, 'indirectionTable') !== undefined, head),
		numberOfQueues: reader.number(map, 'numberOfQueues') ?? assumed(1, head),
		primaryProcessor: primary ?? assumed(first, head),
		defaultProcessor: placed(reader, map, 'defaultProcessor') ?? assumed(first, head),
		indirectionTable,
		hash: readHash(reader, map, adapter.hash),
		...readNames(reader, map),
		span: { start: map.start, end: map.end },
	};
}

function readFunction(text: Located<string> | undefined): ScalingEntity['attachedTo'] | undefined {
	if (!text) return undefined;
	return { ...text, value: text.value === 'pf' ? 'pf' : { vf: Number(text.value.slice('vf:'.length)) } };
}

function readState(text: Located<string> | undefined): Located<boolean> | undefined {
	return text && { ...text, value: text.value === 'activated' };
}

function readNames(reader: Reader, map: MapNode): Pick<ScalingEntity, 'linux' | 'windows'> {
	const networkInterface = reader.string(entryOf(map, 'linux')?.value, 'interface');
	const windows = entryOf(map, 'windows')?.value;
	const vm = reader.string(windows, 'vm');
	const networkAdapter = reader.string(windows, 'networkAdapter');
	return {
		linux: networkInterface && { interface: networkInterface },
		windows: windows && { ...(vm && { vm }), ...(networkAdapter && { networkAdapter }) },
	};
}

function readTable(
	reader: Reader,
	entry: MapEntry | undefined,
	fallback: Located<Processor>,
): IndirectionTable {
	const node = entry?.value;
	if (node?.kind === 'sequence') return spelledOut(reader, node.items, node);
	if (node?.kind === 'map') return generated(reader, node);
	const { value, span } = fallback;
	return { entries: [value], cells: [span], size: span, generated: false, weighted: false, span };
}

function spelledOut(reader: Reader, items: readonly TreeNode[], list: TreeNode): IndirectionTable {
	const entries: Processor[] = [];
	const cells: Span[] = [];
	for (const item of items) {
		const processor = item.kind === 'scalar' ? reader.processor(item) : undefined;
		if (processor === undefined) continue;
		entries.push(processor);
		cells.push({ start: item.start, end: item.end });
	}
	const span = { start: list.start, end: list.end };
	if (items.length === 0) reader.complain('empty', span, 'The indirection table needs at least one entry.');
	return {
		entries,
		cells,
		size: span,
		generated: false,
		weighted: false,
		span,
	};
}

function generated(reader: Reader, map: MapNode): IndirectionTable {
	const span = { start: map.start, end: map.end };
	const head = map.entries[0]?.key ?? map;
	const weights = entryOf(map, 'weights');
	const processors = entryOf(map, 'processors');
	if (weights && processors) {
		reader.complain(
			'ambiguous-table',
			weights.key,
			'A table is generated from `processors` or from `weights`, not from both.',
		);
	} else if (!weights && !processors) {
		reader.complain('empty-table', head, 'A generated table needs `processors` (round robin) or `weights`.');
	}
	const size = reader.number(map, 'numberOfEntries');
	const [sources, indices] = processors
		? fromProcessors(reader, map, size?.value)
		: fromWeights(reader, weights?.value, size?.value);
	const placedEntries = indices.flatMap((index) => sources[index] ?? []);
	return {
		entries: placedEntries.map((source) => source.processor),
		cells: placedEntries.map((source) => source.span),
		size: size?.span ?? { start: head.start, end: head.end },
		generated: true,
		weighted: !processors,
		span,
	};
}

type Generated = [sources: PlacedProcessor[], indices: number[]];

function fromProcessors(reader: Reader, map: MapNode, size: number | undefined): Generated {
	const sources = reader
		.scalars(map, 'processors')
		.flatMap((node) => readProcessors(node, reader.badProcessor));
	return [sources, roundRobin(sources.length, size ?? roundUpToPowerOfTwo(sources.length))];
}

function fromWeights(reader: Reader, weights: TreeNode | undefined, size: number | undefined): Generated {
	const pairs = weights?.kind === 'map' ? weights.entries : [];
	const usable = pairs.flatMap(({ key, value }) => {
		const processor = readProcessor(key, reader.badProcessor);
		const weight = value?.kind === 'scalar' && typeof value.value === 'number' ? value.value : undefined;
		return processor === undefined || weight === undefined
			? []
			: [{ processor, weight, span: { start: key.start, end: key.end } }];
	});
	const sum = usable.reduce((total, { weight }) => total + weight, 0);
	if (weights && usable.length > 0 && !(sum > 0)) {
		reader.complain('empty-table', weights, 'At least one weight must be above 0.');
	}
	const entries = size ?? (isPowerOfTwo(sum) ? sum : roundUpToPowerOfTwo(Math.min(Math.ceil(sum), 4096)));
	return [
		usable,
		weighted(
			usable.map(({ weight }) => weight),
			entries,
		),
	];
}
