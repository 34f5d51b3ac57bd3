import { type ChildProcess, spawn } from 'node:child_process';
import { DeviceError, throwIfCancelled } from '../deviceError.js';
import type { Output, RunLimits } from './runner.js';

/** Milliseconds between two signs of life that a held program is given. */
const BEAT = 5_000;
/** Milliseconds that it may take to end once its input has ended. */
const PATIENCE = 2_000;
/** Most that is kept of what it says, in characters. */
const MAX_OUTPUT = 64 * 1024;

/**
 * A program that runs until it is released: it reads a line of its input every five seconds, and the end of its input when
 * it is released, when this process ends, or when the connection to it breaks.
 */
export class HeldProgram {
	readonly #child: ChildProcess;
	readonly #ended: Promise<number>;
	readonly #beat: NodeJS.Timeout;
	#running = true;
	#stdout = '';
	#stderr = '';

	private constructor(
		program: string,
		args: readonly string[],
		environment: Readonly<Record<string, string | undefined>>,
	) {
		const child = spawn(program, args, {
			env: { ...environment },
			stdio: ['pipe', 'pipe', 'pipe'],
			windowsHide: true,
			// Ctrl+C at our terminal does not reach it: what it holds is held while a step is seen through.
			detached: process.platform !== 'win32',
		});
		this.#child = child;
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
			this.#stdout = (this.#stdout + chunk).slice(0, MAX_OUTPUT);
		});
		child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
			this.#stderr = (this.#stderr + chunk).slice(0, MAX_OUTPUT);
		});
		// It may end at any time: `running` tells.
		child.stdin.on('error', () => {});
		this.#ended = new Promise((resolve, reject) => {
			child.once('error', (cause) => {
				this.#stop();
				reject(new DeviceError('not-available', `${program} cannot be run: ${cause.message}.`, { cause }));
			});
			child.once('close', (status) => {
				this.#stop();
				resolve(status ?? 255);
			});
		});
		// Looked at only by who waits for it.
		this.#ended.catch(() => {});
		this.#beat = setInterval(() => child.stdin.write('.\n'), BEAT);
		this.#beat.unref();
	}

	/**
	 * Starts a program of this machine, without a shell, and waits for the first line that it says, or for its end.
	 * @returns the program with that line, or what it ended with
	 * @throws DeviceError `not-available` when it cannot be started, `timeout`, `cancelled`
	 */
	static async start(
		[program = '', ...args]: readonly string[],
		{ limit, signal }: RunLimits,
		environment: Readonly<Record<string, string | undefined>>,
	): Promise<{ readonly held: HeldProgram; readonly line: string } | { readonly output: Output }> {
		throwIfCancelled(signal);
		const held = new HeldProgram(program, args, environment);
		const { stdout } = held.#child;
		let timer: NodeJS.Timeout | undefined;
		let onAbort = () => {};
		const stopped = new Promise<never>((_, reject) => {
			const late = new DeviceError('timeout', `${program} did not answer within ${limit / 1000} s.`);
			timer = setTimeout(() => reject(late), limit);
			onAbort = () => reject(new DeviceError('cancelled', 'Cancelled.'));
			signal?.addEventListener('abort', onAbort, { once: true });
		});
		const firstLine = new Promise<undefined>((resolve) => {
			stdout?.on('data', () => {
				if (held.#stdout.includes('\n')) resolve(undefined);
			});
		});
		try {
			const code = await Promise.race([firstLine, held.#ended, stopped]);
			if (code === undefined) return { held, line: held.#stdout.slice(0, held.#stdout.indexOf('\n')) };
			return { output: { code, stdout: held.#stdout, stderr: held.#stderr } };
		} catch (error) {
			held.kill();
			throw error;
		} finally {
			clearTimeout(timer);
			signal?.removeEventListener('abort', onAbort);
		}
	}

	/** Whether it still runs, as far as this machine can tell. */
	get running(): boolean {
		return this.#running;
	}

	/** Ends its input and waits until it has ended, for a while. Never throws. */
	async release(): Promise<void> {
		if (!this.#running) return;
		this.#child.stdin?.end();
		const timer = setTimeout(() => this.kill(), PATIENCE);
		await this.#ended.catch(() => undefined);
		clearTimeout(timer);
	}

	/** Ends it at once. Never throws. */
	kill(): void {
		this.#stop();
		this.#child.kill('SIGKILL');
		this.#child.stdin?.destroy();
		this.#child.stdout?.destroy();
		this.#child.stderr?.destroy();
	}

	#stop(): void {
		this.#running = false;
		clearInterval(this.#beat);
	}
}
