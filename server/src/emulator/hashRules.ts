import {
	HASH_FUNCTION_TOEPLITZ,
	HASH_TYPE_MASK,
	hashFunctionOf,
	hashTypesOf,
	supportedHashTypeBits,
} from '../ndis/hash.js';
import type { AdapterCapabilities } from './description.js';
import { member, refusal } from './refuse.js';
import type { Refusal } from './request.js';
import type { EntityState } from './state.js';

/** Domain rule Set 3: a hash that changes while RSS is or goes on is Toeplitz over types that the adapter computes. */
export function refuseHash(
	capabilities: AdapterCapabilities,
	entity: EntityState,
	change: { readonly hashInformation: number | undefined; readonly enableRss: boolean },
): Refusal | undefined {
	const info = change.hashInformation;
	if (info === undefined || info === entity.hashInformation) return undefined;
	if (!entity.rssEnabled && !change.enableRss) return undefined;
	return refuseHashInformation(capabilities, entity.vportId, info);
}

/** A hash that is computed is Toeplitz over types that the adapter computes, one at least. */
export function refuseHashInformation(
	capabilities: AdapterCapabilities,
	vportId: number,
	info: number,
): Refusal | undefined {
	const subjects = [member(vportId, 'hashInformation')];
	const hashFunction = hashFunctionOf(info);
	if (hashFunction !== HASH_FUNCTION_TOEPLITZ) {
		const message = `Hash function 0x${hashFunction.toString(16)} is not Toeplitz (0x1).`;
		return refusal('hash-function', message, subjects);
	}
	// Bits above the type mask mean nothing; as unknown types they are refused with the others.
	const bits = (info & ~HASH_FUNCTION_TOEPLITZ) >>> 0;
	if ((bits & HASH_TYPE_MASK) === 0) {
		return refusal('hash-type-missing', 'At least one hash type is needed.', subjects);
	}
	const beyond = (bits & ~supportedHashTypeBits(capabilities.hashTypes)) >>> 0;
	if (beyond === 0) return undefined;
	const what = hashTypesOf(beyond).join(', ') || `0x${beyond.toString(16)}`;
	return refusal('hash-type-capability', `The adapter does not compute the hash of: ${what}.`, subjects);
}
