import { spawn } from 'node:child_process';
import { DeviceError, throwIfCancelled } from '../deviceError.js';

/** A program to run on the device's machine, and what it reads. */
export interface Invocation {
	readonly argv: readonly string[];
	readonly stdin?: string;
}

/** What a program said and ended with. */
export interface Output {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

export interface RunLimits {
	/** Milliseconds that it may take. */
	readonly limit: number;
	/** Ends the program when it is aborted; leave it out for what must be seen through. */
	readonly signal?: AbortSignal | undefined;
}

/** Runs a program on the machine that a device is in. */
export type Runner = (invocation: Invocation, limits: RunLimits) => Promise<Output>;

/** Milliseconds that are waited for the end of what a program complains of, once it has ended and said all else. */
const LAST_WORDS = 500;
/** Most that is taken of what a program says, in characters. */
const MAX_OUTPUT = 16 * 1024 * 1024;

/**
 * Runs a program of this machine, without a shell.
 * @throws DeviceError `not-available` when it cannot be started, `timeout`, `cancelled`, `protocol` when it says too much
 */
export async function runHere(
	{ argv, stdin = '' }: Invocation,
	{ limit, signal }: RunLimits,
	environment: Readonly<Record<string, string | undefined>>,
): Promise<Output> {
	throwIfCancelled(signal);
	const [program = '', ...args] = argv;
	const ofItsOwn = process.platform !== 'win32';
	const child = spawn(program, args, {
		env: { ...environment },
		stdio: ['pipe', 'pipe', 'pipe'],
		windowsHide: true,
		// In a group of its own it can be ended with all that it started, and Ctrl+C at our terminal does not reach it: a step
		// that was begun is seen through.
		detached: ofItsOwn,
	});
	let stdout = '';
	let stderr = '';
	const ended = new AbortController();
	const stop = (error: DeviceError) => {
		ended.abort(error);
		try {
			if (ofItsOwn && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
			else child.kill('SIGKILL');
		} catch {
			// It has ended already, or runs as root: it is not waited for any more.
		}
		child.stdout.destroy();
		child.stderr.destroy();
	};
	const take = (chunk: string) => {
		if (stdout.length + stderr.length + chunk.length > MAX_OUTPUT)
			stop(new DeviceError('protocol', `${program} said more than ${MAX_OUTPUT} characters.`));
		return chunk;
	};
	child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
		stdout += take(chunk);
	});
	child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
		stderr += take(chunk);
	});
	// A program that does not read its input says why on its way out.
	child.stdin.on('error', () => {});
	child.stdin.end(stdin);
	const timer = setTimeout(
		() => stop(new DeviceError('timeout', `${program} did not end within ${limit / 1000} s.`)),
		limit,
	);
	const onAbort = () => stop(new DeviceError('cancelled', 'Cancelled.'));
	signal?.addEventListener('abort', onAbort, { once: true });
	try {
		const code = await new Promise<number>((resolve, reject) => {
			child.once('error', (cause) => {
				const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
				const why = missing ? 'it is not installed on this machine' : cause.message;
				reject(new DeviceError('not-available', `${program} cannot be run: ${why}.`, { cause }));
			});
			child.once('close', (status) => resolve(status ?? 255));
			// A program may leave another behind that keeps its standard error: ssh before 8.4 does with ControlPersist.
			child.once('exit', (status) => {
				const said = () => setTimeout(() => resolve(status ?? 255), LAST_WORDS).unref();
				if (child.stdout.closed) said();
				else child.stdout.once('close', said);
			});
			ended.signal.addEventListener('abort', () => reject(ended.signal.reason), { once: true });
		});
		return { code, stdout, stderr };
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', onAbort);
		child.stderr.destroy();
	}
}
