import { join } from 'node:path';
import type { Configuration } from '../config/model.js';
import { EmulatorServer } from '../daemon/emulatorServer.js';
import { formatDeviceUri } from '../devices/uri.js';
import { MiniportAdapter } from '../emulator/miniport.js';
import type { DeviceItem } from '../protocol.js';
import { describeAdapter } from '../validation/compile.js';
import type { Environment } from './environment.js';

interface Running {
	readonly item: DeviceItem;
	readonly server: EmulatorServer;
}

/** The emulators that run inside this server, each on a socket of its own in a private folder. */
export class EmbeddedEmulators {
	readonly #running = new Map<string, Running>();
	#folder: Promise<string> | undefined;
	#started = 0;

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
		this.#folder ??= this.environment.makePrivateFolder();
		const path = join(await this.#folder, `emulator-${++this.#started}.sock`);
		const description = describeAdapter(configuration);
		const server = new EmulatorServer(new MiniportAdapter(description));
		await server.listen({ kind: 'unix', path });
		const uri = formatDeviceUri({ kind: 'emulator', transport: 'unix', path });
		const item: DeviceItem = {
			uri,
			label: `Emulator of ${description.name}`,
			kind: 'emulator',
			origin: 'embedded',
		};
		this.#running.set(uri, { item, server });
		this.changed();
		return item;
	}

	/** Stops one; false when none such runs. */
	async stop(uri: string): Promise<boolean> {
		const running = this.#running.get(uri);
		if (!running) return false;
		this.#running.delete(uri);
		await running.server.close();
		this.changed();
		return true;
	}

	/** Stops all and removes their folder. */
	async dispose(): Promise<void> {
		const servers = [...this.#running.values()];
		this.#running.clear();
		await Promise.allSettled(servers.map(({ server }) => server.close()));
		if (this.#folder) await this.environment.removeFolder(await this.#folder);
		this.#folder = undefined;
	}
}
