import { DeviceError } from '../devices/deviceError.js';
import type { JournalEntry } from '../devices/journal/entry.js';
import { JournalError } from '../devices/journal/journalError.js';
import { describeInterrupted, findInterrupted } from '../devices/push.js';
import type { DeviceItem, InterruptedPush } from '../protocol.js';
import type { Environment } from './environment.js';
import type { WithDevice } from './withDevice.js';

/**
 * The pushes that were interrupted, whatever process began them. An emulator is asked: one that is gone took its state along,
 * and one that is as before or as wanted needs nothing. Other devices are on other machines, or want root: nothing connects to
 * them without being asked, so that what the journal says is told.
 */
export async function findInterruptedPushes(
	environment: Pick<Environment, 'journalOf' | 'interruptedPushes'>,
	{
		withDevice,
		find,
	}: { readonly withDevice: WithDevice; readonly find: (uri: string) => Promise<DeviceItem> },
	signal: AbortSignal,
): Promise<InterruptedPush[]> {
	const asked = async (entry: JournalEntry): Promise<JournalEntry | undefined> => {
		if (!entry.device.startsWith('emulator:')) return entry;
		try {
			return await withDevice(entry.device, signal, (device) =>
				findInterrupted(device, environment.journalOf(device.uri), signal),
			);
		} catch (error) {
			if (error instanceof DeviceError || error instanceof JournalError) return undefined;
			throw error;
		}
	};
	const entries = await Promise.all(environment.interruptedPushes().map(asked));
	return Promise.all(
		entries
			.filter((entry) => entry !== undefined)
			.map(async (entry) => ({ device: await find(entry.device), message: describeInterrupted(entry) })),
	);
}
