import type { TrafficResult } from '../../../server/src/protocol.js';
import * as l10n from './l10n.js';
import { figure, flowsInWords } from './words.js';

/** A flow is drawn by itself from this share of the traffic on. */
const worthARibbon = 0.015;
const mostFlows = 8;

/** A block at the left or right edge, in units of the drawing. */
export interface Block {
	id: string;
	label: string;
	/** 0..1 of all. */
	share: number;
	y: number;
	height: number;
}

/** A ribbon from a block at the left to one at the right. */
export interface Ribbon {
	from: string;
	/** Id of a processor. */
	to: string;
	share: number;
	fromY: number;
	toY: number;
	height: number;
}

/** Where everything of a drawing is. */
export interface RibbonLayout {
	sources: Block[];
	targets: Block[];
	ribbons: Ribbon[];
	height: number;
}

interface Link {
	from: string;
	to: string;
	share: number;
}

/**
 * Ribbons from the largest flows, and from all others together, to the processors they arrive at. Heights are in
 * proportion to the load.
 * @param room height of all ribbons of a side together
 * @param slot least height of a block with its label, so that labels never lie upon each other
 */
export function layOut(
	result: TrafficResult,
	measure: 'packets' | 'bytes' | 'flows',
	room: number,
	slot: number,
): RibbonLayout {
	const large = largeFlows(result, measure);
	const links = [...large, ...otherFlows(result, measure, large)];
	const others = result.total.flows - large.length;
	const many = large.length > 0 ? otherFlowsInWords(others) : flowsInWords(others);
	const sources = stack(
		[...new Set(links.map(({ from }) => from))],
		(id) => sumOf(links.filter(({ from }) => from === id)),
		(id) => id || many,
	);
	const targets = stack(
		// In the order of processors, not of load: while entries move, blocks stay where they are.
		[...new Set(links.map(({ to }) => to))].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })),
		(id) => sumOf(links.filter(({ to }) => to === id)),
		(id) => id,
	);
	const height = Math.max(place(sources, room, slot), place(targets, room, slot));
	const fromEnds = new Map(sources.map(({ id, y }) => [id, y]));
	const toEnds = new Map(targets.map(({ id, y }) => [id, y]));
	const order = (blocks: readonly Block[], id: string) => blocks.findIndex((block) => block.id === id);
	// At each block in the order of the other side, so that ribbons of one block do not cross each other.
	const ribbons = [...links]
		.sort(
			(a, b) =>
				order(sources, a.from) - order(sources, b.from) || order(targets, a.to) - order(targets, b.to),
		)
		.map(({ from, to, share }): Ribbon => {
			const thick = share * room;
			return {
				from,
				to,
				share,
				fromY: take(fromEnds, from, thick),
				toY: take(toEnds, to, thick),
				height: thick,
			};
		});
	return { sources, targets, ribbons, height };
}

/** Flows that are drawn by themselves; by the number of flows each flow is one of many. */
function largeFlows({ topFlows, total }: TrafficResult, measure: 'packets' | 'bytes' | 'flows'): Link[] {
	if (measure === 'flows') return [];
	return topFlows
		.flatMap((flow) =>
			flow.processor === undefined
				? []
				: [{ from: flow.flow, to: flow.processor, share: flow[measure] / total[measure] }],
		)
		.filter(({ share }) => share >= worthARibbon)
		.sort((a, b) => b.share - a.share)
		.slice(0, mostFlows);
}

/** What is left of every processor's load. */
function otherFlows(
	{ processors, total }: TrafficResult,
	measure: 'packets' | 'bytes' | 'flows',
	large: readonly Link[],
): Link[] {
	return processors.flatMap((load) => {
		const drawn = sumOf(large.filter(({ to }) => to === load.processor));
		const share = load[measure] / total[measure] - drawn;
		return share > 1e-9 ? [{ from: '', to: load.processor, share }] : [];
	});
}

function otherFlowsInWords(n: number): string {
	return l10n.isOne(n) ? l10n.t('{0} other flow', figure(n)) : l10n.t('{0} other flows', figure(n));
}

function sumOf(links: readonly Link[]): number {
	return links.reduce((sum, { share }) => sum + share, 0);
}

function stack(
	ids: readonly string[],
	shareOf: (id: string) => number,
	label: (id: string) => string,
): Block[] {
	return ids.map((id) => ({ id, label: label(id), share: shareOf(id), y: 0, height: 0 }));
}

/** Puts blocks below each other, each in the middle of its slot; gives their height together. */
function place(blocks: Block[], room: number, slot: number): number {
	let y = 0;
	for (const block of blocks) {
		block.height = block.share * room;
		const own = Math.max(slot, block.height + 6);
		block.y = y + (own - block.height) / 2;
		y += own;
	}
	return y;
}

function take(ends: Map<string, number>, id: string, by: number): number {
	const y = ends.get(id) ?? 0;
	ends.set(id, y + by);
	return y;
}
