import type { Configuration } from '../config/model.js';
import type { DeviceItem } from '../protocol.js';
import { describeAdapter } from '../validation/compile.js';
import type { Environment, RunningEmulator } from './environment.js';

interface Listed {
	readonly item: DeviceItem;
	readonly emulator: RunningEmulator;
}

/** The emulators that run inside this server. */
export class EmbeddedEmulators {
	readonly #running = new Map<string, Listed>();

	constructor(
		readonly environment: Environment,
		readonly changed: () => void,
	) {}

	/** Those that run now, oldest first. */
	list(): DeviceItem[] {
		return [...this.#running.values()].map(({ item }) => item);
	}

	/** Starts a fresh emulator of a configuration's adapter. */
	async start(configuration: Configuration): Promise<DeviceItem> {
		const description = describeAdapter(configuration);
		const emulator = await this.environment.startEmulator(description);
		const label = this.#unused(`Emulator of ${description.name}`);
		const item: DeviceItem = { uri: emulator.uri, label, kind: 'emulator', origin: 'embedded' };
		this.#running.set(emulator.uri, { item, emulator });
		this.changed();
		return item;
	}

	/** Stops one; false when none such runs. */
	async stop(uri: string): Promise<boolean> {
		const running = this.#running.get(uri);
		if (!running) return false;
		this.#running.delete(uri);
		await running.emulator.stop();
		this.changed();
		return true;
	}

	/** A second emulator of one adapter is told apart by a number. */
	#unused(label: string): string {
		const used = new Set(this.list().map((item) => item.label));
		if (!used.has(label)) return label;
		let n = 2;
		while (used.has(`${label} (${n})`)) n++;
		return `${label} (${n})`;
	}
}
