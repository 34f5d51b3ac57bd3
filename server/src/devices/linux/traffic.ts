import type { TrafficCheck } from '../device.js';
import type { QueueCount } from './counts.js';
import type { LinuxNic } from './nic.js';

/**
 * Compares what each queue received between two counts with what the table of an interface says. Packets on a queue that no
 * entry points at contradict it (queue 0 apart: packets without a hash come there); so does a queue with many entries that
 * gets nothing of many packets, but flows are few at times, so that this is said with its figures only.
 * @param before undefined when the driver does not count by queue
 */
export function judgeTraffic(
	nic: LinuxNic,
	before: readonly QueueCount[] | undefined,
	after: readonly QueueCount[] | undefined,
	seconds: number,
): TrafficCheck {
	if (!before || !after) {
		const driver = nic.driver === '' ? '' : ` (${nic.driver})`;
		const problem = `The driver of ${nic.interface}${driver} does not tell the packets of each queue (ethtool -S): traffic could not be verified.`;
		return { seconds, queues: [], problems: [problem] };
	}
	const earlier = new Map(before.map(({ queue, packets }) => [queue, packets]));
	const received = after.map(({ queue, packets }) => ({
		queue,
		packets: Math.max(0, packets - (earlier.get(queue) ?? 0)),
	}));
	const total = received.reduce((sum, { packets }) => sum + packets, 0);
	const queues = received
		.map(({ queue, packets }) => ({
			queue,
			packets,
			share: total === 0 ? 0 : packets / total,
			entries: nic.table.filter((entry) => entry === queue).length / Math.max(1, nic.table.length),
		}))
		.filter(({ queue, packets, entries }) => packets > 0 || entries > 0 || queue < nic.queues);
	const problems = queues
		.filter(({ queue, packets, entries }) => queue !== 0 && packets > 0 && entries === 0)
		.map(({ queue, packets }) => `Queue ${queue} received ${packets} packets, and no entry points at it.`);
	return { seconds, queues, problems: total === 0 ? [noTraffic(nic, seconds)] : problems };
}

function noTraffic({ interface: name }: LinuxNic, seconds: number): string {
	return `${name} received no packet within ${seconds} s: traffic could not be verified.`;
}
