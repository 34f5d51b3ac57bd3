import { HASH_SECRET_KEY_SIZE } from '../ndis/hash.js';
import { Oid, oidName } from '../ndis/oid.js';
import { RECEIVE_HASH_PARAMETERS_SIZE } from '../ndis/receiveHashParameters.js';
import { RECEIVE_SCALE_PARAMETERS_SIZE } from '../ndis/receiveScaleParameters.js';
import { RECEIVE_SCALE_PARAMETERS_V2_SIZE } from '../ndis/receiveScaleParametersV2.js';
import { rssCapabilities } from './capabilityQueries.js';
import type { AdapterDescription } from './description.js';
import type { EntityStore } from './entityStore.js';
import { commit, type Handler, type Handlers, handlerKey } from './handler.js';
import { moveEntries } from './moveEntries.js';
import { queryHash, queryParametersV1, queryParametersV2 } from './queries.js';
import { answered, member, refusal, refused, succeeded } from './refuse.js';
import type { OidRequest, OidResult, Refusal } from './request.js';
import { judgeChange, readChange } from './setParameters.js';
import { setParametersV1 } from './setParametersV1.js';
import { setReceiveHash } from './setReceiveHash.js';
import { DEFAULT_VPORT_ID, type EntityState } from './state.js';

/** The RSS requests: of an adapter in native mode, or of each VPort. */
export function* rssHandlers(adapter: AdapterDescription, store: EntityStore): Handlers {
	const { supportsIndependentEntryMove: isRssv2 } = adapter.capabilities;
	const rssv2 = (handler: Handler): Handler => (isRssv2 ? handler : ({ oid }) => refused(notRssv2(oid)));
	const rssv1 = (handler: Handler): Handler => (isRssv2 ? ({ oid }) => refused(v1Set(oid)) : handler);

	const v2 = Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS_V2;
	yield [handlerKey(v2, 'set'), rssv2((request) => set(adapter, store, request))];
	yield [handlerKey(v2, 'query'), rssv2((request) => ofEntity(adapter, store, request, queryParametersV2))];
	const moves = Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES;
	yield [handlerKey(moves, 'method'), rssv2((request) => move(adapter, store, request))];

	const v1 = Oid.OID_GEN_RECEIVE_SCALE_PARAMETERS;
	yield [handlerKey(v1, 'set'), rssv1((request) => setV1(adapter, store, request))];
	yield [
		handlerKey(v1, 'query'),
		(request) => ofEntity(adapter, store, request, (one, room) => queryParametersV1(one, adapter, room)),
	];
	const hash = Oid.OID_GEN_RECEIVE_HASH;
	yield [handlerKey(hash, 'query'), (request) => ofEntity(adapter, store, request, queryHash)];
	yield [handlerKey(hash, 'set'), (request) => setHash(adapter, store, request)];
	const capabilities = Oid.OID_GEN_RECEIVE_SCALE_CAPABILITIES;
	yield [
		handlerKey(capabilities, 'query'),
		({ outputBufferLength }) => answered(rssCapabilities(adapter), outputBufferLength, 'query'),
	];
}

function set(
	adapter: AdapterDescription,
	store: EntityStore,
	{ inputBuffer, vportId }: OidRequest,
): OidResult {
	const change = readChange(inputBuffer, vportId ?? DEFAULT_VPORT_ID);
	const needed = RECEIVE_SCALE_PARAMETERS_V2_SIZE + HASH_SECRET_KEY_SIZE;
	if ('rule' in change) return refused(change, needed);
	const entity = entityOf(adapter, store, vportId);
	if ('rule' in entity) return refused(entity);
	return commit(store, judgeChange(adapter, store.all(), entity, change), needed);
}

function setV1(
	adapter: AdapterDescription,
	store: EntityStore,
	{ inputBuffer, vportId }: OidRequest,
): OidResult {
	const entity = entityOf(adapter, store, vportId);
	if ('rule' in entity) return refused(entity);
	const judged = setParametersV1(adapter, store.all(), entity, inputBuffer);
	return commit(store, judged, RECEIVE_SCALE_PARAMETERS_SIZE);
}

function setHash(
	adapter: AdapterDescription,
	store: EntityStore,
	{ inputBuffer, vportId }: OidRequest,
): OidResult {
	const entity = entityOf(adapter, store, vportId);
	if ('rule' in entity) return refused(entity);
	const judged = setReceiveHash(adapter, entity, inputBuffer);
	const needed = RECEIVE_HASH_PARAMETERS_SIZE + HASH_SECRET_KEY_SIZE;
	// Nothing changed: whoever keeps the state has nothing to keep.
	return judged === entity ? succeeded() : commit(store, judged, needed);
}

function move(adapter: AdapterDescription, store: EntityStore, request: OidRequest): OidResult {
	const { inputBuffer, outputBufferLength, processor } = request;
	const room = answered(inputBuffer, outputBufferLength, 'method');
	return room.status === 0 ? moveEntries(adapter, store, inputBuffer, processor) : room;
}

function ofEntity(
	adapter: AdapterDescription,
	store: EntityStore,
	{ vportId, outputBufferLength }: OidRequest,
	query: (entity: EntityState, room: number | undefined) => OidResult,
): OidResult {
	const entity = entityOf(adapter, store, vportId);
	return 'rule' in entity ? refused(entity) : query(entity, outputBufferLength);
}

/** In vmq mode a request names its VPort; in native mode there is the one entity. */
function entityOf(
	{ mode }: AdapterDescription,
	store: EntityStore,
	vportId: number | undefined,
): EntityState | Refusal {
	const id = mode === 'native' ? (vportId ?? DEFAULT_VPORT_ID) : vportId;
	const entity = id === undefined ? undefined : store.get(id);
	if (entity) return entity;
	const message =
		id === undefined
			? 'The request names no VPort, and this adapter spreads by VPort.'
			: `VPort ${id} does not exist.`;
	return refusal('set-unknown-vport', message, [member(id ?? DEFAULT_VPORT_ID, 'vportId')]);
}

function notRssv2(oid: number): Refusal {
	const message = `${oidName(oid)} needs an adapter with independent entry moves; this one is RSSv1.`;
	return refusal('not-rssv2', message);
}

function v1Set(oid: number): Refusal {
	const message = `${oidName(oid)} can only be queried: this adapter's table is set entry by entry (RSSv2).`;
	return refusal('v1-set', message);
}
