import type { LockResult } from '../device.js';
import { DeviceError } from '../deviceError.js';
import { HeldProgram } from '../programs/held.js';
import type { RunLimits } from '../programs/runner.js';
import { pause } from './pause.js';

/**
 * `sh -c SCRIPT sh INTERFACE OWNER`: takes the lock of an interface on its machine (flock of a file that only root can
 * write) and holds it while lines come, one every few seconds. It is given back when they end: with the push, with the
 * process that pushes, or with the connection. Where there is no flock it says so.
 */
const LOCK_SCRIPT = `PATH=$PATH:/usr/sbin:/sbin
umask 022
command -v flock >/dev/null && command -v timeout >/dev/null || { echo none; exit 0; }
mkdir -p /run/rssv2 && exec 9>>"/run/rssv2/$1.lock" || exit 1
if ! flock -n 9; then printf 'held '; cat "/run/rssv2/$1.lock"; exit 0; fi
printf '%s\\n' "$2" >"/run/rssv2/$1.lock"
echo locked
while [ -n "$(timeout 30 head -n 1 9>&-)" ]; do :; done
`;

/** Milliseconds that a lock of our own is waited for, which an earlier connection may not have given back yet. */
const OWN_LOCK_LIMIT = 40_000;
const RETRY = 500;

/** The right to change an interface alone, held by a program on its machine. */
export class InterfaceLock {
	/** The argument list that runs a program as root on the machine of the interface. */
	readonly #rootly: (argv: readonly string[]) => readonly string[];
	readonly #environment: Readonly<Record<string, string | undefined>>;
	#held: HeldProgram | undefined;
	#taken = false;

	constructor(
		rootly: (argv: readonly string[]) => readonly string[],
		environment: Readonly<Record<string, string | undefined>>,
	) {
		this.#rootly = rootly;
		this.#environment = environment;
	}

	/** @throws DeviceError */
	async take(interfaceName: string, owner: string, limits: RunLimits): Promise<LockResult> {
		const name = owner.replace(/\s+/g, ' ');
		const end = performance.now() + OWN_LOCK_LIMIT;
		for (;;) {
			const result = await this.#try(interfaceName, name, limits);
			if (result.acquired || result.heldBy !== name || performance.now() >= end) return result;
			await pause(RETRY, limits.signal);
		}
	}

	async #try(interfaceName: string, owner: string, limits: RunLimits): Promise<LockResult> {
		const argv = this.#rootly(['sh', '-c', LOCK_SCRIPT, 'sh', interfaceName, owner]);
		const started = await HeldProgram.start(argv, limits, this.#environment);
		if ('held' in started && started.line === 'locked') {
			this.#held = started.held;
			this.#taken = true;
			return { acquired: true };
		}
		if ('held' in started) await started.held.release();
		const line = 'held' in started ? started.line : (started.output.stdout.split('\n')[0] ?? '');
		// A machine without flock offers no lock; the plan says so.
		if (line === 'none') return { acquired: true };
		if (line.startsWith('held')) return { acquired: false, heldBy: line.slice(5) || 'another push' };
		const said = 'output' in started ? started.output.stderr.trim().split('\n').at(-1) : line;
		throw new DeviceError(
			'connect-failed',
			`The lock of ${interfaceName} could not be taken: ${said || 'it ended without a word'}.`,
		);
	}

	/** @throws DeviceError `connection-lost` when it was taken, and what holds it has ended since: others may have it now */
	requireHeld(): void {
		if (!this.#taken || this.#held?.running === true) return;
		throw new DeviceError('connection-lost', 'The connection that held the lock of the interface has ended.');
	}

	/** Gives it back. Never throws. */
	async release(): Promise<void> {
		const held = this.#held;
		this.#forget();
		await held?.release();
	}

	/** Gives it back over a connection that may be gone: nothing is waited for. */
	drop(): void {
		this.#held?.kill();
		this.#forget();
	}

	#forget(): void {
		this.#held = undefined;
		this.#taken = false;
	}
}
