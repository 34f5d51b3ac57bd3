import { NIC_SWITCH_VPORT_INFO_ARRAY_SIZE } from '../ndis/infoArray.js';
import { DEFAULT_LAYOUT } from '../ndis/layout.js';
import { NIC_SWITCH_DELETE_VPORT_PARAMETERS_SIZE } from '../ndis/nicSwitchDeleteVPortParameters.js';
import {
	NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE,
	NIC_SWITCH_PARAMETERS_SIZES,
} from '../ndis/nicSwitchParameters.js';
import { nicSwitchVPortParametersSizes } from '../ndis/nicSwitchVPortParameters.js';
import { bytesOfRevision } from '../ndis/objectHeader.js';
import { Oid, oidName } from '../ndis/oid.js';
import { switchCapabilities } from './capabilityQueries.js';
import { changeVPort } from './changeVPort.js';
import type { AdapterDescription } from './description.js';
import type { EntityStore } from './entityStore.js';
import { enumerateSwitches, enumerateVPorts } from './enumerations.js';
import { commit, type Handler, type Handlers, handlerKey } from './handler.js';
import { changeSwitch, createSwitch, noSwitchYet, refuseDeletion, switchParameters } from './nicSwitch.js';
import { queryVPort } from './queries.js';
import { answered, refusal, refused, succeeded } from './refuse.js';
import type { OidRequest, OidResult } from './request.js';
import { DEFAULT_VPORT_ID } from './state.js';
import { createVPort, deleteVPort, readVPortParameters } from './vports.js';

const switchBytes = (buffer: Uint8Array) => bytesOfRevision(buffer, NIC_SWITCH_PARAMETERS_SIZES);

/** The requests about the NIC switch and its VPorts; an adapter in native mode has neither. */
export function* switchHandlers(adapter: AdapterDescription, store: EntityStore): Handlers {
	for (const [key, handler] of handlersOnSwitch(adapter, store)) {
		yield [key, onSwitch(adapter, handler)];
	}
}

/** A handler of requests that an adapter in native mode refuses, as it has no switch. */
export function onSwitch({ mode }: AdapterDescription, handler: Handler): Handler {
	return mode === 'vmq' ? handler : refuseNative;
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
			const judged = createSwitch(adapter, store.nicSwitch !== undefined, inputBuffer);
			if ('rule' in judged) return refused(judged, switchBytes(inputBuffer));
			store.nicSwitch = judged.nicSwitch;
			return commit(store, judged.defaultVPort, switchBytes(inputBuffer), room);
		}),
	];
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_PARAMETERS, 'method'),
		({ inputBuffer, outputBufferLength }) => {
			if (!store.nicSwitch) return refused(noSwitchYet());
			const answer = switchParameters(store.nicSwitch, store.get(DEFAULT_VPORT_ID), inputBuffer);
			return 'rule' in answer
				? refused(answer, switchBytes(inputBuffer))
				: answered(answer, outputBufferLength, 'method');
		},
	];
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_PARAMETERS, 'set'),
		({ inputBuffer }) => {
			if (!store.nicSwitch) return refused(noSwitchYet());
			const judged = changeSwitch(store.nicSwitch, inputBuffer);
			if ('rule' in judged) return refused(judged, switchBytes(inputBuffer));
			if (judged !== store.nicSwitch) store.nicSwitch = judged;
			return succeeded();
		},
	];
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_DELETE_SWITCH, 'set'),
		({ inputBuffer }) => {
			const wrong = refuseDeletion(store.nicSwitch, store.all(), inputBuffer);
			if (wrong) return refused(wrong, NIC_SWITCH_DELETE_SWITCH_PARAMETERS_SIZE);
			store.nicSwitch = undefined;
			store.delete(DEFAULT_VPORT_ID);
			return succeeded();
		},
	];
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_ENUM_SWITCHES, 'query'),
		({ outputBufferLength }) =>
			answered(enumerateSwitches(store.nicSwitch, store.all()), outputBufferLength, 'query'),
	];
	yield* vportHandlers(adapter, store);
}

function* vportHandlers(adapter: AdapterDescription, store: EntityStore): Handlers {
	const { layout = DEFAULT_LAYOUT } = adapter;
	const vportBytes = (buffer: Uint8Array) => bytesOfRevision(buffer, nicSwitchVPortParametersSizes[layout]);
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_CREATE_VPORT, 'method'),
		inPlace(({ inputBuffer }, room) => {
			const { nicSwitch } = store;
			if (!nicSwitch) return refused(noSwitchYet());
			const judged = createVPort(adapter, store.all(), nicSwitch, inputBuffer);
			return commit(store, judged, vportBytes(inputBuffer), room);
		}),
	];
	const parameters = Oid.OID_NIC_SWITCH_VPORT_PARAMETERS;
	yield [
		handlerKey(parameters, 'set'),
		({ inputBuffer }) =>
			commit(store, changeVPort(adapter, store.all(), inputBuffer), vportBytes(inputBuffer)),
	];
	yield [
		handlerKey(parameters, 'method'),
		({ inputBuffer, outputBufferLength }) => {
			const value = readVPortParameters(inputBuffer, layout);
			if ('rule' in value) return refused(value, vportBytes(inputBuffer));
			return queryVPort(store.get(value.vportId), value.vportId, outputBufferLength, 'method', layout);
		},
	];
	yield [
		handlerKey(parameters, 'query'),
		// Whose, the request says beside its buffer, or else within it.
		({ inputBuffer, vportId, outputBufferLength }) => {
			const given = vportId === undefined && inputBuffer.length > 0;
			const value = given
				? readVPortParameters(inputBuffer, layout)
				: { vportId: vportId ?? DEFAULT_VPORT_ID };
			if ('rule' in value) return refused(value, vportBytes(inputBuffer));
			return queryVPort(store.get(value.vportId), value.vportId, outputBufferLength, 'query', layout);
		},
	];
	yield [
		handlerKey(Oid.OID_NIC_SWITCH_ENUM_VPORTS, 'method'),
		({ inputBuffer, outputBufferLength }) => {
			const found = enumerateVPorts(store.all(), inputBuffer, layout);
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
