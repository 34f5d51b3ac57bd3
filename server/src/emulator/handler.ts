import type { EntityStore } from './entityStore.js';
import { refused, succeeded } from './refuse.js';
import type { OidRequest, OidRequestType, OidResult, Refusal } from './request.js';
import type { EntityState } from './state.js';

/** Answers one kind of request. */
export type Handler = (request: OidRequest) => OidResult;

/** What is answered, by `handlerKey`. */
export type Handlers = Iterable<readonly [key: string, Handler]>;

/** An OID and how it is asked. */
export function handlerKey(oid: number, type: OidRequestType): string {
	return `${oid}/${type}`;
}

/** Keeps an entity that was judged and answers so, or tells why it was refused. */
export function commit(
	store: EntityStore,
	judged: EntityState | Refusal,
	bytesNeeded: number,
	success: OidResult = succeeded(),
): OidResult {
	if ('rule' in judged) return refused(judged, bytesNeeded);
	store.put(judged);
	return success;
}
