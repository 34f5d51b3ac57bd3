import type { EntityView, Load, TrafficResult } from '../../../server/src/protocol.js';
import * as l10n from './l10n.js';
import type { PlacedProcessor } from './model.js';
import { figure, packetsInFlows, packetsInWords, percent } from './words.js';

/** What words are made of. */
export interface Explained {
	entity: EntityView;
	processors: ReadonlyMap<string, PlacedProcessor>;
	differing: ReadonlyMap<number, string>;
	comparedWith: string | undefined;
	traffic: TrafficResult | undefined;
}

/** What an entry of the table means, a sentence a line. */
export function explainEntry(entry: number, about: Explained): string[] {
	const { entity, processors, differing, comparedWith, traffic } = about;
	const cell = entity.table[entry];
	if (!cell) return [];
	const place = processorInPlace(cell.processor, processors.get(cell.processor));
	const size = entity.table.length;
	// NDIS knows powers of two alone; a file with another size is told of that, and shown as a NIC would take it.
	const index = (size & (size - 1)) === 0 ? `hash AND ${size - 1}` : `hash mod ${size}`;
	const load = traffic?.entries[entry];
	const there = differing.get(entry);
	return [
		entity.rss
			? l10n.t('Packets whose {0} is {1} go to {2}.', index, entry, place)
			: l10n.t('While RSS is off no packet goes by this entry. It points at {0}.', place),
		...loadInWords(load, traffic),
		...(load?.largest ?? []).map(({ flow, packets }) => `${packetsInWords(packets)}: ${flow}`),
		...(cell.was === undefined ? [] : [l10n.t('What if: the text says {0}.', cell.was)]),
		...(there === undefined ? [] : [`${comparedWith}: ${there}.`]),
		...(cell.severity ? [l10n.t('See the findings below.')] : []),
	];
}

/** What a processor gets of an entity, a sentence a line. */
export function explainProcessor(id: string, about: Explained): string[] {
	const { entity, processors, traffic } = about;
	const placed = processors.get(id);
	const own = entity.shares.find(({ processor }) => processor === id);
	const load = traffic?.processors.find(({ processor }) => processor === id);
	const busySibling = placed?.siblings.find((sibling) =>
		entity.shares.some(({ processor }) => processor === sibling),
	);
	const place = capitalized(processorInPlace(id, placed));
	return [
		placed?.inRssSet === false ? l10n.t('{0}, outside the RSS set.', place) : `${place}.`,
		sharesInWords(entity, own),
		...loadInWords(load, traffic),
		...(own && busySibling !== undefined
			? [l10n.t('{0}, a thread of the same core, has entries too: they share the core.', busySibling)]
			: []),
	];
}

function loadInWords(load: Load | undefined, traffic: TrafficResult | undefined): string[] {
	if (!load || !traffic || traffic.total.packets === 0) return [];
	const share = percent(load.packets / traffic.total.packets);
	return [l10n.t('{0}: {1} of the traffic.', packetsInFlows(load), share)];
}

function sharesInWords(entity: EntityView, own: EntityView['shares'][number] | undefined): string {
	const { title, table, evenShare } = entity;
	if (!own) return l10n.t('{0} sends it nothing by its table.', title);
	if (!entity.rss)
		return l10n.t('It is the primary processor of {0}: with RSS off it gets every packet.', title);
	const entries = l10n.isOne(table.length)
		? l10n.t('{0} of {1} entry of {2}', figure(own.entries), figure(table.length), title)
		: l10n.t('{0} of {1} entries of {2}', figure(own.entries), figure(table.length), title);
	return l10n.t(
		'{0}: {1} of hashed packets if flows are even; an even share is {2}.',
		entries,
		percent(own.share),
		percent(evenShare),
	);
}

/** A processor and where it is, as a part of a sentence: `processor 0:2 of NUMA node 0, on one core with 0:3`. */
function processorInPlace(id: string, placed: PlacedProcessor | undefined): string {
	if (!placed) return l10n.t('processor {0}, which the host does not have', id);
	const { node, siblings } = placed;
	if (siblings.length === 0)
		return node === undefined
			? l10n.t('processor {0}', id)
			: l10n.t('processor {0} of NUMA node {1}', id, node);
	const others = l10n.formatList(siblings);
	return node === undefined
		? l10n.t('processor {0}, on one core with {1}', id, others)
		: l10n.t('processor {0} of NUMA node {1}, on one core with {2}', id, node, others);
}

/** As it stands at the beginning of a sentence. */
function capitalized(words: string): string {
	return words.slice(0, 1).toLocaleUpperCase(l10n.language()) + words.slice(1);
}
