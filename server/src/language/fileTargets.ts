import { otherInterface } from '../devices/linux/misfit.js';
import { notOnLinux } from '../devices/linux/notOnTarget.js';
import { parseDeviceUri } from '../devices/uri.js';
import { notOnWindows } from '../devices/windows/notOnTarget.js';
import type { FileDeviceItem } from '../protocol.js';
import type { Target } from '../validation/check.js';

/** What each document is for, where that is a kind of device that cannot be given everything. */
export function targetsOf(files: readonly FileDeviceItem[]): Map<string, Target> {
	const targets = new Map<string, Target>();
	for (const { uri, device } of files) {
		const target = targetOf(device);
		if (target) targets.set(uri, target);
	}
	return targets;
}

function targetOf(device: string): Target | undefined {
	try {
		const parsed = parseDeviceUri(device);
		if (parsed.kind === 'windows') return notOnWindows;
		if (parsed.kind !== 'linux') return undefined;
		return (configuration) => [
			...otherInterface(configuration, parsed.interface),
			...notOnLinux(configuration),
		];
	} catch {
		return undefined; // remembered from other times: whoever uses it is told what is wrong with it
	}
}
