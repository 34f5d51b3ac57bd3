import { hostname, userInfo } from 'node:os';
import type { Device } from '../device.js';

/** Who pushes, as somebody else is told who wants to push too: `ann on build7, process 4711`. */
export function thisOwner(): string {
	return `${userName()} on ${hostname()}, process ${process.pid}`.slice(0, 200);
}

/**
 * Takes the lock of a device, where it offers one.
 * @returns who has it instead, as a sentence; undefined when nobody does
 * @throws DeviceError
 */
export async function takeLock(
	device: Device,
	owner: string,
	signal?: AbortSignal,
): Promise<string | undefined> {
	const result = await device.lock?.(owner, signal);
	if (!result || result.acquired) return undefined;
	return `The device is locked by ${result.heldBy}.`;
}

function userName(): string {
	try {
		return userInfo().username;
	} catch {
		return 'somebody'; // a user id without an account
	}
}
