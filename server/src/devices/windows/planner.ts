import { DEFAULT_VPORT_ID } from '../../emulator/state.js';
import type { DevicePlan, DevicePlanner, DeviceState, DeviceStep } from '../device.js';
import { findObject, hostOf, sameText, type WindowsHost, type WindowsObject } from './host.js';
import type { PowerShellValue } from './literal.js';

/** Plans and compares Windows hosts, parameter by parameter of their Set- cmdlets. */
export const WINDOWS_PLANNER: DevicePlanner = {
	plan(from, to): DevicePlan {
		const [now, wanted] = [hostOf(from), hostOf(to)];
		if (!now || !wanted) return { wanted: from, steps: [], refused: 'This is no state of a Windows host.' };
		const steps: DeviceStep[] = [];
		const objects = new Map(now.objects.map((one) => [one, one]));
		for (const goal of wanted.objects) {
			const found = findObject(now, goal);
			const [object] = found;
			if (!object || found.length > 1) {
				const times = object ? `${found.length} times` : 'not';
				return { wanted: from, steps: [], refused: `The ${goal.title} is ${times} on the host.` };
			}
			const values = changedValues(object, goal);
			if (Object.keys(values).length === 0) continue;
			steps.push(stepOf(object, values));
			objects.set(object, { ...object, values: { ...object.values, ...values } });
		}
		return {
			wanted: stateOf({ kind: 'windows', objects: [...objects.values()] }, from),
			steps,
			...(wanted.notOnTarget && { notOnTarget: wanted.notOnTarget }),
		};
	},
	differences(state, wanted) {
		const [now, goal] = [hostOf(state), hostOf(wanted)];
		if (!now || !goal) return ['The state of the host could not be read.'];
		return goal.objects.flatMap((object) => {
			const [found] = findObject(now, object);
			if (!found) return [`The ${object.title} is gone.`];
			return Object.entries(changedValues(found, object)).map(
				([parameter, value]) =>
					`${object.title}: ${parameter} is ${found.values[parameter] ?? 'unknown'}, not ${value}.`,
			);
		});
	},
};

/** A state whose one entity says what Set-NetAdapterRss is to bring about; everything else is that of `like`. */
function stateOf(host: WindowsHost, like: DeviceState): DeviceState {
	const values = host.objects.find(({ set }) => set === 'Set-NetAdapterRss')?.values ?? {};
	const { Enabled: enabled, NumberOfReceiveQueues: queues } = values;
	return {
		entities: like.entities.map((entity) =>
			entity.vportId === DEFAULT_VPORT_ID
				? {
						...entity,
						rssEnabled: enabled === undefined ? entity.rssEnabled : enabled === true,
						numberOfQueues: typeof queues === 'number' ? queues : entity.numberOfQueues,
					}
				: entity,
		),
		native: host,
	};
}

function changedValues(now: WindowsObject, goal: WindowsObject): Record<string, PowerShellValue> {
	return Object.fromEntries(
		Object.entries(goal.values).filter(([parameter, value]) => {
			const has = now.values[parameter];
			return has === undefined || !sameText(has, value);
		}),
	);
}

function stepOf(
	{ title, set, identity, values: before }: WindowsObject,
	values: Readonly<Record<string, PowerShellValue>>,
): DeviceStep {
	const changes = Object.entries(values).map(
		([parameter, value]) => `${parameter} ${before[parameter] ?? '?'} → ${value}`,
	);
	return {
		description: `${set} of ${title}: ${changes.join(', ')}.`,
		request: { kind: 'windowsSet', set, identity, values },
	};
}
