/**
 * Keeps requests about one scaling entity in the order in which they came, although some of them wait: the next begins when
 * the one before it is answered. Requests about different entities do not wait for each other; one about the whole adapter
 * waits for all before it, and all after it wait for it. Nothing waits while nothing is under way.
 */
export class EntityQueue {
	/** The last request under way about each entity; settled ones are taken out. */
	readonly #last = new Map<number, Promise<unknown>>();
	/** The last request under way about the whole adapter. */
	#lastOfAll: Promise<unknown> | undefined;

	/**
	 * Does the work of a request when its turn comes; at once, when nothing is before it.
	 * @param vportId the entity that it is about; undefined for the whole adapter
	 */
	run<T>(vportId: number | undefined, work: () => T | Promise<T>): T | Promise<T> {
		const before = this.#before(vportId);
		const result = before.length === 0 ? work() : Promise.allSettled(before).then(work);
		if (result instanceof Promise) this.#remember(vportId, result);
		return result;
	}

	#before(vportId: number | undefined): Promise<unknown>[] {
		const own = vportId === undefined ? [...this.#last.values()] : [this.#last.get(vportId)];
		return [this.#lastOfAll, ...own].filter((one) => one !== undefined);
	}

	#remember(vportId: number | undefined, result: Promise<unknown>): void {
		const forget = () => {
			if (vportId === undefined) {
				if (this.#lastOfAll === result) this.#lastOfAll = undefined;
			} else if (this.#last.get(vportId) === result) this.#last.delete(vportId);
		};
		if (vportId === undefined) this.#lastOfAll = result;
		else this.#last.set(vportId, result);
		// Whoever asked hears of the failure; here it only ends the wait.
		result.then(forget, forget);
	}
}
