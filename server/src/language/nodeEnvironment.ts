import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmulatorServer } from '../daemon/emulatorServer.js';
import type { Device } from '../devices/device.js';
import { openDevice } from '../devices/open.js';
import { formatDeviceUri } from '../devices/uri.js';
import type { AdapterDescription } from '../emulator/description.js';
import { MiniportAdapter } from '../emulator/miniport.js';
import type { Environment, RunningEmulator } from './environment.js';

/** The platform as Node gives it. */
export class NodeEnvironment implements Environment {
	readonly #servers = new Set<EmulatorServer>();
	#folder: Promise<string> | undefined;
	#started = 0;

	/** @param process whose environment variables hold the tokens of devices, and with which all ends */
	constructor(readonly process: NodeJS.Process) {}

	openDevice(uri: string, signal: AbortSignal): Promise<Device> {
		return openDevice(uri, { signal, environment: this.process.env });
	}

	async startEmulator(description: AdapterDescription): Promise<RunningEmulator> {
		this.#folder ??= this.#makePrivateFolder();
		const path = join(await this.#folder, `emulator-${++this.#started}.sock`);
		const server = new EmulatorServer(new MiniportAdapter(description));
		await server.listen({ kind: 'unix', path });
		this.#servers.add(server);
		const stop = async () => {
			this.#servers.delete(server);
			await server.close();
		};
		return { uri: formatDeviceUri({ kind: 'emulator', transport: 'unix', path }), stop };
	}

	async dispose(): Promise<void> {
		await Promise.allSettled([...this.#servers].map((server) => server.close()));
		this.#servers.clear();
		if (this.#folder) await rm(await this.#folder, { recursive: true, force: true });
		this.#folder = undefined;
	}

	async #makePrivateFolder(): Promise<string> {
		// mkdtemp makes the folder with mode 0700.
		const folder = await mkdtemp(join(tmpdir(), 'rssv2-'));
		// A client that goes without a shutdown request leaves no time for anything asynchronous.
		this.process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
		return folder;
	}
}
