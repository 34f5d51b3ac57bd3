import { diffStates } from '../../plan/diff.js';
import { listDifferences } from '../../plan/differences.js';
import type { PlanStep } from '../../plan/step.js';
import { count } from '../../plan/words.js';
import type { Device } from '../device.js';
import { DeviceError, isCancelled, messageOf, throwIfCancelled } from '../deviceError.js';
import type { PreparedPush } from './prepare.js';
import type { PushFailureReason, PushOptions } from './progress.js';

/** How far the steps of a push came, and why no further. */
export interface StepsTaken {
	/** Steps that the device accepted. */
	readonly stepsDone: number;
	/** Absent when every step was accepted and the device, read back, is as wanted. */
	readonly failure?: StepFailure;
}

export interface StepFailure {
	readonly reason: PushFailureReason;
	/** A sentence. */
	readonly message: string;
	/** The connection may hold a late answer, or be gone: ask nothing more over it. */
	readonly connectionDoubtful: boolean;
}

/** Takes the steps of a push one by one and compares the outcome with the wanted state. Never throws. */
export async function takeSteps(
	device: Device,
	prepared: PreparedPush,
	{ signal, onProgress }: PushOptions,
): Promise<StepsTaken> {
	const { steps } = prepared;
	const total = steps.length;
	let done = 0;
	try {
		for (const step of steps) {
			onProgress?.({ phase: 'apply', done, total, description: step.description });
			throwIfCancelled(signal);
			const result = await device.apply(step.request, signal);
			if (!result.accepted) return { stepsDone: done, failure: refusal(step, done, total, result.message) };
			done++;
		}
		onProgress?.({ phase: 'verify', done: 0, total: 1, description: 'Reading the device back.' });
		throwIfCancelled(signal);
		const failure = compare(prepared, await device.read(signal));
		return { stepsDone: done, ...(failure && { failure }) };
	} catch (error) {
		return { stepsDone: done, failure: breakdown(error, done, total) };
	}
}

function refusal(step: PlanStep, done: number, total: number, answer: string): StepFailure {
	const what = step.description.replace(/\.$/, '');
	return {
		reason: 'step-refused',
		message: `The device refused step ${done + 1} of ${total} (${what}): ${answer}.`,
		connectionDoubtful: false,
	};
}

const SHOWN = 3;

function compare(
	{ description, wanted }: PreparedPush,
	state: PreparedPush['wanted'],
): StepFailure | undefined {
	const differences = listDifferences(diffStates(state, wanted), description.mode);
	if (differences.length === 0) return undefined;
	const rest = differences.length > SHOWN ? ` and ${differences.length - SHOWN} more` : '';
	return {
		reason: 'verification-failed',
		message: `Every step was accepted, yet the device is not as wanted: ${differences.slice(0, SHOWN).join('; ')}${rest}.`,
		connectionDoubtful: false,
	};
}

function breakdown(error: unknown, done: number, total: number): StepFailure {
	if (isCancelled(error)) {
		const message = `Cancelled after ${done} of ${count(total, 'step')}.`;
		return { reason: 'cancelled', message, connectionDoubtful: false };
	}
	const where = done < total ? `Step ${done + 1} of ${total} failed` : 'The device could not be read back';
	const connectionDoubtful = !(error instanceof DeviceError) || error.code !== 'protocol';
	return { reason: 'device-error', message: `${where}: ${messageOf(error)}`, connectionDoubtful };
}
