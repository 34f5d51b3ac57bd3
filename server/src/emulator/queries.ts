import { ReceiveHashFlag, ReceiveScaleFlag, ReceiveScaleV1Flag } from '../ndis/flags.js';
import { affinityOf, type GroupAffinity } from '../ndis/groupAffinity.js';
import type { Layout } from '../ndis/layout.js';
import { encodeNicSwitchVPortParameters } from '../ndis/nicSwitchVPortParameters.js';
import { encodeReceiveHashParameters } from '../ndis/receiveHashParameters.js';
import { encodeReceiveScaleParameters } from '../ndis/receiveScaleParameters.js';
import { encodeReceiveScaleParametersV2 } from '../ndis/receiveScaleParametersV2.js';
import { groupOf, numberOf, type Processor } from '../rss/processor.js';
import type { AdapterDescription } from './description.js';
import { answered, refused } from './refuse.js';
import type { OidResult } from './request.js';
import type { EntityState } from './state.js';
import { vportMembers } from './vportMembers.js';
import { unknownVPort } from './vports.js';

/** Query of OID_GEN_RECEIVE_SCALE_PARAMETERS_V2: the entity's values with its key; ENABLE_RSS says whether RSS is on. */
export function queryParametersV2(entity: EntityState, room: number | undefined): OidResult {
	const answer = encodeReceiveScaleParametersV2({
		flags: entity.rssEnabled ? ReceiveScaleFlag.ENABLE_RSS : 0,
		hashInformation: entity.hashInformation,
		hashSecretKey: entity.hashSecretKey,
		numberOfQueues: entity.numberOfQueues,
		numberOfIndirectionTableEntries: entity.indirectionTable.length,
	});
	return answered(answer, room, 'query');
}

/**
 * Query of OID_GEN_RECEIVE_SCALE_PARAMETERS: the same entity as RSSv1 sees it, with the whole table, its processors as one
 * mask a group, and the key. Source: windows-driver-docs oid-gen-receive-scale-parameters.
 */
export function queryParametersV1(
	entity: EntityState,
	{ rssProcessors, layout }: AdapterDescription,
	room: number | undefined,
): OidResult {
	const value = {
		flags: entity.rssEnabled ? 0 : ReceiveScaleV1Flag.DISABLE_RSS,
		baseCpuNumber: numberOf(rssProcessors.base),
		hashInformation: entity.hashInformation,
		indirectionTable: entity.indirectionTable,
		hashSecretKey: entity.hashSecretKey,
		processorMasks: masksOf(entity.indirectionTable),
		defaultProcessorNumber: entity.defaultProcessor,
	};
	return answered(encodeReceiveScaleParameters(value, undefined, layout), room, 'query');
}

/** Query of OID_GEN_RECEIVE_HASH: the hash alone. It is computed for RSS too while RSS is on. */
export function queryHash(entity: EntityState, room: number | undefined): OidResult {
	const answer = encodeReceiveHashParameters({
		flags: entity.rssEnabled || entity.receiveHash ? ReceiveHashFlag.ENABLE_HASH : 0,
		hashInformation: entity.hashInformation,
		hashSecretKey: entity.hashSecretKey,
	});
	return answered(answer, room, 'query');
}

/** One mask for each group that is used, by ascending group. */
function masksOf(processors: readonly Processor[]): GroupAffinity[] {
	const masks = new Map<number, bigint>();
	for (const p of [...processors].sort((a, b) => a - b)) {
		masks.set(groupOf(p), (masks.get(groupOf(p)) ?? 0n) | affinityOf(p).mask);
	}
	return [...masks].map(([group, mask]) => ({ group, mask }));
}

/** Query or method of OID_NIC_SWITCH_VPORT_PARAMETERS: the VPort as it would be created now. */
export function queryVPort(
	entity: EntityState | undefined,
	vportId: number,
	room: number | undefined,
	type: 'query' | 'method',
	layout: Layout | undefined,
): OidResult {
	if (!entity) return refused(unknownVPort(vportId));
	const answer = encodeNicSwitchVPortParameters(vportMembers(entity), undefined, layout);
	return answered(answer, room, type);
}
