import type { Configuration, Located, ScalingEntity } from '../../config/model.js';
import type { Span } from '../../config/tree.js';
import type { RefusalSubject, RequestMember } from '../../emulator/request.js';
import { DEFAULT_VPORT_ID } from '../../emulator/state.js';
import { describeMove } from '../../plan/answer.js';
import type { PlannedRequest } from '../../plan/step.js';
import { spanOf } from '../../validation/refusals.js';
import type { DeviceRequest } from '../device.js';
import { isLinuxRequest, type LinuxRequest } from '../linux/request.js';
import { sameText } from '../windows/host.js';
import type { PowerShellValue } from '../windows/literal.js';
import { isWindowsRequest, type WindowsRequest } from '../windows/request.js';
import { oidSteps } from './ndisPlanner.js';
import type { PreparedPush } from './prepare.js';
import { firstRefused } from './rehearse.js';

/**
 * Where a configuration asks for what a plan was refused for before the device was touched; none when the device was not
 * to blame, or it was refused as a whole.
 */
export function placesOfRehearsal(
	{ description, first, steps }: Pick<PreparedPush, 'description' | 'first' | 'steps'>,
	configuration: Configuration,
): Span[] {
	const requests = oidSteps(steps);
	const refused = requests && firstRefused(description, first, requests);
	if (!refused) return [];
	const { step, refusal } = refused;
	const spans = (refusal?.subjects ?? []).flatMap((subject) => placesOfSubject(subject, configuration));
	return spans.length > 0 ? spans.slice(0, 1) : placesOfRequest(step.request, configuration, '');
}

/**
 * Where a configuration asks for what a request was to bring about; the adapter's name where it does not: a VPort that is
 * deleted is in no file.
 * @param answer the device's, which may name one move of several
 */
export function placesOfRequest(
	request: DeviceRequest,
	configuration: Configuration,
	answer: string,
): Span[] {
	const found = isLinuxRequest(request)
		? placesOfLinux(request, configuration)
		: isWindowsRequest(request)
			? placesOfWindows(request, configuration)
			: placesOfOid(request, configuration, answer);
	return found.length > 0 ? found : [configuration.adapter.name.span];
}

function placesOfSubject(subject: RefusalSubject, configuration: Configuration): Span[] {
	const entity = entityOf(configuration, subject.vportId);
	return entity ? [spanOf(subject, entity)] : [];
}

function placesOfOid(request: PlannedRequest, configuration: Configuration, answer: string): Span[] {
	if (request.kind === 'allocateVF' || request.kind === 'freeVF') {
		const id = request.kind === 'freeVF' ? request.vfId : request.virtualFunction.vfId;
		return configuration.entities.flatMap(({ attachedTo: { value, span } }) =>
			value !== 'pf' && value.vf === id ? [span] : [],
		);
	}
	if (request.kind === 'moveEntries') {
		const { commands } = request;
		const command = commands.find((one) => answer.includes(describeMove(one))) ?? commands[0];
		return command ? placesOfSubject({ kind: 'steering', ...command }, configuration) : [];
	}
	const { vportId } = request;
	if (request.kind !== 'setParameters') return placesOfMember('vportId', vportId, configuration);
	const members = (
		['numberOfQueues', 'numberOfIndirectionTableEntries', 'hashInformation', 'hashSecretKey'] as const
	).filter((member) => request[member] !== undefined);
	const entity = entityOf(configuration, vportId);
	if (members.length === 0) return entity ? [entity.rss.span] : [];
	return members.slice(0, 1).flatMap((member) => placesOfMember(member, vportId, configuration));
}

function placesOfMember(member: RequestMember, vportId: number, configuration: Configuration): Span[] {
	return placesOfSubject({ kind: 'member', vportId, member }, configuration);
}

function placesOfLinux({ kind }: LinuxRequest, { entities: [entity] }: Configuration): Span[] {
	if (!entity) return [];
	switch (kind) {
		case 'linuxChannels':
			return [entity.numberOfQueues.span];
		case 'linuxKey':
			return [entity.hash.secretKey.span];
		case 'linuxFlowHash':
			return [entity.hash.types.span];
		case 'linuxReceiveHash':
			return [entity.rss.span];
		case 'linuxAffinity':
		case 'linuxTable':
			return [entity.indirectionTable.span];
	}
}

function placesOfWindows({ set, identity, values }: WindowsRequest, configuration: Configuration): Span[] {
	if (set !== 'Set-VMNetworkAdapter') {
		return 'NumberOfReceiveQueues' in values && configuration.adapter.mode.value === 'native'
			? configuration.entities.map(({ numberOfQueues }) => numberOfQueues.span)
			: [configuration.adapter.rssProcessors.span];
	}
	const named = new Map(identity);
	return configuration.entities.flatMap(({ windows, vportId }) =>
		windows && same(windows.vm, named.get('VMName')) && same(windows.networkAdapter, named.get('Name'))
			? [vportId.span]
			: [],
	);
}

/** What the file does not name may be called anything on the host. */
function same(wanted: Located<string> | undefined, has: PowerShellValue | undefined): boolean {
	return wanted === undefined || (has !== undefined && sameText(wanted.value, has));
}

/** In native mode there is one, whatever its id. */
function entityOf({ adapter, entities }: Configuration, vportId: number): ScalingEntity | undefined {
	if (adapter.mode.value === 'native' && vportId === DEFAULT_VPORT_ID) return entities[0];
	return entities.find((entity) => entity.vportId.value === vportId);
}
