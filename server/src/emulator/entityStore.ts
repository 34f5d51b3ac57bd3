import type { EntityState } from './state.js';

/** The scaling entities of one adapter and whether it has a switch. Entities are replaced, never changed in place. */
export class EntityStore {
	readonly #entities = new Map<number, EntityState>();
	#revision = 0;
	#switchExists: boolean;

	constructor(switchExists: boolean) {
		this.#switchExists = switchExists;
	}

	/** Grows with every change. */
	get revision(): number {
		return this.#revision;
	}

	/** Whether VPorts can be created; a switch may be there without any. */
	get switchExists(): boolean {
		return this.#switchExists;
	}

	set switchExists(exists: boolean) {
		this.#revision++;
		this.#switchExists = exists;
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
		this.#entities.set(entity.vportId, entity);
	}

	delete(vportId: number): void {
		this.#revision++;
		this.#entities.delete(vportId);
	}

	/** These and no others. */
	replace(entities: readonly EntityState[]): void {
		this.#revision++;
		this.#entities.clear();
		for (const entity of entities) this.#entities.set(entity.vportId, entity);
	}
}
