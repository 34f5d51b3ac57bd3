import { count } from '../../plan/words.js';
import type { DevicePlan, DevicePlanner, DeviceState } from '../device.js';
import { differentVectors, nicDifferences, nicForeign } from './compare.js';
import { nicAfter } from './model.js';
import { type LinuxNic, nicOf } from './nic.js';
import { isLinuxRequest } from './request.js';
import { stateOfNic } from './state.js';
import { planSteps } from './steps.js';
import { canWrite } from './tableWriter.js';
import { wantedNic } from './wanted.js';

/** Plans and compares network interfaces of Linux, by what was read of them. */
export const LINUX_PLANNER: DevicePlanner = {
	plan(from, to): DevicePlan {
		const now = nicOf(from);
		if (to.native !== undefined) return planFor(now, nicOf(to), []);
		const [entity] = to.entities;
		if (!entity) return refusal(from, 'The file has no scaling entity.');
		const wanted = wantedNic(now, entity);
		if ('refused' in wanted) return refusal(from, wanted.refused);
		return planFor(now, wanted.nic, wanted.notOnTarget);
	},
	differences: (state, wanted) => nicDifferences(nicOf(state), nicOf(wanted)),
	after: (_, from, steps) => {
		const requests = steps.map(({ request }) => request).filter(isLinuxRequest);
		// With new channels drivers write tables and move interrupts as they like: nothing tells how.
		if (requests.length < steps.length || requests.some(({ kind }) => kind === 'linuxChannels'))
			return undefined;
		return stateOfNic(requests.reduce(nicAfter, nicOf(from)));
	},
	foreign: (state, from, to) => nicForeign(nicOf(state), nicOf(from), nicOf(to)),
};

function planFor(now: LinuxNic, wanted: LinuxNic, notOnTarget: readonly string[]): DevicePlan {
	const steps = planSteps(now, wanted);
	const refused = steps.length === 0 ? undefined : obstacle(now, wanted);
	return {
		wanted: stateOfNic(wanted),
		steps,
		...(refused !== undefined && { refused }),
		notOnTarget,
		warnings: warnings(now, wanted),
	};
}

function refusal(from: DeviceState, refused: string): DevicePlan {
	return { wanted: from, steps: [], refused };
}

/** What keeps any step from being taken; said before the first. */
function obstacle(now: LinuxNic, wanted: LinuxNic): string | undefined {
	if (!now.root) {
		return `Changing ${now.interface} needs root there: log in as root, or add ?sudo to the device URI (sudo -n, which must not ask for a password).`;
	}
	if (now.tableWriters.some((writer) => canWrite(writer, wanted.table))) return undefined;
	return `This table cannot be written on the machine of ${now.interface}: entry by entry it takes python3 or perl there, and ethtool alone has only equal and weight.`;
}

function warnings(now: LinuxNic, wanted: LinuxNic): string[] {
	const { hashFunctions, packetSteering, flowRules = 0, irqbalance, canLock, context, interface: name } = now;
	const steered = packetSteering.filter((queue) => wanted.table.includes(queue));
	return [
		...(irqbalance
			? [
					`irqbalance runs on the machine of ${name} and moves interrupts by itself: stop it, or ban the interrupts of ${name} (IRQBALANCE_BANNED_INTERRUPTS, --banirq).`,
				]
			: []),
		...(canLock
			? []
			: [
					`flock is not installed on the machine of ${name}: nothing keeps another push from changing it meanwhile.`,
				]),
		...(context !== undefined && differentVectors(now, wanted).length > 0
			? [`Interrupts are moved, and all RSS contexts of ${name} share them.`]
			: []),
		...(steered.length > 0
			? [
					`Receive Packet Steering hands the packets of queue ${steered.join(', ')} on to other processors (rps_cpus of ${name}).`,
				]
			: []),
		// Those of a context are how flows come to it.
		...(flowRules > 0 && context === undefined
			? [
					`${count(flowRules, 'flow rule')} of ${name} (ethtool -n ${name}) may steer packets past the indirection table.`,
				]
			: []),
		...(hashFunctions.length > 0 && !hashFunctions.includes('toeplitz')
			? [`${name} hashes with ${hashFunctions.join(', ')}, not Toeplitz: ethtool -X ${name} hfunc toeplitz.`]
			: []),
	];
}
