import type { Device, DeviceState, TrafficCheck } from '../devices/device.js';
import type { CliContext } from './context.js';
import { usageError } from './exit.js';

/** `--seconds`: 1 to 3600. @throws CliError */
export function readSeconds(text: string): number {
	const seconds = Number(text);
	if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 3600) return seconds;
	throw usageError('--seconds must be a whole number from 1 to 3600.');
}

/** Counts packets by queue. A device that cannot is told so as a problem: what was asked for was not done. */
export async function verifyTraffic(
	device: Device,
	wanted: DeviceState,
	seconds: number,
	signal: AbortSignal,
): Promise<TrafficCheck> {
	if (device.verifyTraffic) return device.verifyTraffic(wanted, seconds, signal);
	const problem = 'This kind of device does not count packets by queue: traffic could not be verified.';
	return { seconds: 0, queues: [], problems: [problem] };
}

/** What traffic showed, for people: a line a queue, then what contradicts the file. */
export function printTraffic({ terminal }: CliContext, { queues, seconds, problems }: TrafficCheck): void {
	if (queues.length > 0) {
		const rows = queues.map(
			({ queue, packets, share, entries }) =>
				`  queue ${queue}: ${packets} packets, ${percent(share)} (${percent(entries)} of the entries)`,
		);
		terminal.print([`Received in ${seconds} s:`, ...rows].join('\n'));
	}
	for (const problem of problems) terminal.complain(`rssv2: ${problem}`);
}

function percent(share: number): string {
	return `${(100 * share).toFixed(1)} %`;
}
