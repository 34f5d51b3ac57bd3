import { isDeepStrictEqual } from 'node:util';
import { diffStates } from '../../plan/diff.js';
import { listDifferences } from '../../plan/differences.js';
import { count } from '../../plan/words.js';
import type { PushResult } from '../../protocol.js';
import type { Device } from '../device.js';
import { isCancelled, messageOf } from '../deviceError.js';
import type { PreparedPush } from './prepare.js';
import type { PushFailureReason, PushOptions } from './progress.js';
import { rollBack } from './rollBack.js';
import { type StepFailure, takeSteps } from './takeSteps.js';

/** What became of a push; `reason` is absent when it was applied. */
export interface AppliedPush extends PushResult {
	readonly reason?: PushFailureReason;
}

/**
 * Carries out a prepared push as a transaction: adapter and state must still be those that were planned against; every step's
 * answer is checked; at the end the device is read back and compared entry by entry. On a refusal, an error, a time-out or
 * a cancellation the device is brought back to the state first read. Never throws: whatever happens is in the result.
 */
export async function applyPush(
	device: Device,
	prepared: PreparedPush,
	options: PushOptions = {},
): Promise<AppliedPush> {
	const stepsPlanned = prepared.steps.length;
	const obstacle = await findObstacle(device, prepared, options);
	if (obstacle) {
		const { reason, message, differences = [] } = obstacle;
		const outcome = reason === 'cancelled' ? 'cancelled' : 'failed';
		return { outcome, reason, message, stepsDone: 0, stepsPlanned, differences };
	}
	const { stepsDone, failure } = await takeSteps(device, prepared, options);
	if (!failure) {
		const message =
			stepsPlanned === 0
				? 'The device was as wanted already.'
				: `Pushed in ${count(stepsPlanned, 'step')}; the device was read back and is as wanted.`;
		return { outcome: 'applied', message, stepsDone, stepsPlanned, differences: [] };
	}
	const differences = await rollBack(
		device,
		prepared,
		failure.connectionDoubtful,
		quietly(options.onProgress),
	);
	return { ...afterRollBack(failure, differences), stepsDone, stepsPlanned };
}

function afterRollBack(
	{ reason, message }: StepFailure,
	differences: string[],
): Omit<AppliedPush, 'stepsDone' | 'stepsPlanned'> {
	if (differences.length > 0) {
		const text = `${message} The device could not be brought back to the state it had before.`;
		return { outcome: 'failed', reason, message: text, differences };
	}
	const outcome = reason === 'cancelled' ? 'cancelled' : 'rolledBack';
	return {
		outcome,
		reason,
		message: `${message} The device is back in the state it had before.`,
		differences,
	};
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

interface Obstacle {
	readonly reason: PushFailureReason;
	readonly message: string;
	readonly differences?: string[];
}

/** What keeps the push from beginning; nothing has been asked of the device then. */
async function findObstacle(
	device: Device,
	{ first, description, refused }: PreparedPush,
	{ signal, onProgress }: PushOptions,
): Promise<Obstacle | undefined> {
	if (refused !== undefined) return { reason: 'rehearsal-refused', message: refused };
	try {
		onProgress?.({ phase: 'check', done: 0, total: 1, description: 'Reading the device once more.' });
		// Between plan and push the connection may be another, and so may what answers at its end.
		if (!isDeepStrictEqual(await device.describe(signal), description)) {
			const message =
				'The device is not the adapter that the plan was made for; nothing was pushed. Plan again.';
			return { reason: 'changed-meanwhile', message };
		}
		const differences = listDifferences(diffStates(await device.read(signal), first), description.mode);
		if (differences.length === 0) return undefined;
		const message = 'The device has changed since the plan was made; nothing was pushed. Plan again.';
		return { reason: 'changed-meanwhile', message, differences };
	} catch (error) {
		if (isCancelled(error)) {
			return { reason: 'cancelled', message: 'Cancelled before anything was changed.' };
		}
		return { reason: 'device-error', message: `${messageOf(error)} Nothing was changed.` };
	}
}
