/**
 * Runs a task one at a time. What is asked for while it runs is done once, when it has ended, so that the last run
 * always begins after the last question.
 */
export class Coalescer {
	#running = false;
	#asked = false;

	/** @param task must not reject */
	constructor(readonly task: () => Promise<void>) {}

	/** Asks for a run; resolves when none is left to do, or at once when somebody else waits for that. */
	async run(): Promise<void> {
		this.#asked = true;
		if (this.#running) return;
		this.#running = true;
		try {
			while (this.#asked) {
				this.#asked = false;
				await this.task();
			}
		} finally {
			this.#running = false;
		}
	}
}
