import { compareProcessors, type Processor } from '../rss/processor.js';
import type { Slot } from './steering.js';

/** The slots at one processor that have to go elsewhere. */
export interface Leaving {
	/** Those that need a queue, by goal. */
	readonly counted: ReadonlyMap<Processor, readonly Slot[]>;
	/** Those that need none, now and there. */
	readonly inactive: readonly Slot[];
}

interface Place {
	readonly counted: Map<Processor, Slot[]>;
	readonly inactive: Slot[];
}

/** Slots on their way home, kept so that the next batch is found without looking at each of them again. */
export class Pending {
	/** How many counted slots point at a processor; none with 0. */
	readonly #load = new Map<Processor, number>();
	readonly #places = new Map<Processor, Place>();
	readonly #order: ReadonlyMap<Slot, number>;
	/** Goals of the counted slots. */
	readonly wanted: ReadonlySet<Processor>;

	/** The slots are moved by {@link move}. */
	constructor(slots: readonly Slot[]) {
		this.#order = new Map(slots.map((slot, i) => [slot, i]));
		this.wanted = new Set(slots.flatMap(({ counted, goal }) => (counted ? [goal] : [])));
		for (const slot of slots) this.#arrive(slot);
	}

	/** How many processors the counted slots use. */
	get used(): number {
		return this.#load.size;
	}

	/** Whether a counted slot points at a processor. */
	uses(processor: Processor): boolean {
		return this.#load.has(processor);
	}

	/** Processors that something has to leave, in ascending order. */
	actors(): Processor[] {
		return [...this.#places.keys()].sort(compareProcessors);
	}

	/** What has to leave a processor. */
	at(actor: Processor): Leaving {
		return this.#places.get(actor) ?? NOTHING;
	}

	/** How many processors the counted slots use once all that has to leave an actor is home. */
	usedOnceHome(actor: Processor): number {
		const { counted } = this.at(actor);
		let leaving = 0;
		let opened = 0;
		for (const [goal, slots] of counted) {
			leaving += slots.length;
			if (!this.uses(goal)) opened++;
		}
		const emptied = leaving > 0 && leaving === this.#load.get(actor) ? 1 : 0;
		return this.used - emptied + opened;
	}

	/** Slots in the order in which they were given. */
	inOrder(slots: readonly Slot[]): Slot[] {
		const place = (slot: Slot) => this.#order.get(slot) ?? 0;
		return [...slots].sort((a, b) => place(a) - place(b));
	}

	/** Points slots of one actor at their targets. */
	move(actor: Processor, targets: ReadonlyMap<Slot, Processor>): void {
		this.#leave(actor, targets);
		for (const [slot, target] of targets) {
			slot.at = target;
			this.#arrive(slot);
		}
	}

	#leave(actor: Processor, targets: ReadonlyMap<Slot, Processor>): void {
		const { counted, inactive } = this.at(actor);
		const stays = (slot: Slot) => !targets.has(slot);
		const rest: Place = { counted: new Map(), inactive: inactive.filter(stays) };
		let left = 0;
		for (const [goal, slots] of counted) {
			const staying = slots.filter(stays);
			left += slots.length - staying.length;
			if (staying.length > 0) rest.counted.set(goal, staying);
		}
		if (rest.counted.size + rest.inactive.length > 0) this.#places.set(actor, rest);
		else this.#places.delete(actor);
		const load = (this.#load.get(actor) ?? 0) - left;
		if (load > 0) this.#load.set(actor, load);
		else this.#load.delete(actor);
	}

	#arrive(slot: Slot): void {
		const { at, goal, counted } = slot;
		if (counted) this.#load.set(at, (this.#load.get(at) ?? 0) + 1);
		if (at === goal) return;
		let place = this.#places.get(at);
		if (!place) {
			place = { counted: new Map(), inactive: [] };
			this.#places.set(at, place);
		}
		if (!counted) place.inactive.push(slot);
		else if (place.counted.has(goal)) place.counted.get(goal)?.push(slot);
		else place.counted.set(goal, [slot]);
	}
}

const NOTHING: Leaving = { counted: new Map(), inactive: [] };
