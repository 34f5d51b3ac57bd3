import type { EntityState, NicSwitchState } from './state.js';

/** Is told of an entity that is replaced by another, comes (no `before`) or goes (no `after`). It must not throw. */
export type EntityObserver = (before: EntityState | undefined, after: EntityState | undefined) => void;

/** The scaling entities of one adapter and its switch. Both are replaced, never changed in place. */
export class EntityStore {
	readonly #entities = new Map<number, EntityState>();
	readonly #observers: EntityObserver[] = [];
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

	/** Every entity, by ascending VPort id. */
	all(): EntityState[] {
		return [...this.#entities.values()].sort((a, b) => a.vportId - b.vportId);
	}

	put(entity: EntityState): void {
		this.#revision++;
		const before = this.#entities.get(entity.vportId);
		this.#entities.set(entity.vportId, entity);
		this.#tell(before, entity);
	}

	delete(vportId: number): void {
		this.#revision++;
		const before = this.#entities.get(vportId);
		this.#entities.delete(vportId);
		if (before) this.#tell(before, undefined);
	}

	/** These and no others. */
	replace(entities: readonly EntityState[]): void {
		this.#revision++;
		const before = new Map(this.#entities);
		this.#entities.clear();
		for (const entity of entities) this.#entities.set(entity.vportId, entity);
		for (const entity of entities) this.#tell(before.get(entity.vportId), entity);
		for (const [vportId, entity] of before) if (!this.#entities.has(vportId)) this.#tell(entity, undefined);
	}

	#tell(before: EntityState | undefined, after: EntityState | undefined): void {
		for (const observer of this.#observers) observer(before, after);
	}
}
