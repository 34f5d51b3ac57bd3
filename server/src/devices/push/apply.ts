import { isDeepStrictEqual } from 'node:util';
import { count } from '../../plan/words.js';
import type { PushResult } from '../../protocol.js';
import type { Device } from '../device.js';
import { isCancelled, messageOf } from '../deviceError.js';
import { fingerprintOf } from '../journal/fingerprint.js';
import { JournalError } from '../journal/journalError.js';
import { takeLock, thisOwner } from './lock.js';
import { ForgivingLog, inWords, NO_LOG, type StepLog } from './log.js';
import { plannerOf } from './ndisPlanner.js';
import { lookAt, type PreparedPush } from './prepare.js';
import type { PushFailureReason, PushOptions } from './progress.js';
import { rollBack, type WentBack } from './rollBack.js';
import { type StepFailure, takeSteps } from './takeSteps.js';

/** What became of a push; `reason` is absent when it was applied. */
export interface AppliedPush extends PushResult {
	readonly reason?: PushFailureReason;
}

/**
 * Carries out a prepared push as a transaction: the device's lock is taken, where it offers one; adapter and state must
 * still be those that were planned against; every step is journaled before it is asked for and its answer is checked; at the
 * end the device is read back and compared entry by entry. On a refusal, an error, a time-out or a cancellation the device
 * is brought back to the state first read. Never throws: whatever happens is in the result.
 */
export async function applyPush(
	device: Device,
	prepared: PreparedPush,
	options: PushOptions = {},
): Promise<AppliedPush> {
	const { owner = thisOwner() } = options;
	const stepsPlanned = prepared.steps.length;
	const begun = await begin(device, prepared, { ...options, owner });
	if ('obstacle' in begun) {
		await device.unlock?.();
		const { reason, message, differences = [] } = begun.obstacle;
		const outcome = reason === 'cancelled' ? 'cancelled' : 'failed';
		return { outcome, reason, message, stepsDone: 0, stepsPlanned, differences };
	}
	const { stepsDone, stepsBegun, failure } = await takeSteps(device, prepared, begun.log, options);
	const log = new ForgivingLog(begun.log);
	if (!failure) {
		log.end('applied');
		await device.unlock?.();
		const message =
			stepsPlanned === 0
				? 'The device was as wanted already.'
				: `Pushed in ${count(stepsPlanned, 'step')}; the device was read back and is as wanted.`;
		return {
			outcome: 'applied',
			message: withTrouble(message, log),
			stepsDone,
			stepsPlanned,
			differences: [],
		};
	}
	const { first, wanted, description, steps } = prepared;
	const back = await rollBack(
		device,
		{
			first,
			description,
			leg: { from: first, to: wanted, steps, begun: stepsBegun },
			owner,
			log,
			onProgress: quietly(options.onProgress),
		},
		failure.connectionDoubtful,
	);
	log.end(back.differences.length === 0 ? 'rolledBack' : 'unfinished');
	await device.unlock?.();
	const result = afterRollBack(failure, back);
	return { ...result, message: withTrouble(result.message, log), stepsDone, stepsPlanned };
}

function afterRollBack(
	{ reason, message, answerLost }: StepFailure,
	{ differences, foreign, lastStep }: WentBack,
): Omit<AppliedPush, 'stepsDone' | 'stepsPlanned'> {
	const found = answerLost ? FOUND[lastStep ?? 'unknown'] : '';
	const undone = foreign.length > 0 ? { undone: [...foreign] } : {};
	const also = foreign.length > 0 ? ' It was found otherwise than the push had left it.' : '';
	if (differences.length > 0) {
		const text = `${message}${found}${also} The device could not be brought back to the state it had before.`;
		return { outcome: 'failed', reason, message: text, differences: [...differences], ...undone };
	}
	const outcome = reason === 'cancelled' ? 'cancelled' : 'rolledBack';
	const text = `${message}${found}${also} The device is back in the state it had before.`;
	return { outcome, reason, message: text, differences: [], ...undone };
}

/** What reading the device told of a step whose answer was lost. */
const FOUND: Readonly<Record<'done' | 'not-done' | 'unknown', string>> = {
	done: ' Read back, the step had been carried out.',
	'not-done': ' Read back, the step had not been carried out.',
	unknown: '',
};

function withTrouble(message: string, { trouble }: ForgivingLog): string {
	return trouble === undefined ? message : `${message} ${trouble}`;
}

/** Nothing that a listener does may keep the device from being put back. */
function quietly(onProgress: PushOptions['onProgress']): PushOptions['onProgress'] {
	return (progress) => {
		try {
			onProgress?.(progress);
		} catch {
			// The steps before told of it: a listener that fails there ends the push, with its message in the result.
		}
	};
}

/** What keeps a push from beginning. */
interface Obstacle {
	readonly reason: PushFailureReason;
	readonly message: string;
	readonly differences?: string[];
}

/** Takes the lock, looks at the device once more, and begins the journal. Nothing has been asked of the device then. */
async function begin(
	device: Device,
	prepared: PreparedPush,
	options: PushOptions & { readonly owner: string },
): Promise<{ readonly obstacle: Obstacle } | { readonly log: StepLog }> {
	const { refused, first, wanted, steps, description } = prepared;
	const { signal, owner, journal, onProgress } = options;
	if (refused !== undefined) return { obstacle: { reason: 'rehearsal-refused', message: refused } };
	try {
		onProgress?.({ phase: 'check', done: 0, total: 1, description: 'Reading the device once more.' });
		const held = await takeLock(device, owner, signal);
		if (held !== undefined) {
			return { obstacle: { reason: 'locked', message: `${held} Nothing was changed; try again later.` } };
		}
		const obstacle = await findChange(device, prepared, signal);
		if (obstacle) return { obstacle };
		if (!journal || steps.length === 0) return { log: NO_LOG };
		const fingerprint = fingerprintOf(description);
		return { log: journal.begin({ fingerprint, first, wanted, steps: inWords(steps) }) };
	} catch (error) {
		if (isCancelled(error)) {
			return { obstacle: { reason: 'cancelled', message: 'Cancelled before anything was changed.' } };
		}
		const reason = error instanceof JournalError ? 'journal' : 'device-error';
		return { obstacle: { reason, message: `${messageOf(error)} Nothing was changed.` } };
	}
}

/** Whether device and state are still those that were planned against. @throws DeviceError */
async function findChange(
	device: Device,
	{ first, description }: PreparedPush,
	signal: AbortSignal | undefined,
): Promise<Obstacle | undefined> {
	// Between plan and push the connection may be another, and so may what answers at its end.
	const now = await lookAt(device, signal);
	if (!isDeepStrictEqual(now.description, description)) {
		const message =
			'The device is not the adapter that the plan was made for; nothing was pushed. Plan again.';
		return { reason: 'changed-meanwhile', message };
	}
	const differences = plannerOf(device).differences(now.state, first, description);
	if (differences.length === 0) return undefined;
	const message = 'The device has changed since the plan was made; nothing was pushed. Plan again.';
	return { reason: 'changed-meanwhile', message, differences };
}
