import type { AdapterCapabilities, HashTypeName } from '../emulator/description.js';
import { groupOf, type Processor, processor } from '../rss/processor.js';
import { MICROSOFT_KEY } from '../rss/publishedKeys.js';
import { rssProcessorSet } from '../rss/rssProcessorSet.js';
import type { Adapter, Hash, Host, Located, RssProcessors } from './model.js';
import { defaultPreset, findPreset, presets } from './presets.js';
import { readProcessor, readProcessors } from './processorText.js';
import { assumed, located, type Reader } from './reader.js';
import { entryOf, type MapNode, type Span, type TreeNode } from './tree.js';

/** The key of Microsoft's published verification suite: what a file without a key stands for. */
export const PUBLISHED_KEY = MICROSOFT_KEY;
const DEFAULT_TYPES: readonly HashTypeName[] = ['ipv4', 'tcpIpv4', 'ipv6', 'tcpIpv6'];

/** `adapter:`; `key` is where it is named, for all that it leaves out. */
export function readAdapter(reader: Reader, map: MapNode, key: Span, host: Host | undefined): Adapter {
	const mode = reader.choice(map, 'mode', ['vmq', 'native'] as const) ?? assumed('vmq' as const, key);
	const capabilities = entryOf(map, 'capabilities');
	const preset = reader.string(capabilities?.value, 'preset');
	const defaults = { types: assumed(DEFAULT_TYPES, key), secretKey: assumed(PUBLISHED_KEY, key) };
	return {
		name: reader.string(map, 'name') ?? assumed('adapter', key),
		mode,
		preset,
		capabilities: readCapabilities(reader, capabilities?.value, preset, mode.value, capabilities?.key ?? key),
		rssProcessors: readRssProcessors(reader, entryOf(map, 'rssProcessors')?.value, key, host),
		hash: readHash(reader, map, defaults),
		span: { start: map.start, end: map.end },
	};
}

function readCapabilities(
	reader: Reader,
	map: TreeNode | undefined,
	preset: Located<string> | undefined,
	mode: 'vmq' | 'native',
	key: Span,
): Located<AdapterCapabilities> {
	const base = (preset && findPreset(preset.value)) ?? defaultPreset(mode);
	if (preset && base.mode !== mode) {
		const fitting = presets.filter((one) => one.mode === mode).map((one) => `\`${one.name}\``);
		const message = `Preset \`${preset.value}\` is for mode \`${base.mode}\`. For mode \`${mode}\` there are ${fitting.join(' and ')}.`;
		reader.complain('wrong-preset', preset.span, message);
	}
	const merged: Record<string, unknown> = { ...base.capabilities };
	for (const [name, value] of Object.entries(base.capabilities)) {
		if (name === 'hashTypes') {
			if (entryOf(map, name)) merged[name] = reader.scalars(map, name).map((node) => node.value);
		} else {
			const own = typeof value === 'number' ? reader.number(map, name) : reader.boolean(map, name);
			if (own) merged[name] = own.value;
		}
	}
	return located(merged as unknown as AdapterCapabilities, key);
}

function readRssProcessors(
	reader: Reader,
	map: TreeNode | undefined,
	key: Span,
	host: Host | undefined,
): RssProcessors {
	const where = map ?? key;
	const base = placed(reader, map, 'base') ?? assumed(processor(0, 0), where);
	const max = placed(reader, map, 'max') ?? assumed(processor(groupOf(base.value), 63), where);
	const maxProcessors = reader.number(map, 'maxProcessors');
	const preferredNumaNode = reader.number(map, 'preferredNumaNode');
	const written = entryOf(map, 'processors');
	const array =
		written && reader.scalars(map, 'processors').flatMap((node) => readProcessors(node, reader.badProcessor));
	if (max.value < base.value) {
		reader.complain(
			'empty-rss-processors',
			max.span,
			'`max` is before `base`: the set has no processor. Groups compare first.',
		);
	}
	const nodes = host?.numaNodes.map((node) => ({ ...node, node: node.node.value }));
	const processors = rssProcessorSet({
		nodes,
		base: base.value,
		max: max.value,
		array: array?.map((one) => one.processor),
		maxProcessors: maxProcessors?.value,
		preferredNumaNode: preferredNumaNode?.value,
	});
	if (processors.length === 0 && max.value >= base.value) {
		const message = 'No processor of the host lies between `base` and `max`: the adapter has none to use.';
		reader.complain('empty-rss-processors', base.span, message);
	}
	return {
		base,
		max,
		maxProcessors,
		preferredNumaNode,
		profile: reader.string(map, 'profile'),
		processors,
		span: { start: where.start, end: where.end },
	};
}

/** A processor of a map, by name of its property. */
export function placed(
	reader: Reader,
	map: TreeNode | undefined,
	name: string,
): Located<Processor> | undefined {
	const node = entryOf(map, name)?.value;
	const value = node?.kind === 'scalar' ? readProcessor(node, reader.badProcessor) : undefined;
	return node && value !== undefined ? located(value, node) : undefined;
}

/** `hash:` of a map over what it inherits. */
export function readHash(reader: Reader, map: TreeNode, inherited: Hash): Hash {
	const hash = entryOf(map, 'hash')?.value;
	const types = entryOf(hash, 'types')?.value;
	const key = reader.string(hash, 'secretKey');
	return {
		types: types
			? located(
					reader.scalars(hash, 'types').map((node) => node.value as HashTypeName),
					types,
				)
			: inherited.types,
		secretKey: key ? located(bytesOf(key.value), key.span) : inherited.secretKey,
	};
}

function bytesOf(hex: string): Uint8Array {
	return Uint8Array.from(hex.replace(/[^0-9a-f]/gi, '').match(/../g) ?? [], (byte) =>
		Number.parseInt(byte, 16),
	);
}
