import type { Configuration } from '../../config/model.js';
import type { AdapterDescription } from '../../emulator/description.js';
import type {
	Device,
	DeviceRequest,
	DeviceState,
	DeviceTimeouts,
	LockResult,
	StepResult,
	TrafficCheck,
} from '../device.js';
import { DeviceError, throwIfCancelled } from '../deviceError.js';
import type { NotOnTarget } from '../notOnTarget.js';
import { type Invocation, type Output, type Runner, runHere } from '../programs/runner.js';
import { SshConnection } from '../programs/sshConnection.js';
import type { DeviceUri } from '../uri.js';
import { invocationFor, refusalIn } from './commands.js';
import { type QueueCount, readCounts } from './counts.js';
import { InterfaceLock } from './lock.js';
import { otherInterface } from './misfit.js';
import { type LinuxNic, nicOf } from './nic.js';
import { pause } from './pause.js';
import { LINUX_PLANNER } from './planner.js';
import { readNic } from './readNic.js';
import { READ_SCRIPT } from './readScript.js';
import { isLinuxRequest } from './request.js';
import { describeNic, stateOfNic } from './state.js';
import { judgeTraffic } from './traffic.js';

export type LinuxUri = DeviceUri & { readonly kind: 'linux' };

/** Milliseconds between two attempts to reach a machine. */
const RETRY = 500;

/** A network interface of this machine or of one that ssh reaches, over one connection until it is closed. */
export class LinuxDevice implements Device {
	readonly uri: LinuxUri;
	readonly planner = LINUX_PLANNER;
	readonly #ssh: SshConnection | undefined;
	readonly #run: Runner;
	readonly #limit: number;
	/** Milliseconds that a machine which was reached once is waited for. */
	readonly #patience: number;
	readonly #lock: InterfaceLock;
	#reached = false;
	#nic: LinuxNic | undefined;

	/** @param environment of the programs that are run: PATH, SSH_AUTH_SOCK … */
	constructor(
		uri: LinuxUri,
		timeouts: DeviceTimeouts,
		environment: Readonly<Record<string, string | undefined>>,
	) {
		this.uri = uri;
		this.#limit = timeouts.request;
		this.#patience = 2 * timeouts.connect;
		const ssh = uri.ssh && new SshConnection(uri.ssh, environment, timeouts.connect);
		this.#ssh = ssh;
		this.#run = ssh ? ssh.run : (invocation, limits) => runHere(invocation, limits, environment);
		const there = (argv: readonly string[]) => ssh?.argumentsOf(argv) ?? argv;
		this.#lock = new InterfaceLock((argv) => there(this.#asRoot(argv)), environment);
	}

	async describe(signal?: AbortSignal): Promise<AdapterDescription> {
		return describeNic(this.#nic ?? (await this.#look(signal)));
	}

	misfits(configuration: Configuration): NotOnTarget[] {
		return otherInterface(configuration, this.uri.interface);
	}

	async lock(owner: string, signal?: AbortSignal): Promise<LockResult> {
		return this.#lock.take(this.uri.interface, owner, { limit: this.#patience, signal });
	}

	async unlock(): Promise<void> {
		await this.#lock.release();
	}

	async read(signal?: AbortSignal): Promise<DeviceState> {
		return stateOfNic(await this.#look(signal));
	}

	async apply(request: DeviceRequest, signal?: AbortSignal): Promise<StepResult> {
		if (!isLinuxRequest(request))
			throw new DeviceError('protocol', 'A network interface takes no OID requests.');
		throwIfCancelled(signal);
		this.#lock.requireHeld();
		// Interrupts may be others since the channels changed.
		const nic =
			request.kind === 'linuxAffinity' ? await this.#look(signal) : (this.#nic ?? (await this.#look(signal)));
		const invocation = invocationFor(request, nic);
		if ('refused' in invocation) return { accepted: false, message: invocation.refused };
		throwIfCancelled(signal);
		const refusal = refusalIn(request, await this.#runAsRoot(invocation));
		return refusal === undefined ? { accepted: true } : { accepted: false, message: refusal };
	}

	async verifyTraffic(wanted: DeviceState, seconds: number, signal?: AbortSignal): Promise<TrafficCheck> {
		const before = await this.#counts(signal);
		await pause(seconds * 1000, signal);
		return judgeTraffic(nicOf(wanted), before, await this.#counts(signal), seconds);
	}

	/** Packets of each queue since the driver began to count; undefined when it does not count by queue. */
	async #counts(signal: AbortSignal | undefined): Promise<QueueCount[] | undefined> {
		const { ethtool, interface: name } = this.#nic ?? (await this.#look(signal));
		const { stdout } = await this.#run({ argv: [ethtool, '-S', name] }, { limit: this.#limit, signal });
		return readCounts(stdout);
	}

	async reconnect(signal?: AbortSignal): Promise<void> {
		this.#nic = undefined;
		this.#lock.drop();
		// A server that is being started again, or a line that is down for a moment: worth waiting for when it was there before.
		const end = performance.now() + (this.#reached ? this.#patience : 0);
		for (;;) {
			try {
				await this.#ssh?.open({ limit: this.#limit, signal });
				this.#reached = true;
				return;
			} catch (error) {
				if (!isUnreachable(error) || performance.now() >= end) throw error;
				await pause(RETRY, signal);
			}
		}
	}

	async close(): Promise<void> {
		this.#nic = undefined;
		await this.#lock.release();
		await this.#ssh?.close();
	}

	async #look(signal: AbortSignal | undefined): Promise<LinuxNic> {
		const { context, sudo } = this.uri;
		const user = sudo === true ? ['sudo'] : context === undefined ? [] : ['-'];
		const which = context === undefined ? [] : [String(context)];
		const argv = ['sh', '-s', '--', this.uri.interface, ...user, ...which];
		const { stdout } = await this.#run({ argv, stdin: READ_SCRIPT }, { limit: this.#limit, signal });
		const nic = readNic(this.uri.interface, stdout, this.uri.ssh?.host ?? 'this machine', context);
		this.#nic = nic;
		return nic;
	}

	/** Not cancellable once begun: without its answer nobody knows what became of it. */
	#runAsRoot({ argv, stdin }: Invocation): Promise<Output> {
		const invocation = { argv: this.#asRoot(argv), ...(stdin !== undefined && { stdin }) };
		return this.#run(invocation, { limit: this.#limit });
	}

	#asRoot(argv: readonly string[]): readonly string[] {
		return this.uri.sudo === true ? ['sudo', '-n', '--', ...argv] : argv;
	}
}

/** Whether another attempt may go better: no lack of permission, nor a host that is not known. */
function isUnreachable(error: unknown): boolean {
	return (
		error instanceof DeviceError && ['connect-failed', 'connection-lost', 'timeout'].includes(error.code)
	);
}
