import { NIC_SWITCH_VPORT_INFO_ARRAY_SIZE } from '../ndis/infoArray.js';
import { NIC_SWITCH_DELETE_VPORT_PARAMETERS_SIZE } from '../ndis/nicSwitchDeleteVPortParameters.js';
import {
	NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE,
	NIC_SWITCH_PARAMETERS_SIZES,
} from '../ndis/nicSwitchParameters.js';
import { NIC_SWITCH_VPORT_PARAMETERS_SIZES } from '../ndis/nicSwitchVPortParameters.js';
import { Oid, oidName } from '../ndis/oid.js';
import { switchCapabilities } from './capabilityQueries.js';
import { changeVPort } from './changeVPort.js';
import type { AdapterDescription } from './description.js';
import type { EntityStore } from './entityStore.js';
import { enumerateSwitches, enumerateVPorts } from './enumerations.js';
import { commit, type Handler, type Handlers, handlerKey } from './handler.js';
import { createSwitch, noSwitchYet, refuseDeletion } from './nicSwitch.js';
import { queryVPort } from './queries.js';
import { answered, refusal, refused, succeeded } from './refuse.js';
import type { OidRequest, OidResult } from './request.js';
import { DEFAULT_VPORT_ID } from './state.js';
import { createVPort, deleteVPort, readVPortParameters } from './vports.js';

const [VPORT_BYTES] = NIC_SWITCH_VPORT_PARAMETERS_SIZES;
const [, SWITCH_BYTES] = NIC_SWITCH_PARAMETERS_SIZES;

/** The requests about the NIC switch and its VPorts; an adapter in native mode has neither. */
export function* switchHandlers(adapter: AdapterDescription, store: EntityStore): Handlers {
	for (const [key, handler] of handlersOnSwitch(adapter, store)) {
		yield [key, adapter.mode === 'vmq' ? handler : refuseNative];
	}
}

function* handlersOnSwitch(adapter: AdapterDescription, store: EntityStore): Handlers {
	for (const oid of [Oid.OID_NIC_SWITCH_HARDWARE_CAPABILITIES, Oid.OID_NIC_SWITCH_CURRENT_CAPABILITIES]) {
		yield [
			handlerKey(oid, 'query'),
			({ outputBufferLength }) => answered(switchCapabilities(adapter), outputBufferLength, 'query'),
		];
	}
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_CREATE_SWITCH, 'method'),
		inPlace(({ inputBuffer }, room) => {
			const judged = createSwitch(adapter, store.switchExists, inputBuffer);
			if (!('rule' in judged)) store.switchExists = true;
			return commit(store, judged, SWITCH_BYTES, room);
		}),
	];
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_DELETE_SWITCH, 'set'),
		({ inputBuffer }) => {
			const wrong = refuseDeletion(store.switchExists, store.all(), inputBuffer);
			if (wrong) return refused(wrong, NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE);
			store.switchExists = false;
			store.delete(DEFAULT_VPORT_ID);
			return succeeded();
		},
	];
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_ENUM_SWITCHES, 'query'),
		({ outputBufferLength }) =>
			answered(enumerateSwitches(adapter, store.switchExists, store.all()), outputBufferLength, 'query'),
	];
	yield* vportHandlers(adapter, store);
}

function* vportHandlers(adapter: AdapterDescription, store: EntityStore): Handlers {
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_CREATE_VPORT, 'method'),
		inPlace(({ inputBuffer }, room) => {
			if (!store.switchExists) return refused(noSwitchYet());
			return commit(store, createVPort(adapter, store.all(), inputBuffer), VPORT_BYTES, room);
		}),
	];
	const parameters = Oid.OID_NIC_SWITCH_VPORT_PARAMETERS;
	yield [
		handlerKey(parameters, 'set'),
		({ inputBuffer }) => commit(store, changeVPort(adapter, store.all(), inputBuffer), VPORT_BYTES),
	];
	yield [
		handlerKey(parameters, 'method'),
		({ inputBuffer, outputBufferLength }) => {
			const value = readVPortParameters(inputBuffer);
			if ('rule' in value) return refused(value, VPORT_BYTES);
			return queryVPort(store.get(value.vportId), value.vportId, outputBufferLength, 'method');
		},
	];
	yield [
		handlerKey(parameters, 'query'),
		({ vportId = DEFAULT_VPORT_ID, outputBufferLength }) =>
			queryVPort(store.get(vportId), vportId, outputBufferLength, 'query'),
	];
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_ENUM_VPORTS, 'method'),
		({ inputBuffer, outputBufferLength }) => {
			const found = enumerateVPorts(store.all(), inputBuffer);
			if ('rule' in found) return refused(found, NIC_SWITCH_VPORT_INFO_ARRAY_SIZE);
			return answered(found, outputBufferLength, 'method');
		},
	];
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_DELETE_VPORT, 'set'),
		({ inputBuffer }) => {
			const id = deleteVPort(store.all(), inputBuffer);
			if (typeof id !== 'number') return refused(id, NIC_SWITCH_DELETE_VPORT_PARAMETERS_SIZE);
			store.delete(id);
			return succeeded();
		},
	];
}

/** A method whose answer is its own buffer: nothing is done when the caller has no room for that. */
function inPlace(handler: (request: OidRequest, success: OidResult) => OidResult): Handler {
	return (request) => {
		const room = answered(request.inputBuffer.slice(), request.outputBufferLength, 'method');
		return room.status === 0 ? handler(request, room) : room;
	};
}

function refuseNative({ oid }: OidRequest): OidResult {
	const message = `${oidName(oid)} needs a NIC switch; this adapter is in native mode.`;
	return refused(refusal('native-no-switch', message));
}
