import type { EntityMemory } from './entityMemory.js';
import { type Finding, MAX_FINDINGS } from './finding.js';
import type { Adapter, Configuration, Host, NumaNode, ScalingEntity } from './model.js';
import { readProcessors } from './processorText.js';
import { readAdapter } from './readAdapter.js';
import { readEntity } from './readEntity.js';
import { assumed, located, Reader } from './reader.js';
import { readTraffic } from './readTraffic.js';
import { entryOf, type MapNode, type TreeNode } from './tree.js';

/** A model as far as the tree allows, and what in the tree has no meaning. */
export interface ReadResult {
	/** Undefined when there is not even an adapter to speak of. */
	readonly configuration: Configuration | undefined;
	readonly findings: readonly Finding[];
}

/**
 * Tree → typed model. Never throws; a value of the wrong type counts as not written (the schema tells of it).
 * @param memory of an earlier version of the text, for speed: with and without it the model is the same
 */
export function readModel(root: TreeNode, memory?: EntityMemory): ReadResult {
	const reader = new Reader();
	const described = readHost(reader, root);
	const adapterEntry = entryOf(root, 'adapter');
	if (adapterEntry?.value?.kind !== 'map') return { configuration: undefined, findings: reader.findings };
	const own = readAdapter(reader, adapterEntry.value, adapterEntry.key, described);
	const { host, adapter } = memory?.within({ host: described, adapter: own }) ?? {
		host: described,
		adapter: own,
	};
	const native = adapter.mode.value === 'native';
	const [wanted, unwanted] = native ? ['scaling', 'vports'] : ['vports', 'scaling'];
	const foreign = entryOf(root, unwanted ?? '');
	if (foreign) {
		const message = `\`${unwanted}\` has no meaning in mode \`${adapter.mode.value}\`: write \`${wanted}\`, or change the mode.`;
		reader.findings.push({
			code: 'wrong-mode',
			kind: 'value',
			severity: 'error',
			message,
			span: { start: foreign.key.start, end: foreign.key.end },
			related: [{ span: adapter.mode.span, message: `the mode is \`${adapter.mode.value}\`` }],
		});
	}
	const body = entryOf(root, wanted ?? '');
	const nodes = body?.value?.kind === 'sequence' ? body.value.items : body?.value ? [body.value] : [];
	const entities = nodes
		.filter((node) => node.kind === 'map')
		.map((node) =>
			native
				? readEntity(reader, node, assumed(0, body?.key ?? node), adapter)
				: (memory?.entityOf(node) ?? readVPort(reader, node, adapter, memory)),
		);
	const traffic = readTraffic(reader, root);
	const hostName = reader.string(entryOf(root, 'host')?.value, 'name');
	return { configuration: { hostName, host, adapter, entities, traffic }, findings: reader.findings };
}

function readVPort(
	reader: Reader,
	node: MapNode,
	adapter: Adapter,
	memory: EntityMemory | undefined,
): ScalingEntity {
	const complaints = reader.findings.length;
	const id = reader.number(node, 'id') ?? assumed(0, headOf(node));
	const entity = readEntity(reader, node, id, adapter);
	// When there are too many complaints already, more of them would not be seen here.
	if (reader.findings.length === complaints && complaints < MAX_FINDINGS) memory?.add(node, entity);
	return entity;
}

function headOf(node: TreeNode) {
	return (node.kind === 'map' ? node.entries[0]?.key : undefined) ?? node;
}

function readHost(reader: Reader, root: TreeNode): Host | undefined {
	const host = entryOf(root, 'host')?.value;
	const list = entryOf(host, 'numaNodes')?.value;
	if (list?.kind !== 'sequence') return undefined;
	const numaNodes = list.items
		.filter((item) => item.kind === 'map')
		.map((item) => readNumaNode(reader, item));
	complainOfOverlaps(reader, numaNodes);
	return { numaNodes };
}

function readNumaNode(reader: Reader, map: TreeNode): NumaNode {
	const processors = reader
		.scalars(map, 'processors')
		.flatMap((node) => readProcessors(node, reader.badProcessor));
	return {
		node: reader.number(map, 'node') ?? assumed(0, map),
		processors: processors.map((placed) => placed.processor),
		threadsPerCore: reader.number(map, 'threadsPerCore')?.value ?? 1,
		span: located(undefined, map).span,
	};
}

function complainOfOverlaps(reader: Reader, nodes: readonly NumaNode[]): void {
	const owner = new Map<number, NumaNode>();
	for (const node of nodes) {
		const taken = node.processors.find((p) => owner.has(p));
		const before = taken === undefined ? undefined : owner.get(taken);
		if (before) {
			const message = `NUMA nodes ${before.node.value} and ${node.node.value} share processors.`;
			const related = [{ span: before.node.span, message: `node ${before.node.value}` }];
			reader.findings.push({
				code: 'overlapping-nodes',
				kind: 'value',
				severity: 'error',
				message,
				span: node.node.span,
				related,
			});
		}
		for (const p of node.processors) if (!owner.has(p)) owner.set(p, node);
	}
}
