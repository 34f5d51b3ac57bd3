import type { EntityState, NicSwitchState } from './state.js';

/** Is told of an entity that is replaced by another, comes (no `before`) or goes (no `after`). It must not throw. */
export type EntityObserver = (before: EntityState | undefined, after: EntityState | undefined) => void;

/** The scaling entities of one adapter and its switch. Both are replaced, never changed in place. */
export class EntityStore {
	readonly #entities = new Map<number, EntityState>();
	readonly #observers: EntityObserver[] = [];
	/** By ascending VPort id; undefined while it has to be sorted anew. */
	#sorted: EntityState[] | undefined;
	#revision = 0;
	#nicSwitch: NicSwitchState | undefined;

	constructor(nicSwitch: NicSwitchState | undefined) {
		this.#nicSwitch = nicSwitch;
	}

	/** Grows with every change. */
	get revision(): number {
		return this.#revision;
	}

	/** The switch that VPorts are created on; it may be there without any. Undefined when there is none. */
	get nicSwitch(): NicSwitchState | undefined {
		return this.#nicSwitch;
	}

	set nicSwitch(nicSwitch: NicSwitchState | undefined) {
		this.#revision++;
		this.#nicSwitch = nicSwitch;
	}

	/** Tells the observer of every change of an entity from now on, right after it. */
	observe(observer: EntityObserver): void {
		this.#observers.push(observer);
	}

	get(vportId: number): EntityState | undefined {
		return this.#entities.get(vportId);
	}

	/** Every entity, by ascending VPort id; only until the next change. */
	all(): readonly EntityState[] {
		this.#sorted ??= [...this.#entities.values()].sort((a, b) => a.vportId - b.vportId);
		return this.#sorted;
	}

	put(entity: EntityState): void {
		this.#revision++;
		const before = this.#entities.get(entity.vportId);
		this.#entities.set(entity.vportId, entity);
		this.#sort(before, entity);
		this.#tell(before, entity);
	}

	delete(vportId: number): void {
		this.#revision++;
		const before = this.#entities.get(vportId);
		this.#entities.delete(vportId);
		this.#sorted = undefined;
		if (before) this.#tell(before, undefined);
	}

	/** These and no others. */
	replace(entities: readonly EntityState[]): void {
		this.#revision++;
		const before = new Map(this.#entities);
		this.#entities.clear();
		this.#sorted = undefined;
		for (const entity of entities) this.#entities.set(entity.vportId, entity);
		for (const entity of entities) this.#tell(before.get(entity.vportId), entity);
		for (const [vportId, entity] of before) if (!this.#entities.has(vportId)) this.#tell(entity, undefined);
	}

	/** Keeps the order where that is cheap: a change of one entity, and a new one behind all others. */
	#sort(before: EntityState | undefined, after: EntityState): void {
		const sorted = this.#sorted;
		if (!sorted) return;
		const last = sorted.at(-1);
		if (before) sorted[placeOf(sorted, after.vportId)] = after;
		else if (!last || last.vportId < after.vportId) sorted.push(after);
		else this.#sorted = undefined;
	}

	#tell(before: EntityState | undefined, after: EntityState | undefined): void {
		for (const observer of this.#observers) observer(before, after);
	}
}

/** Where the entity of a VPort is among sorted ones that have it. */
function placeOf(sorted: readonly EntityState[], vportId: number): number {
	let low = 0;
	let high = sorted.length - 1;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle]?.vportId ?? 0) < vportId) low = middle + 1;
		else high = middle;
	}
	return low;
}
