import { targetOf } from '../devices/targetOf.js';
import type { FileDeviceItem } from '../protocol.js';
import type { Target } from '../validation/check.js';

/** What each document is for, where that is a kind of device that cannot be given everything. */
export function targetsOf(files: readonly FileDeviceItem[]): Map<string, Target> {
	const targets = new Map<string, Target>();
	for (const { uri, device } of files) {
		try {
			const target = targetOf(device);
			if (target) targets.set(uri, target);
		} catch {
			// Remembered from other times: whoever uses it is told what is wrong with it.
		}
	}
	return targets;
}
