import type { Environment } from './environment.js';

/** Connections over which devices tell that they changed. */
export class DeviceWatches {
	readonly #environment: Pick<Environment, 'openDevice'>;
	readonly #changed: (device: string) => void;
	readonly #watched = new Map<string, AbortController>();

	/** @param changed called when a watched device is in another state, or can no longer be watched */
	constructor(environment: Pick<Environment, 'openDevice'>, changed: (device: string) => void) {
		this.#environment = environment;
		this.#changed = changed;
	}

	/** Watches these devices and no others. One that cannot be watched is not, until it is named again. */
	set(devices: readonly string[]): void {
		const wanted = new Set(devices);
		for (const [device, controller] of this.#watched) {
			if (wanted.has(device)) continue;
			this.#watched.delete(device);
			controller.abort();
		}
		for (const device of wanted) {
			if (this.#watched.has(device)) continue;
			const controller = new AbortController();
			this.#watched.set(device, controller);
			void this.#watch(device, controller);
		}
	}

	async #watch(uri: string, controller: AbortController): Promise<void> {
		const { signal } = controller;
		let lost = false;
		try {
			const device = await this.#environment.openDevice(uri, signal);
			try {
				lost = device.watch !== undefined;
				await device.watch?.(() => this.#changed(uri), signal);
			} finally {
				await device.close();
			}
		} catch {
			// Whoever looks at the device next is told what is wrong with it.
		}
		if (this.#watched.get(uri) !== controller) return;
		this.#watched.delete(uri);
		if (lost && !signal.aborted) this.#changed(uri);
	}
}
