import { NIC_SWITCH_VF_INFO_ARRAY_SIZE } from '../ndis/infoArray.js';
import {
	encodeNicSwitchVFParameters,
	NIC_SWITCH_FREE_VF_PARAMETERS_SIZE,
	NIC_SWITCH_VF_PARAMETERS_SIZE,
} from '../ndis/nicSwitchVFParameters.js';
import { Oid } from '../ndis/oid.js';
import type { AdapterDescription } from './description.js';
import type { EntityStore } from './entityStore.js';
import { type Handler, type Handlers, handlerKey } from './handler.js';
import { noSwitchYet } from './nicSwitch.js';
import { answered, refused, succeeded } from './refuse.js';
import type { OidRequest, OidResult } from './request.js';
import type { NicSwitchState, VirtualFunction } from './state.js';
import { onSwitch } from './switchHandlers.js';
import { allocateVF, enumerateVFs, findVF, freeVF, parametersOf } from './virtualFunctions.js';

/** The requests about the virtual functions of the NIC switch; an adapter in native mode has none. */
export function* vfHandlers(adapter: AdapterDescription, store: EntityStore): Handlers {
	for (const [key, handler] of handlersOf(store)) yield [key, onSwitch(adapter, handler)];
}

function* handlersOf(store: EntityStore): Handlers {
	const withSwitch =
		(handler: (request: OidRequest, nicSwitch: NicSwitchState) => OidResult): Handler =>
		(request) =>
			store.nicSwitch ? handler(request, store.nicSwitch) : refused(noSwitchYet());
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_ALLOCATE_VF, 'method'),
		withSwitch(({ inputBuffer, outputBufferLength }, nicSwitch) => {
			const vf = allocateVF(nicSwitch, inputBuffer);
			if ('rule' in vf) return refused(vf, NIC_SWITCH_VF_PARAMETERS_SIZE);
			const answer = told(vf, outputBufferLength);
			if (answer.status === 0) store.nicSwitch = withVF(nicSwitch, vf);
			return answer;
		}),
	];
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_FREE_VF, 'set'),
		withSwitch(({ inputBuffer }, nicSwitch) => {
			const id = freeVF(nicSwitch, store.all(), inputBuffer);
			if (typeof id !== 'number') return refused(id, NIC_SWITCH_FREE_VF_PARAMETERS_SIZE);
			const allocatedVFs = nicSwitch.allocatedVFs.filter(({ vfId }) => vfId !== id);
			store.nicSwitch = { ...nicSwitch, allocatedVFs };
			return succeeded();
		}),
	];
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_VF_PARAMETERS, 'method'),
		withSwitch(({ inputBuffer, outputBufferLength }, nicSwitch) => {
			const vf = findVF(nicSwitch, inputBuffer);
			return 'rule' in vf ? refused(vf, NIC_SWITCH_VF_PARAMETERS_SIZE) : told(vf, outputBufferLength);
		}),
	];
	// The header file says query, the page on it method: both are answered, a query without a buffer too.
	for (const type of ['query', 'method'] as const) {
		yield [
			handlerKey(Oid.OID_NIC_SWITCH_ENUM_VFS, type),
			({ inputBuffer, outputBufferLength }) => {
				const wanted = type === 'query' && inputBuffer.length === 0 ? undefined : inputBuffer;
				const found = enumerateVFs(store.nicSwitch?.allocatedVFs ?? [], wanted);
				if ('rule' in found) return refused(found, NIC_SWITCH_VF_INFO_ARRAY_SIZE);
				return answered(found, outputBufferLength, type);
			},
		];
	}
}

function told(vf: VirtualFunction, room: number | undefined): OidResult {
	return answered(encodeNicSwitchVFParameters(parametersOf(vf)), room, 'method');
}

function withVF(nicSwitch: NicSwitchState, vf: VirtualFunction): NicSwitchState {
	const allocatedVFs = [...nicSwitch.allocatedVFs, vf].sort((a, b) => a.vfId - b.vfId);
	return { ...nicSwitch, allocatedVFs };
}
