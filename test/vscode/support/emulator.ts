import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

/** One scaling entity of an emulator, as `state/get` tells it. */
export interface Entity {
	vportId: number;
	name: string;
	rssEnabled: boolean;
	numberOfQueues: number;
	primaryProcessor: string;
	defaultProcessor: string;
	indirectionTable: string[];
}

/** An emulated adapter in a process of its own, run by the command line. */
export class Emulator {
	private constructor(
		readonly uri: string,
		private readonly socket: string,
		private readonly home: string,
		private readonly process: ChildProcess,
	) {}

	/** Starts the adapter of a configuration file, fresh from its driver, and waits until it listens. Ends with its test. */
	static async start(adapter: string): Promise<Emulator> {
		const home = await mkdtemp(join(tmpdir(), 'rssv2-emulator-'));
		const socket = join(home, 'nic.sock');
		const uri = `emulator://${socket}`;
		const child = spawn(process.execPath, [
			inject('commandLine'),
			'emulator',
			'--adapter',
			adapter,
			'--listen',
			uri,
		]);
		let output = '';
		await new Promise<void>((resolve, reject) => {
			for (const stream of [child.stdout, child.stderr]) {
				stream.setEncoding('utf8').on('data', (chunk: string) => {
					output += chunk;
					if (output.includes(`listening on ${uri}`)) resolve();
				});
			}
			child.once('error', reject);
			child.once('close', (code) => reject(new Error(`the emulator ended with ${code}: ${output}`)));
		});
		const emulator = new Emulator(uri, socket, home, child);
		onTestFinished(() => emulator.stop());
		return emulator;
	}

	/** Asks for the state over the socket, with nothing of the product in between. */
	async state(): Promise<Entity[]> {
		return (await this.#ask<{ entities: Entity[] }>('state/get', {})).entities;
	}

	/** Lets a VPort receive packets of as many flows. */
	async receive(vportId: number, flows: number): Promise<void> {
		const packets = Array.from({ length: flows }, (_, i) => ({
			vportId,
			source: '198.51.100.7',
			destination: '192.0.2.1',
			sourcePort: 1024 + i,
			destinationPort: 443,
		}));
		await this.#ask('traffic/send', { packets });
	}

	/** Has the command line push a file to it, and kills that in the middle, some steps done. */
	async pushKilled(file: string, stateHome: string): Promise<void> {
		const first = JSON.stringify(await this.state());
		await this.fault({ skip: 2, times: 0xffff_ffff, effect: { kind: 'delay', milliseconds: 1_500 } });
		const child = spawn(
			process.execPath,
			[inject('commandLine'), 'push', file, '--device', this.uri, '--yes'],
			{
				env: { ...process.env, XDG_STATE_HOME: stateHome },
				stdio: 'ignore',
			},
		);
		const closed = once(child, 'close');
		await expect.poll(async () => JSON.stringify(await this.state()), { timeout: 30_000 }).not.toBe(first);
		child.kill('SIGKILL');
		await closed;
		await this.fault();
	}

	/** Has something go wrong from now on: effects as the daemon's `fault/set` takes them. */
	async fault(...faults: object[]): Promise<void> {
		await this.#ask('fault/set', { faults });
	}

	async #ask<Result>(method: string, params: object): Promise<Result> {
		const socket = createConnection(this.socket);
		await once(socket, 'connect');
		const connection = createMessageConnection(
			new StreamMessageReader(socket),
			new StreamMessageWriter(socket),
		);
		connection.listen();
		try {
			return await connection.sendRequest<Result>(method, params);
		} finally {
			connection.dispose();
			socket.destroy();
		}
	}

	async stop(): Promise<void> {
		if (this.process.exitCode === null && this.process.signalCode === null) {
			const closed = once(this.process, 'close');
			this.process.kill('SIGTERM');
			await closed;
		}
		await rm(this.home, { recursive: true, force: true });
	}
}
