/** Runs work for a key once its touches have rested for a while. */
export class Debouncer {
	readonly #timers = new Map<string, NodeJS.Timeout>();

	/** @param rest milliseconds without a touch; @param failed is told what the work throws */
	constructor(
		readonly rest: number,
		readonly work: (key: string) => void,
		readonly failed: (error: unknown) => void,
	) {}

	touch(key: string): void {
		clearTimeout(this.#timers.get(key));
		this.#timers.set(
			key,
			setTimeout(() => this.now(key), this.rest),
		);
	}

	/** Runs the work at once, in place of what waits. */
	now(key: string): void {
		this.forget(key);
		try {
			this.work(key);
		} catch (error) {
			this.failed(error);
		}
	}

	forget(key: string): void {
		clearTimeout(this.#timers.get(key));
		this.#timers.delete(key);
	}

	dispose(): void {
		for (const key of [...this.#timers.keys()]) this.forget(key);
	}
}
