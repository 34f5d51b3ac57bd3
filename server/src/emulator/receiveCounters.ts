import type { Processor } from '../rss/processor.js';
import type { DropReason, Landing } from './receiveLanding.js';

/** What one VPort received since the counters were reset. All are counts of packets. */
export interface VPortCounters {
	/** Dropped ones not included. */
	readonly packets: number;
	/** Dropped because the VPort was not activated. */
	readonly dropped: number;
	/** Taken by the primary processor, RSS being off. */
	readonly primary: number;
	/** Taken by the default processor, having no hash. */
	readonly default: number;
	/** By entry, only those that took any. */
	readonly entries: ReadonlyMap<number, number>;
	/** Only those that took any. */
	readonly processors: ReadonlyMap<Processor, number>;
	/** By NDIS_HASH_* bit, 0 for packets without a hash; only those that occurred. */
	readonly hashTypes: ReadonlyMap<number, number>;
}

interface Counting {
	packets: number;
	dropped: number;
	primary: number;
	default: number;
	readonly entries: Map<number, number>;
	readonly processors: Map<Processor, number>;
	readonly hashTypes: Map<number, number>;
}

/** Counts where packets land. The totals keep what a VPort received that is gone. */
export class ReceiveCounters {
	readonly #vports = new Map<number, Counting>();
	readonly #dropped = new Map<DropReason, number>();
	#packets = 0;

	/** Packets since the last reset, dropped ones included. */
	get packets(): number {
		return this.#packets;
	}

	/** By reason, only those that occurred. */
	get dropped(): ReadonlyMap<DropReason, number> {
		return this.#dropped;
	}

	/** By VPort id, only those for which any packet came; in the order of their first packet. */
	get vports(): ReadonlyMap<number, VPortCounters> {
		return this.#vports;
	}

	/** Counts the packets of a landing. */
	add({ vportId, processor, parameter, hashType, reason, count }: Landing): void {
		this.#packets += count;
		if (reason) increase(this.#dropped, reason, count);
		if (reason === 'noVPort' || vportId === undefined) return;
		const vport = this.#vport(vportId);
		if (reason || processor === undefined) {
			vport.dropped += count;
			return;
		}
		vport.packets += count;
		if (typeof parameter === 'object') increase(vport.entries, parameter.entry, count);
		else if (parameter !== undefined) vport[parameter] += count;
		increase(vport.processors, processor, count);
		increase(vport.hashTypes, hashType, count);
	}

	/** Drops what is known of a VPort: another one may come by its id. */
	forget(vportId: number): void {
		this.#vports.delete(vportId);
	}

	/** Everything back to 0. */
	reset(): void {
		this.#vports.clear();
		this.#dropped.clear();
		this.#packets = 0;
	}

	#vport(vportId: number): Counting {
		const known = this.#vports.get(vportId);
		if (known) return known;
		const created = {
			packets: 0,
			dropped: 0,
			primary: 0,
			default: 0,
			entries: new Map(),
			processors: new Map(),
			hashTypes: new Map(),
		};
		this.#vports.set(vportId, created);
		return created;
	}
}

function increase<Key>(counts: Map<Key, number>, key: Key, by: number): void {
	counts.set(key, (counts.get(key) ?? 0) + by);
}
