import type { Device } from '../device.js';
import type { DeviceJournal } from '../journal/deviceJournal.js';
import { type JournalEntry, lastLeg } from '../journal/entry.js';
import { fingerprintOf } from '../journal/fingerprint.js';
import { plannerOf } from './ndisPlanner.js';
import { lookAt } from './prepare.js';

/**
 * The push to a device that was interrupted and left it between two states; undefined when there is none. Where reading the
 * device tells that it is as before that push, or as the push wanted it, the journal is closed: nothing is to be undone.
 * @throws DeviceError, JournalError
 */
export async function findInterrupted(
	device: Device,
	journal: DeviceJournal,
	signal?: AbortSignal,
): Promise<JournalEntry | undefined> {
	const status = journal.read();
	if (status?.state !== 'interrupted') return undefined;
	const { entry } = status;
	const { description, state: now } = await lookAt(device, signal);
	if (fingerprintOf(description) !== entry.fingerprint) return entry;
	const { differences } = plannerOf(device);
	if (differences(now, entry.first, description).length === 0) journal.resume().end('rolledBack');
	else if (differences(now, entry.wanted, description).length === 0) journal.resume().end('applied');
	else return entry;
	return undefined;
}

/** How far an interrupted push came: `An earlier push, begun 2026-01-31 12:00:00 UTC, was interrupted at step 3 of 9.` */
export function describeInterrupted(entry: JournalEntry): string {
	const { begun, steps } = lastLeg(entry);
	const when = entry.begun.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
	const what = entry.legs.length > 1 ? ' of its rollback' : '';
	return `An earlier push to this device, begun ${when}, was interrupted at step ${begun} of ${steps.length}${what}; the device may stand between two states.`;
}
