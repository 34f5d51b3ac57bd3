import { RECEIVE_SCALE_V1_FLAGS, ReceiveScaleV1Flag } from '../ndis/flags.js';
import { HASH_SECRET_KEY_SIZE } from '../ndis/hash.js';
import { headerProblem, ObjectType } from '../ndis/objectHeader.js';
import {
	decodeReceiveScaleParameters,
	RECEIVE_SCALE_PARAMETERS_SIZE,
	RECEIVE_SCALE_PARAMETERS_SIZES,
	type ReceiveScaleParameters,
} from '../ndis/receiveScaleParameters.js';
import { processorsInUse } from '../rss/spread.js';
import type { AdapterDescription } from './description.js';
import { refuseHash } from './hashRules.js';
import { queueLimit, refuseEntries } from './limits.js';
import { count, member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import type { EntityState } from './state.js';
import { enabledParameters, refuseOutsiders } from './steering.js';
import { refuseRss } from './switchRules.js';

/**
 * Set of OID_GEN_RECEIVE_SCALE_PARAMETERS on an RSSv1 adapter: the whole table in one, each member unless its UNCHANGED flag
 * is set. There is no queue limit: an RSSv1 adapter lets processors share its queues, and uses as many as it can.
 * Source: windows-driver-docs oid-gen-receive-scale-parameters; DDI ns-ntddndis-_ndis_receive_scale_parameters.
 */
export function setParametersV1(
	adapter: AdapterDescription,
	entities: readonly EntityState[],
	entity: EntityState,
	buffer: Uint8Array,
): EntityState | Refusal {
	const { vportId } = entity;
	const value = decodeReceiveScaleParameters(buffer, adapter.layout);
	if (!value) {
		const message = `The buffer of ${buffer.length} bytes does not hold the structure of ${RECEIVE_SCALE_PARAMETERS_SIZE} with the table, the masks and the key that it speaks of.`;
		return refusal('buffer-length', message, [member(vportId, 'buffer')]);
	}
	const problem =
		headerProblem(value.header, ObjectType.RSS_PARAMETERS, RECEIVE_SCALE_PARAMETERS_SIZES) ??
		(value.header.revision < 3
			? 'a table of PROCESSOR_NUMBERs with a default processor is wanted, revision 3'
			: undefined);
	if (problem !== undefined) {
		return refusal('header', `The structure cannot be read: ${problem}.`, [member(vportId, 'header')]);
	}
	const unknown = value.flags & ~RECEIVE_SCALE_V1_FLAGS;
	if (unknown !== 0) {
		const message = `Flags 0x${unknown.toString(16)} are not defined.`;
		return refusal('unknown-flags', message, [member(vportId, 'flags')]);
	}
	const next = changed(entity, value);
	const hashInformation = next.hashInformation;
	return (
		refuseKey(next) ??
		refuseEntries(adapter, vportId, next.indirectionTable.length) ??
		refuseHash(adapter.capabilities, entity, { hashInformation, enableRss: next.rssEnabled }) ??
		refuseRss(adapter, entities, entity, next) ??
		refuseOutsiders(
			adapter,
			next,
			next.rssEnabled ? enabledParameters(next) : ['primary'],
			'v1-processors',
		) ?? {
			...next,
			numberOfQueues: Math.min(processorsInUse(next).size, queueLimit(adapter, vportId)),
		}
	);
}

/** The flags as they are meant: what turns RSS off need say nothing of hash, key and processors, and then those stay. */
function flagsOf({
	flags,
	hashInformation,
	hashSecretKey,
	indirectionTable,
}: ReceiveScaleParameters): number {
	if ((flags & ReceiveScaleV1Flag.DISABLE_RSS) === 0) return flags;
	const { HASH_INFO_UNCHANGED, HASH_KEY_UNCHANGED, ITABLE_UNCHANGED, DEFAULT_PROCESSOR_UNCHANGED } =
		ReceiveScaleV1Flag;
	return (
		flags |
		(hashInformation === 0 ? HASH_INFO_UNCHANGED : 0) |
		(hashSecretKey.length === 0 ? HASH_KEY_UNCHANGED : 0) |
		(indirectionTable.length === 0 ? ITABLE_UNCHANGED | DEFAULT_PROCESSOR_UNCHANGED : 0)
	);
}

function changed(entity: EntityState, value: ReceiveScaleParameters): EntityState {
	const flags = flagsOf(value);
	const unless = <T>(unchanged: number, before: T, after: T) => (flags & unchanged ? before : after);
	const { HASH_INFO_UNCHANGED, HASH_KEY_UNCHANGED, ITABLE_UNCHANGED } = ReceiveScaleV1Flag;
	return {
		...entity,
		rssEnabled: (flags & ReceiveScaleV1Flag.DISABLE_RSS) === 0,
		hashInformation: unless(HASH_INFO_UNCHANGED, entity.hashInformation, value.hashInformation),
		hashSecretKey: unless(HASH_KEY_UNCHANGED, entity.hashSecretKey, value.hashSecretKey),
		indirectionTable: unless(ITABLE_UNCHANGED, entity.indirectionTable, value.indirectionTable),
		defaultProcessor: unless(
			ReceiveScaleV1Flag.DEFAULT_PROCESSOR_UNCHANGED,
			entity.defaultProcessor,
			value.defaultProcessorNumber,
		),
	};
}

function refuseKey({ vportId, hashSecretKey }: EntityState): Refusal | undefined {
	if (hashSecretKey.length === HASH_SECRET_KEY_SIZE) return undefined;
	const message = `The secret key has ${count(hashSecretKey.length, 'byte')}; it must have ${HASH_SECRET_KEY_SIZE}.`;
	return refusal('key-length', message, [member(vportId, 'hashSecretKey')]);
}
