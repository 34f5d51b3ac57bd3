import { readWireState, StateShapeError } from '../../daemon/readState.js';
import { toWireState } from '../../daemon/wire.js';
import type { DeviceState } from '../device.js';

/** A state as a journal keeps it: as it travels to an emulator's clients, and what only this kind of device has beside it. */
export function stateToJson(state: DeviceState): unknown {
	return { ...toWireState(state), ...(state.native !== undefined && { native: state.native }) };
}

/**
 * Reads what {@link stateToJson} wrote, whatever it is.
 * @throws StateShapeError with what is wrong
 */
export function stateFromJson(value: unknown): DeviceState {
	const { native, entities } = (value ?? {}) as { readonly native?: unknown; readonly entities?: unknown };
	const listed = Array.isArray(entities) ? entities.map(withoutKey) : undefined;
	const keys = new Map(listed?.map(({ vportId, key }) => [vportId, key]));
	const given = listed ? { ...(value as object), entities: listed.map(({ entity }) => entity) } : value;
	const state = readWireState(given);
	return {
		...state,
		entities: state.entities.map((entity) => ({
			...entity,
			hashSecretKey: keys.get(entity.vportId) ?? entity.hashSecretKey,
		})),
		...(native !== undefined && { native }),
	};
}

/** The key of NDIS has 40 bytes and is held to that; other devices' keys are as long as they are. */
function withoutKey(entity: unknown) {
	const { vportId, hashSecretKey } = (entity ?? {}) as { vportId?: unknown; hashSecretKey?: unknown };
	if (typeof hashSecretKey !== 'string' || !/^(?:[0-9a-f]{2})*$/i.test(hashSecretKey))
		throw new StateShapeError('hashSecretKey must be hexadecimal digits, two a byte.');
	return {
		entity: { ...(entity as object), hashSecretKey: '00'.repeat(40) },
		vportId,
		key: new Uint8Array(Buffer.from(hashSecretKey, 'hex')),
	};
}
