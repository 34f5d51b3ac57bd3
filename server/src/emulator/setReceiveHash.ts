import { RECEIVE_HASH_FLAGS, ReceiveHashFlag } from '../ndis/flags.js';
import { HASH_SECRET_KEY_SIZE } from '../ndis/hash.js';
import { headerProblem, ObjectType } from '../ndis/objectHeader.js';
import {
	decodeReceiveHashParameters,
	RECEIVE_HASH_PARAMETERS_SIZE,
	type ReceiveHashParameters,
} from '../ndis/receiveHashParameters.js';
import type { AdapterCapabilities, AdapterDescription } from './description.js';
import { refuseHashInformation } from './hashRules.js';
import { count, member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import type { EntityState } from './state.js';

/**
 * Set of OID_GEN_RECEIVE_HASH: the hash is computed and told with every packet, without RSS. Hash information and key are
 * the entity's own, those that RSS will use too; each is taken unless its UNCHANGED flag is set. RSS and this exclude each
 * other: turning one on while the other is on is refused. Turning this off while RSS is on changes nothing, the hash that
 * RSS works with included.
 * Source: windows-driver-docs oid-gen-receive-hash; DDI ns-ntddndis-_ndis_receive_hash_parameters.
 */
export function setReceiveHash(
	{ capabilities }: AdapterDescription,
	entity: EntityState,
	buffer: Uint8Array,
): EntityState | Refusal {
	const { vportId } = entity;
	const value = decodeReceiveHashParameters(buffer);
	if (!value) {
		const message = `The buffer of ${buffer.length} bytes does not hold the structure of ${RECEIVE_HASH_PARAMETERS_SIZE} with the key that it speaks of.`;
		return refusal('buffer-length', message, [member(vportId, 'buffer')]);
	}
	const problem = headerProblem(value.header, ObjectType.DEFAULT, [RECEIVE_HASH_PARAMETERS_SIZE]);
	if (problem !== undefined) {
		return refusal('header', `The structure cannot be read: ${problem}.`, [member(vportId, 'header')]);
	}
	const { flags } = value;
	const unknown = (flags & ~RECEIVE_HASH_FLAGS) >>> 0;
	if (unknown !== 0) {
		const message = `Flags 0x${unknown.toString(16)} are not defined.`;
		return refusal('unknown-flags', message, [member(vportId, 'flags')]);
	}
	const enable = (flags & ReceiveHashFlag.ENABLE_HASH) !== 0;
	if (entity.rssEnabled) return enable ? refuseBesideRss(vportId) : entity;
	const { receiveHash: _, ...rest } = entity;
	const next = withHash(rest, value);
	const wrong = refuseKey(next) ?? (enable ? refuseInformation(capabilities, next) : undefined);
	return wrong ?? (enable ? { ...next, receiveHash: true } : next);
}

function withHash(entity: EntityState, { flags, hashInformation, hashSecretKey }: ReceiveHashParameters) {
	return {
		...entity,
		...(!(flags & ReceiveHashFlag.HASH_INFO_UNCHANGED) && { hashInformation }),
		...(!(flags & ReceiveHashFlag.HASH_KEY_UNCHANGED) && { hashSecretKey }),
	};
}

function refuseBesideRss(vportId: number): Refusal {
	const message = 'RSS is on: it is turned off before receive hash calculation is turned on.';
	return refusal('hash-while-rss', message, [member(vportId, 'flags')]);
}

function refuseKey({ vportId, hashSecretKey }: EntityState): Refusal | undefined {
	if (hashSecretKey.length === HASH_SECRET_KEY_SIZE) return undefined;
	const message = `The secret key has ${count(hashSecretKey.length, 'byte')}; it must have ${HASH_SECRET_KEY_SIZE}.`;
	return refusal('key-length', message, [member(vportId, 'hashSecretKey')]);
}

function refuseInformation(capabilities: AdapterCapabilities, entity: EntityState): Refusal | undefined {
	return refuseHashInformation(capabilities, entity.vportId, entity.hashInformation);
}
