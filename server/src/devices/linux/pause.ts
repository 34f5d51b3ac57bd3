import { setTimeout } from 'node:timers/promises';
import { DeviceError } from '../deviceError.js';

/** Waits. @throws DeviceError `cancelled` when the signal is aborted before the time is over */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
	try {
		await setTimeout(milliseconds, undefined, { ...(signal && { signal }) });
	} catch (cause) {
		throw new DeviceError('cancelled', 'Cancelled.', { cause });
	}
}
