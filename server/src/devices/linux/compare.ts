import { count, onOff } from '../../plan/words.js';
import { type LinuxNic, type QueueVector, VIRTIO_NET } from './nic.js';
import { FLOW_TYPES, type FlowType } from './request.js';

/** Entries that point at different queues. */
export function differentEntries(a: LinuxNic, b: LinuxNic): number[] {
	const entries = Math.max(a.table.length, b.table.length);
	return Array.from({ length: entries }, (_, i) => i).filter((i) => a.table[i] !== b.table[i]);
}

/** Kinds of packets of which `to` hashes something else, and what. */
export function differentFlows(from: LinuxNic, to: LinuxNic): { flow: FlowType; fields: string }[] {
	return FLOW_TYPES.flatMap((flow) => {
		const fields = to.flowHash[flow];
		return fields === undefined || fields === from.flowHash[flow] ? [] : [{ flow, fields }];
	});
}

/** Interrupts of queues in use that `to` has on other processors. */
export function differentVectors(from: LinuxNic, to: LinuxNic): QueueVector[] {
	const before = new Map(from.vectors.map(({ queue, processors }) => [queue, processors]));
	return to.vectors.filter(({ queue, processors }) => queue < to.queues && before.get(queue) !== processors);
}

/** What stands between an interface and what it should be, a line each. The key is never told. */
export function nicDifferences(nic: LinuxNic, wanted: LinuxNic): string[] {
	const was = new Map(nic.vectors.map(({ queue, processors }) => [queue, processors]));
	const queue = (n: number | undefined) => (n === undefined ? 'missing' : `queue ${n}`);
	return [
		...(nic.queues === wanted.queues ? [] : [`${count(nic.queues, 'queue')} instead of ${wanted.queues}`]),
		...(nic.key === wanted.key ? [] : ['another hash secret key']),
		...receiveHashDifference(nic, wanted),
		...differentFlows(nic, wanted).map(
			({ flow, fields }) =>
				`${flow} hashes ${nic.flowHash[flow] ?? 'nothing that is told'} instead of ${fields}`,
		),
		...differentVectors(nic, wanted).map(
			(vector) =>
				`queue ${vector.queue} is on processors ${was.get(vector.queue) ?? 'that are not known'} instead of ${vector.processors}`,
		),
		...differentEntries(nic, wanted).map(
			(i) => `entry ${i} is ${queue(nic.table[i])} instead of ${queue(wanted.table[i])}`,
		),
	];
}

/**
 * What of an interface is neither as at the one end of a way nor as at the other, a line each. The table and the interrupts
 * are left out: a driver changes them by itself with the channels.
 */
export function nicForeign(nic: LinuxNic, from: LinuxNic, to: LinuxNic): string[] {
	const settings = ({ queues, key, receiveHash, flowHash }: LinuxNic): LinuxNic => {
		return {
			...nic,
			queues,
			flowHash,
			...(key !== undefined && { key }),
			...(receiveHash && { receiveHash }),
		};
	};
	const unlikeEnd = new Set(nicDifferences(nic, settings(to)).map(whatOf));
	return nicDifferences(nic, settings(from)).filter((line) => unlikeEnd.has(whatOf(line)));
}

/** What a difference is about, without the values. */
function whatOf(line: string): string {
	return line.replace(/ instead of .*$/, '');
}

function receiveHashDifference(nic: LinuxNic, wanted: LinuxNic): string[] {
	const [is, should] = [nic.receiveHash?.on === true, wanted.receiveHash?.on === true];
	if (is === should) return [];
	const kept =
		is && nic.driver === VIRTIO_NET
			? ': left on, for without it virtio_net sends every packet to queue 0'
			: '';
	return [`receive hashing (rxhash) is ${onOff(is)} instead of ${onOff(should)}${kept}`];
}
