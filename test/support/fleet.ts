import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import { readFaults } from '../../server/src/daemon/faultSpec.js';
import type { FaultSpec } from '../../server/src/daemon/protocol.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import type { AdapterState } from '../../server/src/emulator/state.js';
import { describeAdapter } from '../../server/src/validation/compile.js';
import { model, vmqText } from './configuration.js';

/** Why no fleet can be tested here; undefined when one can. */
export function whyNoAnsible(): string | undefined {
	const { error, status } = spawnSync('ansible-playbook', ['--version'], { stdio: 'ignore' });
	if (!error && status === 0) return undefined;
	return 'no ansible-playbook on the PATH: install it (Debian: apt-get install ansible-core)';
}

/** What the hosts of a fleet are pushed. */
export const wantedText = vmqText(`  - id: 0
    name: Default
    rss: true
    numberOfQueues: 4
    indirectionTable: { numberOfEntries: 16, processors: ["0:2", "0:4", "0:6", "0:8"] }
  - id: 1
    name: sql01
    rss: true
    numberOfQueues: 2
    indirectionTable: ["0:10", "0:12", "0:10", "0:12"]
`);

/** An emulated host. */
export interface EmulatedHost {
	readonly name: string;
	readonly adapter: MiniportAdapter;
	readonly socket: string;
	/** The state before anything was pushed. */
	readonly before: AdapterState;
	server: EmulatorServer;
}

/** Emulators in this process, one a host, each on a socket of its own. */
export class EmulatedFleet {
	readonly hosts = new Map<string, EmulatedHost>();

	private constructor(readonly folder: string) {}

	static async start(names: readonly string[]): Promise<EmulatedFleet> {
		const fleet = new EmulatedFleet(await mkdtemp(join(tmpdir(), 'rssv2-hosts-')));
		const description = describeAdapter(model(wantedText));
		for (const [i, name] of names.entries()) {
			const adapter = new MiniportAdapter(description);
			const socket = join(fleet.folder, `${i}.sock`);
			const host = { name, adapter, socket, before: adapter.state(), server: new EmulatorServer(adapter) };
			await host.server.listen({ kind: 'unix', path: socket });
			fleet.hosts.set(name, host);
		}
		return fleet;
	}

	host(name: string): EmulatedHost {
		const host = this.hosts.get(name);
		if (!host) throw new Error(`no host ${name}`);
		return host;
	}

	/** Gives a host other faults: another daemon in front of the same adapter; none at all when `faults` is undefined. */
	async replace(name: string, faults: readonly FaultSpec[] | undefined): Promise<void> {
		const host = this.host(name);
		await host.server.close();
		if (faults === undefined) return;
		host.server = new EmulatorServer(host.adapter, { faults: readFaults({ faults }) });
		await host.server.listen({ kind: 'unix', path: host.socket });
	}

	/** A daemon in front of an adapter, on a socket of another name. */
	async listen(adapter: MiniportAdapter, socket: string): Promise<EmulatorServer> {
		const server = new EmulatorServer(adapter);
		await server.listen({ kind: 'unix', path: socket });
		return server;
	}

	/** An inventory of them, in their order, with more variables where they are given, and others after them; where it lies. */
	async inventory(
		more: Readonly<Record<string, object>> = {},
		others: Readonly<Record<string, object>> = {},
	): Promise<string> {
		const hosts = Object.fromEntries(
			[...this.hosts].map(([name, { socket }]) => [
				name,
				{ rssv2_device: `emulator://${socket}`, ...more[name] },
			]),
		);
		const file = join(this.folder, 'inventory.yaml');
		await writeFile(file, stringify({ all: { hosts: { ...hosts, ...others } } }));
		return file;
	}

	async stop(): Promise<void> {
		for (const { server } of this.hosts.values()) await server.close();
		await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}
}
