import { PARAM_FLAGS_MASK, ParamFlag, ObjectType, SECRET_KEY_SIZE } from '../ndis/flags.js';
import { HASH_FUNCTION_TOEPLITZ, HASH_TYPE_MASK, hashFunctionOf, hashTypesOf, supportedHashTypeBits } from '../ndis/hash.js';
import { receiveScaleParametersV2 } from '../ndis/receiveScaleParametersV2.js';
import { formatProcessor } from '../rss/processor.js';
import type { AdapterCapabilities, AdapterDescription } from './description.js';
import { refuseEntries, refuseQueues, refuseRestricted, refuseRssVPorts } from './limits.js';
import { count, member, refusal, steering } from './refuse.js';
import type { Refusal } from './request.js';
import type { EntityState } from './state.js';
import { enabledParameters, refuseOutsiders, refuseTooManyProcessors } from './steering.js';

/** The members of a set, each only when its CHANGED flag is there. */
export interface ParameterChange {
	readonly flags: number;
	readonly enableRss: boolean;
	readonly hashInformation: number | undefined;
	readonly hashSecretKey: Uint8Array | undefined;
	readonly numberOfQueues: number | undefined;
	readonly numberOfIndirectionTableEntries: number | undefined;
}

/** Domain rule Set 1: reads the buffer, or refuses its length. `header` problems are judged later, as rule 3. */
export function readChange(buffer: Uint8Array, vportId: number): ParameterChange | Refusal {
	const value = receiveScaleParametersV2.decode(buffer);
	if (!value) {
		const message = `The buffer has ${buffer.length} bytes; the structure needs ${receiveScaleParametersV2.size}.`;
		return refusal('buffer-length', message, [member(vportId, 'buffer')]);
	}
	const { hashSecretKeySize: size, hashSecretKeyOffset: at, flags } = value;
	const key = [member(vportId, 'hashSecretKey')];
	if (size !== SECRET_KEY_SIZE) {
		return refusal('key-length', `The secret key has ${count(size, 'byte')}; it must have ${SECRET_KEY_SIZE}.`, key);
	}
	if (at < receiveScaleParametersV2.size || at + size > buffer.length) {
		return refusal('key-length', `The secret key (offset ${at}) lies outside the buffer of ${buffer.length} bytes.`, key);
	}
	const when = <T>(flag: number, given: T) => (flags & flag ? given : undefined);
	return {
		flags,
		enableRss: (flags & ParamFlag.ENABLE_RSS) !== 0,
		hashInformation: when(ParamFlag.HASH_INFO_CHANGED, value.hashInformation),
		hashSecretKey: when(ParamFlag.HASH_KEY_CHANGED, buffer.slice(at, at + size)),
		numberOfQueues: when(ParamFlag.NUMBER_OF_QUEUES_CHANGED, value.numberOfQueues),
		numberOfIndirectionTableEntries: when(ParamFlag.NUMBER_OF_ENTRIES_CHANGED, value.numberOfIndirectionTableEntries),
	};
}

/** The header of a set: type, revision and a size that fits the buffer. */
export function refuseHeader(buffer: Uint8Array, vportId: number): Refusal | undefined {
	const header = receiveScaleParametersV2.decode(buffer)?.header;
	const { size } = receiveScaleParametersV2;
	if (header && header.type === ObjectType.RSS_PARAMETERS_V2 && header.revision >= 1 && header.size >= size) return undefined;
	const found = `type 0x${header?.type.toString(16)}, revision ${header?.revision}, size ${header?.size}`;
	const message = `The header says ${found}; wanted are type 0xc8, revision 1 and size ${size}.`;
	return refusal('header', message, [member(vportId, 'header')]);
}

/**
 * Domain rules Set 3 to 8: judges a change of one entity in the documented order and gives the entity after it, or the
 * refusal. Nothing is changed in place, so the commit cannot fail.
 */
export function judgeChange(
	adapter: AdapterDescription,
	entities: readonly EntityState[],
	entity: EntityState,
	change: ParameterChange,
): EntityState | Refusal {
	const { vportId } = entity;
	const entries = change.numberOfIndirectionTableEntries ?? entity.indirectionTable.length;
	const queues = change.numberOfQueues ?? entity.numberOfQueues;
	const next: EntityState = {
		...entity,
		rssEnabled: change.enableRss,
		hashInformation: change.hashInformation ?? entity.hashInformation,
		hashSecretKey: change.hashSecretKey ?? entity.hashSecretKey,
		numberOfQueues: queues,
	};
	const wrong = // 3
		refuseFlags(change, vportId) ??
		refuseEntries(adapter, vportId, entries) ??
		refuseQueues(adapter, entities, vportId, queues) ??
		refuseHash(adapter.capabilities, entity, change) ??
		// A table may be far beyond what fits memory until rule 3 has judged its size.
		refuseRestricted(adapter, { ...next, indirectionTable: resized(entity, entries) }) ??
		(change.enableRss && !entity.rssEnabled ? refuseRssVPorts(adapter, entities, entity) : undefined);
	if (wrong) return wrong;
	const resizedTable = resized(entity, entries);
	return (
		(entity.rssEnabled && queues < entity.numberOfQueues // 4
			? refuseTooManyProcessors({ ...entity, numberOfQueues: queues }, 'queues-below-use')
			: undefined) ??
		refuseShrink(entity, entries) ?? // 5
		(change.enableRss && !entity.rssEnabled // 6
			? (refuseOutsiders(adapter, entity, enabledParameters(entity), 'enable-processors') ??
				refuseTooManyProcessors({ ...entity, rssEnabled: true, numberOfQueues: queues }, 'enable-queues'))
			: undefined) ??
		(!change.enableRss && entity.rssEnabled // 7
			? refuseOutsiders(adapter, entity, ['primary'], 'disable-primary')
			: undefined) ?? { ...next, indirectionTable: resizedTable } // 8
	);
}

/** Growth clones the table (entry i is entry i mod N), shrink drops. */
function resized({ indirectionTable }: EntityState, entries: number): EntityState['indirectionTable'] {
	const old = indirectionTable.length;
	if (entries === old) return indirectionTable;
	return entries < old ? indirectionTable.slice(0, entries) : Array.from({ length: entries }, (_, i) => indirectionTable[i % old] ?? indirectionTable[0]) as EntityState['indirectionTable'];
}

function refuseFlags({ flags }: ParameterChange, vportId: number): Refusal | undefined {
	const unknown = flags & ~PARAM_FLAGS_MASK;
	if (unknown === 0) return undefined;
	return refusal('unknown-flags', `Flags 0x${(unknown >>> 0).toString(16)} are not defined.`, [member(vportId, 'flags')]);
}

function refuseHash(capabilities: AdapterCapabilities, entity: EntityState, change: ParameterChange): Refusal | undefined {
	const info = change.hashInformation;
	if (info === undefined || info === entity.hashInformation || !(entity.rssEnabled || change.enableRss)) return undefined;
	const subjects = [member(entity.vportId, 'hashInformation')];
	const hashFunction = hashFunctionOf(info);
	if (hashFunction !== HASH_FUNCTION_TOEPLITZ) {
		return refusal('hash-function', `Hash function 0x${hashFunction.toString(16)} is not Toeplitz (0x1).`, subjects);
	}
	const bits = info & HASH_TYPE_MASK;
	if (bits === 0) return refusal('hash-type-missing', 'RSS needs at least one hash type.', subjects);
	const beyond = bits & ~supportedHashTypeBits(capabilities.hashTypes);
	if (beyond === 0) return undefined;
	const what = hashTypesOf(beyond).join(', ') || `0x${beyond.toString(16)}`;
	return refusal('hash-type-capability', `The adapter does not compute the hash of: ${what}.`, subjects);
}

function refuseShrink({ indirectionTable, vportId }: EntityState, entries: number): Refusal | undefined {
	const differing = indirectionTable.flatMap((p, i) => (i >= entries && p !== indirectionTable[i % entries] ? [i] : []));
	const [first] = differing;
	if (first === undefined) return undefined;
	const [from, onto] = [indirectionTable[first], indirectionTable[first % entries]];
	const message =
		`The table cannot shrink to ${entries}: ${count(differing.length, 'dropped entry').replace(/entrys$/, 'entries')} differ, ` +
		`first entry ${first} (${from === undefined ? '' : formatProcessor(from)}) from entry ${first % entries} (${onto === undefined ? '' : formatProcessor(onto)}).`;
	return refusal('shrink-fold', message, differing.map((entry) => steering(vportId, { entry })), [
		member(vportId, 'numberOfIndirectionTableEntries'),
	]);
}
