/** What is done for saves: one at a time for each device, and of each file that waits only the latest save. */
export class SaveQueue {
	readonly #waiting = new Map<string, Map<string, () => Promise<void>>>();

	/**
	 * Does work as soon as the device is free.
	 * @param work never rejects
	 */
	add(device: string, file: string, work: () => Promise<void>): void {
		const busy = this.#waiting.get(device);
		if (busy) {
			busy.set(file, work);
			return;
		}
		const waiting = new Map([[file, work]]);
		this.#waiting.set(device, waiting);
		void this.#run(device, waiting);
	}

	async #run(device: string, waiting: Map<string, () => Promise<void>>): Promise<void> {
		for (;;) {
			const [next] = waiting;
			if (!next) break;
			const [file, work] = next;
			waiting.delete(file);
			await work();
		}
		this.#waiting.delete(device);
	}
}
