import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { FleetBoard } from './board.js';

interface Ending {
	readonly ansible: ChildProcess;
	readonly board: FleetBoard;
	readonly cancelFile: string;
	readonly signal: AbortSignal | undefined;
	readonly impatience: AbortSignal | undefined;
	/** Aborted when Ansible has ended. */
	readonly over: AbortSignal;
}

/** How long the hosts in progress may take to be put back, in milliseconds. */
const PUT_BACK_LIMIT = 300_000;
/** How long Ansible may take to end after a signal, in milliseconds. */
const SIGNAL_LIMIT = 5_000;
const LOOK_EVERY = 50;
/** How long news of a host that was begun may take, in milliseconds. */
const ON_ITS_WAY = 500;

/**
 * Ends Ansible once `signal` is aborted, in an order in which no host is left halfway: the cancel file stops what is being
 * pushed, which is rolled back, and keeps what Ansible starts meanwhile from touching a device; once all that ran then have
 * come to their results, Ansible is interrupted, then told to end, then killed. Returns when that is done, or `over`.
 */
export async function endGently(ending: Ending): Promise<void> {
	const { board, cancelFile, signal, impatience, over } = ending;
	await aborted(signal, over);
	if (over.aborted) return;
	await writeFile(cancelFile, '');
	// What was begun before the file was there may still be on its way to the board: timer, then what the pipe held.
	await wait(ON_ITS_WAY);
	await nextTurn();
	board.bar();
	const inProgress = board.those('running');
	const deadline = performance.now() + PUT_BACK_LIMIT;
	const waits = () => {
		const running = new Set(board.those('running'));
		return inProgress.some((host) => running.has(host));
	};
	while (waits() && !over.aborted && !impatience?.aborted && performance.now() < deadline)
		await wait(LOOK_EVERY);
	for (const name of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
		if (over.aborted) return;
		signalGroup(ending.ansible, name);
		await Promise.race([aborted(over, over), wait(SIGNAL_LIMIT, undefined, { ref: false })]);
	}
}

function aborted(signal: AbortSignal | undefined, over: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal?.aborted || over.aborted) return resolve();
		for (const one of [signal, over]) one?.addEventListener('abort', () => resolve(), { once: true });
	});
}

/** To Ansible and what it started: its workers and command lines. */
function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, name);
	} catch {
		// It has ended.
	}
}
