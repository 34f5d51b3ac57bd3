/** Something that ends, perhaps not at once. */
export interface Ending {
	dispose(): unknown;
}

/** What lives from activation to deactivation. */
export class Lifecycle {
	readonly #parts: Ending[] = [];

	/** Takes charge of ending these, the last first. */
	add(...parts: readonly Ending[]): void {
		this.#parts.push(...parts);
	}

	/** Ends all, each after those that were added later. One that fails does not keep the others alive. */
	async dispose(): Promise<void> {
		const failures: unknown[] = [];
		for (const part of this.#parts.splice(0).reverse()) {
			try {
				await part.dispose();
			} catch (error) {
				failures.push(error);
			}
		}
		if (failures.length > 0) throw new AggregateError(failures, 'The extension did not end cleanly.');
	}
}
