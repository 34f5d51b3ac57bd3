import { setTimeout as wait } from 'node:timers/promises';
import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import type { LockAcquired, LockParams } from '../../daemon/protocol.js';
import type { LockResult } from '../device.js';
import { DeviceError } from '../deviceError.js';

/** Longer than any answer is waited for: a push that lives makes a request within it. */
const LEASE_SECONDS = 30;
/** A connection that was just dropped holds its lock until the emulator hears of it: so long, in milliseconds, it is waited for. */
const PATIENCE = 2_000;
const PAUSE = 20;

/**
 * Asks an emulator for its lock. One that knows of none gives none and changes nothing for others.
 * @param request sends `lock/acquire` and gives the answer
 * @throws DeviceError
 */
export async function acquireLock(
	request: (params: LockParams) => Promise<unknown>,
	owner: string,
): Promise<LockResult> {
	for (let waited = 0; ; waited += PAUSE) {
		const answer = readAnswer(await request({ owner, leaseSeconds: LEASE_SECONDS }).catch(orNoLock));
		if (answer.acquired) return { acquired: true };
		if (answer.owner !== owner || waited >= PATIENCE) {
			return { acquired: false, heldBy: `${answer.owner}, for ${answer.secondsLeft} s more at least` };
		}
		await wait(PAUSE);
	}
}

/** An emulator of an earlier version has no lock. */
function orNoLock(error: unknown): LockAcquired {
	const cause = error instanceof DeviceError ? error.cause : undefined;
	if (cause instanceof ResponseError && cause.code === ErrorCodes.MethodNotFound) return { acquired: true };
	throw error;
}

function readAnswer(answer: unknown): LockAcquired {
	const given = answer as LockAcquired | null;
	if (given?.acquired === true) return given;
	if (given?.acquired === false && typeof given.owner === 'string' && Number.isInteger(given.secondsLeft))
		return given;
	throw new DeviceError('protocol', "The device's answer to lock/acquire cannot be read.");
}
