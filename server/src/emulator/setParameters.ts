import { RECEIVE_SCALE_FLAGS, ReceiveScaleFlag } from '../ndis/flags.js';
import { HASH_SECRET_KEY_SIZE } from '../ndis/hash.js';
import { headerProblem, type ObjectHeader, ObjectType } from '../ndis/objectHeader.js';
import {
	decodeReceiveScaleParametersV2,
	RECEIVE_SCALE_PARAMETERS_V2_SIZE,
} from '../ndis/receiveScaleParametersV2.js';
import type { AdapterDescription } from './description.js';
import { refuseHash } from './hashRules.js';
import { refuseEntries, refuseQueues, refuseRestricted } from './limits.js';
import { count, member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import { refuseShrink, resizedTable } from './resize.js';
import { sameBytes } from './sameBytes.js';
import type { EntityState, Neighbour } from './state.js';
import { enabledParameters, refuseOutsiders, refuseTooManyProcessors } from './steering.js';
import { refuseRss } from './switchRules.js';

/** The members of a set, each only when its CHANGED flag is there. */
export interface ParameterChange {
	readonly header: ObjectHeader;
	readonly flags: number;
	readonly enableRss: boolean;
	readonly hashInformation: number | undefined;
	readonly hashSecretKey: Uint8Array | undefined;
	readonly numberOfQueues: number | undefined;
	readonly numberOfIndirectionTableEntries: number | undefined;
}

/** Domain rule Set 1: reads the buffer, or refuses its length. What it says is judged later. */
export function readChange(buffer: Uint8Array, vportId: number): ParameterChange | Refusal {
	const value = decodeReceiveScaleParametersV2(buffer);
	if (!value) {
		const message = `The buffer has ${buffer.length} bytes; the structure needs ${RECEIVE_SCALE_PARAMETERS_V2_SIZE}.`;
		return refusal('buffer-length', message, [member(vportId, 'buffer')]);
	}
	const { header, hashSecretKeySize: size, hashSecretKeyOffset: at, hashSecretKey, flags } = value;
	const key = [member(vportId, 'hashSecretKey')];
	if (size !== HASH_SECRET_KEY_SIZE) {
		const message = `The secret key has ${count(size, 'byte')}; it must have ${HASH_SECRET_KEY_SIZE}.`;
		return refusal('key-length', message, key);
	}
	if (!hashSecretKey) {
		const message = `The secret key (offset ${at}) lies outside the buffer of ${buffer.length} bytes, or within the structure.`;
		return refusal('key-place', message, key);
	}
	const when = <T>(flag: number, given: T) => (flags & flag ? given : undefined);
	return {
		header,
		flags,
		enableRss: (flags & ReceiveScaleFlag.ENABLE_RSS) !== 0,
		hashInformation: when(ReceiveScaleFlag.HASH_INFO_CHANGED, value.hashInformation),
		hashSecretKey: when(ReceiveScaleFlag.HASH_KEY_CHANGED, hashSecretKey),
		numberOfQueues: when(ReceiveScaleFlag.NUMBER_OF_QUEUES_CHANGED, value.numberOfQueues),
		numberOfIndirectionTableEntries: when(
			ReceiveScaleFlag.NUMBER_OF_ENTRIES_CHANGED,
			value.numberOfIndirectionTableEntries,
		),
	};
}

/**
 * Domain rules Set 3 to 8: judges a change of one entity in the documented order and gives the entity after it, or the
 * refusal. Nothing is changed in place, so the commit cannot fail.
 */
export function judgeChange(
	adapter: AdapterDescription,
	entities: readonly Neighbour[],
	entity: EntityState,
	change: ParameterChange,
): EntityState | Refusal {
	const { vportId } = entity;
	const entries = change.numberOfIndirectionTableEntries ?? entity.indirectionTable.length;
	const numberOfQueues = change.numberOfQueues ?? entity.numberOfQueues;
	const wrong = // 3; the table is not built before its size is judged: it may be far beyond what fits memory
		refuseHeader(change.header, vportId) ??
		refuseFlags(change, vportId) ??
		refuseEntries(adapter, vportId, entries) ??
		refuseQueues(adapter, entities, vportId, numberOfQueues) ??
		refuseHash(adapter.capabilities, entity, change);
	if (wrong) return wrong;
	const next: EntityState = {
		...entity,
		rssEnabled: change.enableRss,
		hashInformation: change.hashInformation ?? entity.hashInformation,
		hashSecretKey: sharedKey(entities, change.hashSecretKey ?? entity.hashSecretKey),
		numberOfQueues,
		indirectionTable: resizedTable(entity.indirectionTable, entries),
	};
	return (
		refuseRestricted(adapter, next) ??
		refuseRss(adapter, entities, entity, next) ??
		(entity.rssEnabled && numberOfQueues < entity.numberOfQueues // 4
			? refuseTooManyProcessors({ ...entity, numberOfQueues }, 'queues-below-use')
			: undefined) ??
		refuseShrink(entity, entries) ?? // 5
		(change.enableRss && !entity.rssEnabled // 6
			? (refuseOutsiders(adapter, entity, enabledParameters(entity), 'enable-processors') ??
				refuseTooManyProcessors({ ...entity, rssEnabled: true, numberOfQueues }, 'enable-queues'))
			: undefined) ??
		(!change.enableRss && entity.rssEnabled // 7
			? refuseOutsiders(adapter, entity, ['primary'], 'disable-primary')
			: undefined) ??
		next // 8
	);
}

/** The first entity's key where it has the same bytes: what shares one hash is then quickly seen to. */
function sharedKey([first]: readonly Neighbour[], key: Uint8Array): Uint8Array {
	return first && sameBytes(first.hashSecretKey, key) ? first.hashSecretKey : key;
}

function refuseHeader(header: ObjectHeader, vportId: number): Refusal | undefined {
	const problem = headerProblem(header, ObjectType.RSS_PARAMETERS_V2, [RECEIVE_SCALE_PARAMETERS_V2_SIZE]);
	if (problem === undefined) return undefined;
	return refusal('header', `The structure cannot be read: ${problem}.`, [member(vportId, 'header')]);
}

function refuseFlags({ flags }: ParameterChange, vportId: number): Refusal | undefined {
	const unknown = flags & ~RECEIVE_SCALE_FLAGS;
	if (unknown === 0) return undefined;
	const message = `Flags 0x${(unknown >>> 0).toString(16)} are not defined.`;
	return refusal('unknown-flags', message, [member(vportId, 'flags')]);
}
