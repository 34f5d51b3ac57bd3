import { isDeepStrictEqual } from 'node:util';
import type { AdapterDescription } from '../../emulator/description.js';
import { diffStates, type EntityDiff } from '../../plan/diff.js';
import { count } from '../../plan/words.js';
import type { Device, DeviceState, DeviceStep } from '../device.js';
import { isCancelled, messageOf, throwIfCancelled } from '../deviceError.js';
import type { DeviceJournal, JournalStatus } from '../journal/deviceJournal.js';
import { type JournalEntry, lastLeg } from '../journal/entry.js';
import { fingerprintOf } from '../journal/fingerprint.js';
import { JournalError } from '../journal/journalError.js';
import type { AppliedPush } from './apply.js';
import { standingOn } from './leg.js';
import { takeLock, thisOwner } from './lock.js';
import { ForgivingLog } from './log.js';
import { plannerOf } from './ndisPlanner.js';
import { lookAt } from './prepare.js';
import type { PushOptions } from './progress.js';
import { rollBack } from './rollBack.js';

/** A rollback of the last push to a device that was thought through: applyRollback carries it out, once. */
export interface PreparedRollback {
	readonly entry: JournalEntry;
	/** Whether the push did not come to its end. */
	readonly interrupted: boolean;
	readonly description: AdapterDescription;
	/** The state that was read and planned against. */
	readonly first: DeviceState;
	/** The state before the push. */
	readonly wanted: DeviceState;
	/** What changes; empty when the device is as it was before the push already. */
	readonly diffs: readonly EntityDiff[];
	readonly steps: readonly DeviceStep[];
	/** What is otherwise than the push left it, a line each: somebody else changed it since, and it would be undone too. */
	readonly foreign: readonly string[];
	/** Set when the device would refuse it: why, in a sentence. */
	readonly refused?: string;
}

/**
 * Reads the device and plans the way back to the state before the last push. Nothing is changed.
 * @throws DeviceError when the device cannot be read, JournalError when there is nothing that could be rolled back
 */
export async function prepareRollback(
	device: Device,
	journal: DeviceJournal,
	signal?: AbortSignal,
): Promise<PreparedRollback> {
	const status = journal.read();
	if (!status)
		throw new JournalError('nothing', 'No push to this device is known that could be rolled back.');
	const { entry, state } = status;
	if (state === 'under-way') throw new JournalError('under-way', 'A push to this device is under way.');
	if (entry.end === 'rolledBack')
		throw new JournalError('nothing', 'The last push to this device is rolled back already.');
	const { description, state: now } = await lookAt(device, signal);
	if (fingerprintOf(description) !== entry.fingerprint) {
		const message =
			'The device is not the adapter that was pushed to: what was before the push means nothing to it.';
		throw new JournalError('nothing', message);
	}
	const planner = plannerOf(device);
	const plan = planner.plan(now, entry.first, description);
	const refused = plan.refused ?? planner.rehearse?.(description, now, plan.steps);
	return {
		entry,
		interrupted: state === 'interrupted',
		description,
		first: now,
		wanted: entry.first,
		diffs: diffStates(now, entry.first),
		steps: plan.steps,
		foreign: plan.steps.length === 0 ? [] : foreignTo(device, status, now, description),
		...(refused !== undefined && { refused }),
	};
}

/**
 * Carries out a prepared rollback: the device must still be as it was planned against; every step is journaled; at the end
 * the device is read back. What goes wrong or is cancelled leaves the push interrupted: another rollback goes on from
 * there. Never throws: whatever happens is in the result; `differences` says what is not as before the push.
 */
export async function applyRollback(
	device: Device,
	journal: DeviceJournal,
	prepared: PreparedRollback,
	{ signal, onProgress, owner = thisOwner() }: PushOptions = {},
): Promise<AppliedPush> {
	const { description, first: now, wanted: first, steps } = prepared;
	const stepsPlanned = steps.length;
	const nothing = (reason: AppliedPush['reason'] & string, message: string): AppliedPush => {
		const outcome = reason === 'cancelled' ? 'cancelled' : 'failed';
		return { outcome, reason, message, stepsDone: 0, stepsPlanned, differences: [] };
	};
	if (prepared.refused !== undefined) return nothing('rehearsal-refused', prepared.refused);
	let log: ForgivingLog;
	try {
		throwIfCancelled(signal);
		const held = await takeLock(device, owner, signal);
		if (held !== undefined) return nothing('locked', `${held} Nothing was changed; try again later.`);
		const found = await lookAt(device, signal);
		const unchanged =
			isDeepStrictEqual(found.description, description) &&
			plannerOf(device).differences(found.state, now, description).length === 0;
		if (!unchanged) {
			await device.unlock?.();
			const message = 'The device has changed since the plan was made; nothing was changed. Plan again.';
			return nothing('changed-meanwhile', message);
		}
		log = new ForgivingLog(journal.resume());
	} catch (error) {
		await device.unlock?.();
		if (isCancelled(error)) return nothing('cancelled', 'Cancelled before anything was changed.');
		const reason = error instanceof JournalError ? 'journal' : 'device-error';
		return nothing(reason, `${messageOf(error)} Nothing was changed.`);
	}
	const leg = { from: now, to: first, steps: [], begun: 0 };
	const back = await rollBack(device, { first, description, leg, owner, log, onProgress, signal }, false);
	const { differences, foreign, stepsDone } = back;
	log.end(differences.length === 0 ? 'rolledBack' : 'unfinished');
	await device.unlock?.();
	const undone = foreign.length > 0 ? { undone: [...foreign] } : {};
	const result = { stepsDone, stepsPlanned, differences: [...differences], ...undone };
	if (differences.length === 0) {
		const message = `Rolled back in ${count(stepsDone, 'step')}; the device was read back and is as it was before the push.`;
		return { ...result, outcome: 'applied', message };
	}
	if (back.cancelled) {
		const message = `Cancelled after ${count(stepsDone, 'step')} of the rollback. Roll back again to go on.`;
		return { ...result, outcome: 'cancelled', reason: 'cancelled', message };
	}
	const message = 'The device could not be brought back to the state it had before the push.';
	return { ...result, outcome: 'failed', reason: 'device-error', message };
}

/** What is otherwise than the journal explains. */
function foreignTo(
	device: Device,
	{ entry, state }: JournalStatus,
	now: DeviceState,
	description: AdapterDescription,
): readonly string[] {
	const planner = plannerOf(device);
	if (state === 'finished') return planner.differences(now, entry.wanted, description);
	const { from, to, steps: words, begun } = lastLeg(entry);
	// The journal keeps steps in words: they are planned anew, and taken for the same when they read the same.
	const { steps } = planner.plan(from, to, description);
	const same = isDeepStrictEqual(
		steps.map((step) => step.description),
		[...words],
	);
	return standingOn({ from, to, steps: same ? steps : undefined, begun }, now, planner, description).foreign;
}
