import { count } from '../../plan/words.js';
import type { Device, DeviceState, DeviceStep } from '../device.js';
import { DeviceError, isCancelled, messageOf, throwIfCancelled } from '../deviceError.js';
import { JournalError } from '../journal/journalError.js';
import type { StepLog } from './log.js';
import { plannerOf } from './ndisPlanner.js';
import type { PreparedPush } from './prepare.js';
import type { PushFailureReason, PushOptions } from './progress.js';

/** How far the steps of a push came, and why no further. */
export interface StepsTaken {
	/** Steps that the device accepted. */
	readonly stepsDone: number;
	/** Steps that it was, or may have been, asked for. */
	readonly stepsBegun: number;
	/** Absent when every step was accepted and the device, read back, is as wanted. */
	readonly failure?: StepFailure;
}

export interface StepFailure {
	readonly reason: PushFailureReason;
	/** A sentence. */
	readonly message: string;
	/** The connection may hold a late answer, or be gone: ask nothing more over it. */
	readonly connectionDoubtful: boolean;
	/** Nobody knows what became of the step that was begun last. */
	readonly answerLost: boolean;
}

/**
 * Takes the steps of a push one by one, each written down before it is asked for, and compares the outcome with the wanted
 * state. Never throws.
 */
export async function takeSteps(
	device: Device,
	prepared: PreparedPush,
	log: StepLog,
	{ signal, onProgress }: PushOptions,
): Promise<StepsTaken> {
	const { steps } = prepared;
	const total = steps.length;
	let done = 0;
	let begun = 0;
	try {
		for (const step of steps) {
			onProgress?.({ phase: 'apply', done, total, description: step.description });
			throwIfCancelled(signal);
			log.step(done);
			begun++;
			const result = await device.apply(step.request, signal);
			if (!result.accepted) {
				return { stepsDone: done, stepsBegun: begun, failure: refusal(step, done, total, result.message) };
			}
			done++;
		}
		onProgress?.({ phase: 'verify', done: 0, total: 1, description: 'Reading the device back.' });
		throwIfCancelled(signal);
		const failure = compare(device, prepared, await device.read(signal));
		return { stepsDone: done, stepsBegun: begun, ...(failure && { failure }) };
	} catch (error) {
		return { stepsDone: done, stepsBegun: begun, failure: breakdown(error, done, begun, total) };
	}
}

function refusal(step: DeviceStep, done: number, total: number, answer: string): StepFailure {
	const what = step.description.replace(/\.$/, '');
	return {
		reason: 'step-refused',
		message: `The device refused step ${done + 1} of ${total} (${what}): ${answer}.`,
		connectionDoubtful: false,
		answerLost: false,
	};
}

const SHOWN = 3;

function compare(
	device: Device,
	{ description, wanted }: PreparedPush,
	state: DeviceState,
): StepFailure | undefined {
	const differences = plannerOf(device).differences(state, wanted, description);
	if (differences.length === 0) return undefined;
	const rest = differences.length > SHOWN ? ` and ${differences.length - SHOWN} more` : '';
	return {
		reason: 'verification-failed',
		message: `Every step was accepted, yet the device is not as wanted: ${differences.slice(0, SHOWN).join('; ')}${rest}.`,
		connectionDoubtful: false,
		answerLost: false,
	};
}

function breakdown(error: unknown, done: number, begun: number, total: number): StepFailure {
	if (isCancelled(error)) {
		const message = `Cancelled after ${done} of ${count(total, 'step')}.`;
		return { reason: 'cancelled', message, connectionDoubtful: false, answerLost: false };
	}
	const where = done < total ? `Step ${done + 1} of ${total} failed` : 'The device could not be read back';
	const message = `${where}: ${messageOf(error)}`;
	if (error instanceof JournalError) {
		return { reason: 'journal', message, connectionDoubtful: false, answerLost: false };
	}
	const sound = error instanceof DeviceError && (error.code === 'protocol' || error.code === 'locked');
	return { reason: 'device-error', message, connectionDoubtful: !sound, answerLost: begun > done };
}
