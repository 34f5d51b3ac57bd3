import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SshTarget } from '../uri.js';
import { HeldProgram } from './held.js';
import { type RunLimits, type Runner, runHere } from './runner.js';
import { connectionError, runSsh, SSH_FAILED, type SshWay, sshArguments } from './ssh.js';

/** What ssh says when it got there and cannot share the connection: no sockets on this file system, … */
const NO_SOCKET = /\bmux|unix_listener|control ?(?:socket|path)/i;
/** What runs at the other end of a shared connection: nothing but until its input ends, with us or with the connection. */
const HOLD = ['sh', '-c', 'echo open; exec cat >/dev/null'];
/**
 * Folders of a socket that ssh takes as they are: without what it would take for its own, and short, because a socket's path
 * has 104 bytes on some systems and ssh appends 17 while it makes one.
 */
const PLAIN_FOLDER = /^[\w./-]{1,80}$/;

/**
 * Programs on another machine over one connection of the user's own ssh in place of one each (ControlMaster, ssh_config(5)):
 * a push runs a dozen, and every login costs time, may be counted by a firewall, or wants a key to be touched. Where the
 * user's configuration says itself how connections are shared, that holds and nothing is shared here.
 */
export class SshConnection {
	readonly #target: SshTarget;
	readonly #environment: Readonly<Record<string, string | undefined>>;
	readonly #connectLimit: number;
	#mayShare: boolean | undefined;
	#shared: { readonly held: HeldProgram; readonly folder: string } | undefined;

	/** @param connectLimit milliseconds to connect at most */
	constructor(
		target: SshTarget,
		environment: Readonly<Record<string, string | undefined>>,
		connectLimit: number,
	) {
		this.#target = target;
		this.#environment = environment;
		this.#connectLimit = connectLimit;
	}

	/** Runs a program there; over a connection of its own where none is shared (any more). */
	readonly run: Runner = (invocation, limits) =>
		runSsh(this.#target, invocation, limits, this.#environment, this.#way);

	/** The arguments of ssh that run a program with these very arguments there. */
	argumentsOf(argv: readonly string[]): string[] {
		return sshArguments(this.#target, argv, this.#way);
	}

	/**
	 * Connects anew, and shares that connection where it may be.
	 * @throws DeviceError `connect-failed`, `connection-lost`, `unauthorized`, `timeout`, `cancelled`, `not-available`
	 */
	async open(limits: RunLimits): Promise<void> {
		await this.drop();
		this.#mayShare ??= await this.#asksForNothing(limits);
		if (this.#mayShare && (await this.#share(limits))) return;
		await this.run({ argv: ['true'] }, limits);
	}

	/** Ends the shared connection, once what runs over it has ended. Never throws. */
	async close(): Promise<void> {
		const shared = this.#shared;
		this.#shared = undefined;
		if (!shared) return;
		await shared.held.release();
		await removeFolder(shared.folder);
	}

	/** Ends a shared connection that may be dead already: nothing is waited for. Never throws. */
	async drop(): Promise<void> {
		const shared = this.#shared;
		this.#shared = undefined;
		if (!shared) return;
		shared.held.kill();
		await removeFolder(shared.folder);
	}

	get #way(): SshWay {
		const { folder } = this.#shared ?? {};
		return {
			connectLimit: this.#connectLimit,
			...(folder !== undefined && { share: { socket: socketIn(folder), role: 'use' } }),
		};
	}

	/** Whether it worked; where it did not, programs have connections of their own. */
	async #share({ limit, signal }: RunLimits): Promise<boolean> {
		const folder = await mkdtemp(join(tmpdir(), 'rssv2-')).catch(() => undefined);
		if (folder === undefined) return false;
		try {
			if (!PLAIN_FOLDER.test(folder)) return false;
			const share = { socket: socketIn(folder), role: 'offer' } as const;
			const argv = sshArguments(this.#target, HOLD, { connectLimit: this.#connectLimit, share });
			const limits = { limit: limit + this.#connectLimit, signal };
			const started = await HeldProgram.start(argv, limits, this.#environment);
			if ('held' in started) {
				this.#shared = { held: started.held, folder };
				return true;
			}
			const { code, stderr } = started.output;
			if (code === SSH_FAILED && !NO_SOCKET.test(stderr)) throw connectionError(this.#target, { stderr });
			return false;
		} finally {
			if (this.#shared?.folder !== folder) await removeFolder(folder);
		}
	}

	/** Whether the user's configuration leaves open how connections are shared. That of Windows cannot share any. */
	async #asksForNothing(limits: RunLimits): Promise<boolean> {
		if (process.platform === 'win32') return false;
		const [program = '', ...args] = sshArguments(this.#target, [], { connectLimit: this.#connectLimit });
		const argv = [program, '-G', ...args.slice(0, -1)];
		const { code, stdout } = await runHere({ argv }, limits, this.#environment);
		return code === 0 && !/^controlpath (?!none$)|^controlmaster (?!(?:false|no)$)/im.test(stdout);
	}
}

const socketIn = (folder: string): string => join(folder, 's');

async function removeFolder(folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true }).catch(() => {});
}
