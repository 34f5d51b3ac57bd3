import type { AdapterState } from './state.js';

/** A state in which a VPort is not there; the very same one when it was not. Its virtual function stays allocated. */
export function stateWithout(state: AdapterState, vportId: number): AdapterState {
	const entities = state.entities.filter((entity) => entity.vportId !== vportId);
	return entities.length === state.entities.length ? state : { ...state, entities };
}
