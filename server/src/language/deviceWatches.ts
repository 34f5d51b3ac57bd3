import type { Device, DeviceCounters } from '../devices/device.js';
import type { Environment } from './environment.js';

/** Time between two tellings of what a device counted at least, in milliseconds. */
const COUNTERS_PACE = 500;

/** What is told of watched devices. */
export interface DeviceListener {
	/** One is in another state, or can no longer be watched. */
	changed(device: string): void;
	/** One counted packets. */
	counted(device: string, counters: DeviceCounters): void;
}

/** Connections over which devices tell that they changed. */
export class DeviceWatches {
	readonly #environment: Pick<Environment, 'openDevice'>;
	readonly #listener: DeviceListener;
	readonly #watched = new Map<string, AbortController>();

	constructor(environment: Pick<Environment, 'openDevice'>, listener: DeviceListener) {
		this.#environment = environment;
		this.#listener = listener;
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
				const counting = this.#count(uri, device, signal);
				await device.watch?.(() => this.#listener.changed(uri), signal);
				await counting;
			} finally {
				await device.close();
			}
		} catch {
			// Whoever looks at the device next is told what is wrong with it.
		}
		if (this.#watched.get(uri) !== controller) return;
		this.#watched.delete(uri);
		if (lost && !signal.aborted) this.#listener.changed(uri);
	}

	/** Never rejects: a device that does not count, or no longer, is watched all the same. */
	async #count(uri: string, device: Device, signal: AbortSignal): Promise<void> {
		try {
			const tell = (counters: DeviceCounters) => this.#listener.counted(uri, counters);
			await device.watchCounters?.(tell, COUNTERS_PACE, signal);
		} catch {
			// Its rows show no counters then.
		}
	}
}
