import {
	type AdapterState,
	type EntityState,
	type NicSwitchState,
	PF_FUNCTION_ID,
} from '../emulator/state.js';
import { MAX_MAC_ADDRESS_LENGTH } from '../ndis/nicSwitchVFParameters.js';
import { type Processor, parseProcessor } from '../rss/processor.js';

/** A value is no state; the message says what is wrong where. */
export class StateShapeError extends Error {
	override readonly name = 'StateShapeError';
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a WireState of unknown origin.
 * @throws StateShapeError
 */
export function readWireState(value: unknown): AdapterState {
	const { entities, nicSwitch } = objectOf(value, 'the state');
	if (!Array.isArray(entities)) throw new StateShapeError('entities must be an array.');
	return {
		entities: entities
			.map((entity, i) => readEntity(objectOf(entity, `entities[${i}]`), `entities[${i}]`))
			.sort((a, b) => a.vportId - b.vportId),
		// A state that was kept before virtual functions were is silent of the switch.
		...(nicSwitch !== undefined && { nicSwitch: readSwitch(objectOf(nicSwitch, 'nicSwitch')) }),
	};
}

function readSwitch(nicSwitch: Json): NicSwitchState {
	const { allocatedVFs } = nicSwitch;
	if (!Array.isArray(allocatedVFs)) throw new StateShapeError('nicSwitch.allocatedVFs must be an array.');
	return {
		name: textOf(nicSwitch, 'name', 'nicSwitch'),
		numVFs: integerOf(nicSwitch, 'numVFs', 'nicSwitch'),
		allocatedVFs: allocatedVFs
			.map((one, i) => {
				const place = `nicSwitch.allocatedVFs[${i}]`;
				const vf = objectOf(one, place);
				return {
					vfId: integerOf(vf, 'vfId', place, PF_FUNCTION_ID - 1),
					vmName: textOf(vf, 'vmName', place),
					vmFriendlyName: textOf(vf, 'vmFriendlyName', place),
					nicName: textOf(vf, 'nicName', place),
					permanentMacAddress: addressOf(vf, 'permanentMacAddress', place),
					currentMacAddress: addressOf(vf, 'currentMacAddress', place),
				};
			})
			.sort((a, b) => a.vfId - b.vfId),
	};
}

function readEntity(entity: Json, place: string): EntityState {
	const integer = (member: string, max?: number) => integerOf(entity, member, place, max);
	const boolean = (member: string) => {
		const value = entity[member];
		if (typeof value === 'boolean') return value;
		throw wrong(place, member, 'true or false');
	};
	const processor = (value: unknown, member: string): Processor => {
		const parsed = typeof value === 'string' ? parseProcessor(value) : undefined;
		if (parsed !== undefined) return parsed;
		throw wrong(place, member, 'a processor, group:number');
	};
	const { hashSecretKey: key, indirectionTable: table, receiveHash } = entity;
	if (typeof key !== 'string' || !/^[0-9a-f]{80}$/i.test(key)) {
		throw wrong(place, 'hashSecretKey', '80 hexadecimal digits');
	}
	if (!Array.isArray(table) || table.length === 0) {
		throw wrong(place, 'indirectionTable', 'an array of processors');
	}
	if (receiveHash !== undefined && receiveHash !== true) throw wrong(place, 'receiveHash', 'true or absent');
	return {
		vportId: integer('vportId'),
		active: boolean('active'),
		attachedFunctionId: integer('attachedFunctionId', PF_FUNCTION_ID),
		rssEnabled: boolean('rssEnabled'),
		numberOfQueues: integer('numberOfQueues'),
		hashInformation: integer('hashInformation'),
		hashSecretKey: new Uint8Array(Buffer.from(key, 'hex')),
		primaryProcessor: processor(entity['primaryProcessor'], 'primaryProcessor'),
		defaultProcessor: processor(entity['defaultProcessor'], 'defaultProcessor'),
		indirectionTable: table.map((value, i) => processor(value, `indirectionTable[${i}]`)),
		...(receiveHash === true && { receiveHash }),
		name: textOf(entity, 'name', place),
	};
}

function integerOf(from: Json, member: string, place: string, max = 0xffffffff): number {
	const value = from[member];
	if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) return value;
	throw wrong(place, member, `an integer from 0 to ${max}`);
}

function textOf(from: Json, member: string, place: string): string {
	const value = from[member];
	if (typeof value === 'string') return value;
	throw wrong(place, member, 'a string');
}

function addressOf(from: Json, member: string, place: string): Uint8Array {
	const text = textOf(from, member, place);
	const most = 2 * MAX_MAC_ADDRESS_LENGTH;
	if (text.length <= most && text.length % 2 === 0 && /^[0-9a-f]*$/i.test(text)) {
		return new Uint8Array(Buffer.from(text, 'hex'));
	}
	throw wrong(place, member, `up to ${most} hexadecimal digits, two a byte`);
}

function wrong(place: string, member: string, wanted: string): StateShapeError {
	return new StateShapeError(`${place}.${member} must be ${wanted}.`);
}

function objectOf(value: unknown, place: string): Json {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
	throw new StateShapeError(`${place} must be an object.`);
}
