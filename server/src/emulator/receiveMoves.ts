import type { Processor } from '../rss/processor.js';
import type { EntityState } from './state.js';

/** Which steering parameter took a packet: an entry by its index, or one of these. */
export const PRIMARY = -1;
export const DEFAULT = -2;

/** Packets after a move that can still be told to land on its source. */
export const MOST_IN_FLIGHT = 1_000;

interface Move {
	/** Where the parameter pointed before. */
	readonly source: Processor;
	/** Packets for the parameter since then. */
	packets: number;
}

/**
 * The last move of each active steering parameter: packets that were on their way when it came may still land on its
 * source. A transition of RSS, or another number of entries, is no move.
 */
export class ReceiveMoves {
	/** By parameter (entry, PRIMARY, DEFAULT), by VPort. */
	readonly #moves = new Map<number, Map<number, Move>>();

	/** Notes what moved between two states of an entity. */
	changed(before: EntityState | undefined, after: EntityState | undefined): void {
		const vportId = (after ?? before)?.vportId;
		if (vportId === undefined) return;
		const steady =
			before &&
			after &&
			before.rssEnabled === after.rssEnabled &&
			before.indirectionTable.length === after.indirectionTable.length;
		if (!steady) {
			this.#moves.delete(vportId);
			return;
		}
		const note = (parameter: number, source: Processor, target: Processor | undefined) => {
			if (source !== target) this.#note(vportId, parameter, source);
		};
		if (!after.rssEnabled) {
			note(PRIMARY, before.primaryProcessor, after.primaryProcessor);
			return;
		}
		note(DEFAULT, before.defaultProcessor, after.defaultProcessor);
		const table = after.indirectionTable;
		if (before.indirectionTable === table) return;
		for (const [entry, source] of before.indirectionTable.entries()) note(entry, source, table[entry]);
	}

	/**
	 * How many of `count` packets for a parameter land on the source of its last move, and where that is: of the first
	 * `inFlight` packets since the move each one may.
	 * @param random words of 32 bits
	 */
	late(
		vportId: number,
		parameter: number,
		count: number,
		inFlight: number,
		random: () => number,
	): { readonly source: Processor; readonly count: number } | undefined {
		const moves = this.#moves.get(vportId);
		const move = moves?.get(parameter);
		if (!moves || !move) return undefined;
		const open = Math.min(count, Math.max(0, Math.min(inFlight, MOST_IN_FLIGHT) - move.packets));
		let late = 0;
		for (let i = 0; i < open; i++) if (random() >>> 31 === 1) late++;
		move.packets += count;
		if (move.packets >= MOST_IN_FLIGHT) moves.delete(parameter);
		return late > 0 ? { source: move.source, count: late } : undefined;
	}

	#note(vportId: number, parameter: number, source: Processor): void {
		const moves = this.#moves.get(vportId) ?? new Map<number, Move>();
		this.#moves.set(vportId, moves.set(parameter, { source, packets: 0 }));
	}
}
