import type { AdapterMode } from '../emulator/description.js';
import { type AdapterState, type NicSwitchState, PF_FUNCTION_ID } from '../emulator/state.js';
import { formatProcessor } from '../rss/processor.js';
import type { ComparedMember, EntityDiff, SteeringDifference } from './diff.js';
import { count, entityTitle, hashText, onOff } from './words.js';

/**
 * What stands between a device and the state it should be in, every member and every entry a line of its own. `diffs` must
 * go from the state the device is in to the one it should be in. Keys are never told, only that they differ.
 */
export function listDifferences(diffs: readonly EntityDiff[], mode: AdapterMode): string[] {
	return diffs.flatMap((diff) => {
		if (diff.kind === 'created') return [`${entityTitle(diff.to, mode)} is missing`];
		if (diff.kind === 'deleted') return [`${entityTitle(diff.from, mode)} should not be there`];
		const title = entityTitle(diff.to, mode);
		return [
			...diff.members.map((member) => `${title}: ${memberDifference(member, diff)}`),
			...diff.steering.map((difference) => `${title}: ${steeringDifference(difference)}`),
		];
	});
}

function memberDifference(member: ComparedMember, { from, to }: EntityDiff & { kind: 'changed' }): string {
	switch (member) {
		case 'active':
			return from.active ? 'is activated and should not be' : 'is deactivated and should not be';
		case 'attachedFunctionId':
			return `attached to ${attachment(from.attachedFunctionId)} instead of ${attachment(to.attachedFunctionId)}`;
		case 'rssEnabled':
			return `RSS is ${onOff(from.rssEnabled)} instead of ${onOff(to.rssEnabled)}`;
		case 'numberOfQueues':
			return `${count(from.numberOfQueues, 'queue')} instead of ${to.numberOfQueues}`;
		case 'numberOfIndirectionTableEntries':
			return `${count(from.indirectionTable.length, 'entry', 'entries')} instead of ${to.indirectionTable.length}`;
		case 'hashInformation':
			return `hash types ${hashText(from.hashInformation)} instead of ${hashText(to.hashInformation)}`;
		case 'hashSecretKey':
			return 'another hash secret key';
		case 'name':
			return `name ${JSON.stringify(from.name)} instead of ${JSON.stringify(to.name)}`;
	}
}

function steeringDifference({ parameter, from, to }: SteeringDifference): string {
	const name = typeof parameter === 'object' ? `entry ${parameter.entry}` : `${parameter} processor`;
	if (from === undefined) return `${name} is missing`;
	if (to === undefined) return `${name} should not be there`;
	return `${name} is ${formatProcessor(from)} instead of ${formatProcessor(to)}`;
}

/**
 * What stands between the virtual functions of a switch and those it should have, a line each; nothing when one of the
 * states does not speak of its switch.
 */
export function listSwitchDifferences(from: AdapterState, to: AdapterState): string[] {
	if (!from.nicSwitch || !to.nicSwitch) return [];
	const idsOf = (one: NicSwitchState) => new Set(one.allocatedVFs.map(({ vfId }) => vfId));
	const now = idsOf(from.nicSwitch);
	const wanted = idsOf(to.nicSwitch);
	return [
		...[...wanted].filter((id) => !now.has(id)).map((id) => `virtual function ${id} is missing`),
		...[...now].filter((id) => !wanted.has(id)).map((id) => `virtual function ${id} should not be there`),
	];
}

/** `pf`, `vf:3` */
export function attachment(functionId: number): string {
	return functionId === PF_FUNCTION_ID ? 'pf' : `vf:${functionId}`;
}
