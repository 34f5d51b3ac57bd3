import { DeviceError } from '../deviceError.js';
import type { SshTarget } from '../uri.js';
import { type Invocation, type Output, type RunLimits, type Runner, runHere } from './runner.js';

/** What ssh ends with when it is not the other end that failed (ssh(1), EXIT STATUS). */
export const SSH_FAILED = 255;

/** How ssh gets there. */
export interface SshWay {
	/** Milliseconds to connect at most. */
	readonly connectLimit: number;
	/** A connection that is offered to others at a socket, or used where it is offered; each has its own when absent. */
	readonly share?: { readonly socket: string; readonly role: 'offer' | 'use' };
}

/**
 * Runs programs on another machine through the user's own ssh: their configuration, keys, agent, jump hosts and known
 * hosts. Nothing is ever asked (BatchMode): what needs a password or an unknown host key fails and is told.
 */
export async function runSsh(
	target: SshTarget,
	{ argv, stdin }: Invocation,
	{ limit, signal }: RunLimits,
	environment: Readonly<Record<string, string | undefined>>,
	way: SshWay,
): Promise<Output> {
	const ssh = { argv: sshArguments(target, argv, way), ...(stdin !== undefined && { stdin }) };
	const output = await runHere(ssh, { limit: limit + way.connectLimit, signal }, environment);
	if (output.code === SSH_FAILED) throw connectionError(target, output);
	return output;
}

/** Runs programs on the machine of a device: through ssh, a connection each, or here where there is no target. */
export function runnerOf(
	target: SshTarget | undefined,
	environment: Readonly<Record<string, string | undefined>>,
	connectLimit: number,
): Runner {
	if (target)
		return (invocation, limits) => runSsh(target, invocation, limits, environment, { connectLimit });
	return (invocation, limits) => runHere(invocation, limits, environment);
}

/** The arguments of ssh that run a program with these very arguments there. */
export function sshArguments(
	{ user, host, port }: SshTarget,
	argv: readonly string[],
	{ connectLimit, share }: SshWay,
): string[] {
	return [
		'ssh',
		...['-o', 'BatchMode=yes', '-o', `ConnectTimeout=${Math.max(1, Math.ceil(connectLimit / 1000))}`],
		// A connection that died without a word is noticed within three times this.
		...['-o', 'ServerAliveInterval=5', '-o', 'ServerAliveCountMax=2', '-T'],
		...(share === undefined
			? []
			: [
					...['-o', `ControlMaster=${share.role === 'offer' ? 'yes' : 'no'}`, '-o', 'ControlPersist=no'],
					...['-o', `ControlPath=${share.socket}`],
				]),
		...(port === undefined ? [] : ['-p', String(port)]),
		...(user === undefined ? [] : ['-l', user]),
		'--',
		host,
		argv.map(quoted).join(' '),
	];
}

/** A word as every shell of Unix takes it for itself: ssh hands one line to the other end's shell. */
export function quoted(word: string): string {
	return /^[A-Za-z0-9_./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Why ssh did not get there, or lost its way, in its own words. */
export function connectionError({ host }: SshTarget, { stderr }: Pick<Output, 'stderr'>): DeviceError {
	const lines = stderr.split('\n').map((line) => line.trim());
	const reason = lines
		.filter((line) => line !== '')
		.at(-1)
		?.replace(/\.$/, '');
	const message = `ssh to ${host} failed${reason === undefined ? ': the connection ended' : `: ${reason}`}.`;
	if (/permission denied|host key verification|too many authentication/i.test(stderr)) {
		const hint = 'Nothing is asked here: log in once with ssh yourself, and use a key or an agent.';
		return new DeviceError('unauthorized', `${message} ${hint}`);
	}
	const begun = /connection to \S+ (?:closed|timed out)|broken pipe|timeout, server/i.test(stderr);
	return new DeviceError(begun || reason === undefined ? 'connection-lost' : 'connect-failed', message);
}
