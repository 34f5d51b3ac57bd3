import { type AdapterState, type EntityState, PF_FUNCTION_ID } from '../emulator/state.js';
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
	const entities = objectOf(value, 'the state')['entities'];
	if (!Array.isArray(entities)) throw new StateShapeError('entities must be an array.');
	return {
		entities: entities
			.map((entity, i) => readEntity(objectOf(entity, `entities[${i}]`), `entities[${i}]`))
			.sort((a, b) => a.vportId - b.vportId),
	};
}

function readEntity(entity: Json, place: string): EntityState {
	const wrong = (member: string, wanted: string) =>
		new StateShapeError(`${place}.${member} must be ${wanted}.`);
	const integer = (member: string, max = 0xffffffff) => {
		const value = entity[member];
		if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) return value;
		throw wrong(member, `an integer from 0 to ${max}`);
	};
	const boolean = (member: string) => {
		const value = entity[member];
		if (typeof value === 'boolean') return value;
		throw wrong(member, 'true or false');
	};
	const processor = (value: unknown, member: string): Processor => {
		const parsed = typeof value === 'string' ? parseProcessor(value) : undefined;
		if (parsed !== undefined) return parsed;
		throw wrong(member, 'a processor, group:number');
	};
	const { hashSecretKey: key, indirectionTable: table, name } = entity;
	if (typeof key !== 'string' || !/^[0-9a-f]{80}$/i.test(key)) {
		throw wrong('hashSecretKey', '80 hexadecimal digits');
	}
	if (!Array.isArray(table) || table.length === 0) throw wrong('indirectionTable', 'an array of processors');
	if (typeof name !== 'string') throw wrong('name', 'a string');
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
		name,
	};
}

function objectOf(value: unknown, place: string): Json {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
	throw new StateShapeError(`${place} must be an object.`);
}
