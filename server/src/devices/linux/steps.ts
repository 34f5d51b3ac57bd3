import { count, enumerate, onOff } from '../../plan/words.js';
import type { DeviceStep } from '../device.js';
import { differentEntries, differentFlows, differentVectors } from './compare.js';
import { type LinuxNic, VIRTIO_NET } from './nic.js';

/**
 * What is asked of an interface, in order, to bring it from one state to another. Fewer channels are refused while entries
 * point at those that go, so the table comes first then. Drivers rewrite the table when channels change, and some take it
 * out of force with the key or the fields that are hashed: it is written last, again if need be. Interrupts come after the
 * channels, which may bring new ones.
 */
export function planSteps(from: LinuxNic, to: LinuxNic): DeviceStep[] {
	const steps: DeviceStep[] = [];
	const entries = differentEntries(from, to);
	const channels = from.queues !== to.queues && to.channel !== undefined;
	const inTheWay = channels && from.table.some((queue) => queue >= to.queues);
	if (inTheWay) {
		const description = `Write the indirection table: queues ${to.queues} and above are left, so that they can go.`;
		steps.push({ request: { kind: 'linuxTable', queues: to.table }, description });
	}
	if (channels && to.channel !== undefined) {
		const description = `Set ${count(to.queues, 'queue')} instead of ${from.queues} (ethtool -L ${to.channel}).`;
		steps.push({ request: { kind: 'linuxChannels', channel: to.channel, count: to.queues }, description });
	}
	steps.push(...hashSteps(from, to), ...affinitySteps(from, to, channels));
	const again = (inTheWay || steps.length > 0 || from.driver === VIRTIO_NET) && to.table.length > 0;
	if (entries.length > 0 || again) steps.push(tableStep(to, entries.length, inTheWay));
	return steps;
}

function hashSteps(from: LinuxNic, to: LinuxNic): DeviceStep[] {
	const steps: DeviceStep[] = [];
	const before = from.receiveHash;
	const after = to.receiveHash;
	if (before && after && before.on !== after.on && !after.fixed && !keepsReceiveHash(from, to)) {
		steps.push({
			request: { kind: 'linuxReceiveHash', on: after.on },
			description: `Turn receive hashing ${onOff(after.on)} (ethtool -K rxhash).`,
		});
	}
	if (to.key !== undefined && from.key !== to.key) {
		const description = 'Set the hash secret key (ethtool -X hkey).';
		steps.push({ request: { kind: 'linuxKey', key: to.key }, description });
	}
	for (const { flow, fields } of differentFlows(from, to)) {
		const what =
			fields === 'sdfn' ? 'addresses and ports' : fields === 'sd' ? 'addresses' : `fields ${fields}`;
		const description = `Hash ${what} of ${flow} (ethtool -N rx-flow-hash ${flow} ${fields}).`;
		steps.push({ request: { kind: 'linuxFlowHash', flow, fields }, description });
	}
	return steps;
}

/** Whether rxhash should stay on though it was off: see {@link VIRTIO_NET}. */
function keepsReceiveHash(from: LinuxNic, to: LinuxNic): boolean {
	return from.driver === VIRTIO_NET && to.receiveHash?.on === false;
}

/** Where channels change, all interrupts may be new ones: then each is told its processors again. */
function affinitySteps(from: LinuxNic, to: LinuxNic, channels: boolean): DeviceStep[] {
	const moved = channels ? to.vectors.filter(({ queue }) => queue < to.queues) : differentVectors(from, to);
	if (moved.length === 0) return [];
	const queues = moved.map(({ queue, processors }) => ({ queue, processors }));
	const words = queues.map(({ queue, processors }) => `queue ${queue} to ${processors}`);
	const description = `Move ${count(queues.length, 'interrupt')}: ${enumerate(words)} (smp_affinity_list).`;
	return [{ request: { kind: 'linuxAffinity', queues }, description }];
}

function tableStep(to: LinuxNic, different: number, written: boolean): DeviceStep {
	const all = count(to.table.length, 'entry', 'entries');
	const why = written ? 'again, because other queues may have changed it' : 'again, so that it is in force';
	const what = different > 0 && !written ? `${different} of ${all} change` : `${all}, ${why}`;
	return {
		request: { kind: 'linuxTable', queues: to.table },
		description: `Write the indirection table: ${what}.`,
	};
}
