import type { EntityView, TrafficResult } from '../../../server/src/protocol.js';
import type { PlacedProcessor } from './model.js';
import { count, percent } from './words.js';

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
	const placed = processors.get(cell.processor);
	const size = entity.table.length;
	// NDIS knows powers of two alone; a file with another size is told of that, and shown as a NIC would take it.
	const index = (size & (size - 1)) === 0 ? `hash AND ${size - 1}` : `hash mod ${size}`;
	const load = traffic?.entries[entry];
	const there = differing.get(entry);
	return [
		entity.rss
			? `Packets whose ${index} is ${entry} go to processor ${cell.processor}${placeOf(placed)}.`
			: `While RSS is off no packet goes by this entry. It points at processor ${cell.processor}${placeOf(placed)}.`,
		...(load && traffic && traffic.total.packets > 0
			? [
					`${count(load.packets, 'packet')} in ${count(load.flows, 'flow')}: ${percent(load.packets / traffic.total.packets)} of the traffic.`,
				]
			: []),
		...(load?.largest ?? []).map(({ flow, packets }) => `${count(packets, 'packet')}: ${flow}`),
		...(cell.was === undefined ? [] : [`What if: the text says ${cell.was}.`]),
		...(there === undefined ? [] : [`${comparedWith}: ${there}.`]),
		...(cell.severity ? ['See the findings below.'] : []),
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
	return [
		`Processor ${id}${placeOf(placed)}${placed?.inRssSet === false ? ', outside the RSS set' : ''}.`,
		sharesInWords(entity, own),
		...(load && traffic && traffic.total.packets > 0
			? [
					`${count(load.packets, 'packet')} in ${count(load.flows, 'flow')}: ${percent(load.packets / traffic.total.packets)} of the traffic.`,
				]
			: []),
		...(own && busySibling !== undefined
			? [`${busySibling}, a thread of the same core, has entries too: they share the core.`]
			: []),
	];
}

function sharesInWords(entity: EntityView, own: EntityView['shares'][number] | undefined): string {
	if (!own) return `${entity.title} sends it nothing by its table.`;
	if (!entity.rss)
		return `It is the primary processor of ${entity.title}: with RSS off it gets every packet.`;
	const entries = `${own.entries} of ${count(entity.table.length, 'entry', 'entries')} of ${entity.title}`;
	return `${entries}: ${percent(own.share)} of hashed packets if flows are even; an even share is ${percent(entity.evenShare)}.`;
}

function placeOf(placed: PlacedProcessor | undefined): string {
	if (!placed) return ', which the host does not have';
	const node = placed.node === undefined ? '' : ` of NUMA node ${placed.node}`;
	if (placed.siblings.length === 0) return node;
	return `${node}, on one core with ${placed.siblings.join(' and ')}`;
}
