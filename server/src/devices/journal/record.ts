import { StateShapeError } from '../../daemon/readState.js';
import type { DeviceState } from '../device.js';
import { stateFromJson, stateToJson } from './stateJson.js';
import type { Writer } from './writer.js';

/** How a push, or the way back from it, ended. */
export type JournalEnd =
	/** The device was read back and is as wanted. */
	| 'applied'
	/** The device was read back and is as it was before the push. */
	| 'rolledBack'
	/** Neither: it has to be rolled back yet. */
	| 'unfinished';

/** One line of a journal. */
export type JournalRecord =
	| {
			readonly kind: 'push';
			readonly version: 1;
			/** Device URI. */
			readonly device: string;
			/** Of the adapter's description. */
			readonly fingerprint: string;
			/** ISO 8601, UTC. */
			readonly begun: string;
			readonly writer: Writer;
			readonly first: DeviceState;
			readonly wanted: DeviceState;
			/** In words, in order. */
			readonly steps: readonly string[];
	  }
	/** From here on the steps lead back to the first state. */
	| {
			readonly kind: 'back';
			readonly writer: Writer;
			readonly from: DeviceState;
			readonly steps: readonly string[];
	  }
	/** The step of this number, counted from 0, is about to be asked for. */
	| { readonly kind: 'step'; readonly step: number }
	| { readonly kind: 'end'; readonly end: JournalEnd };

/** A record as it is written. */
export function toJson(record: JournalRecord): unknown {
	switch (record.kind) {
		case 'push':
			return { ...record, first: stateToJson(record.first), wanted: stateToJson(record.wanted) };
		case 'back':
			return { ...record, from: stateToJson(record.from) };
		default:
			return record;
	}
}

/**
 * Reads what {@link toJson} wrote, whatever it is.
 * @throws StateShapeError with what is wrong
 */
export function fromJson(value: unknown): JournalRecord {
	const given = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
		Record<string, unknown>
	>;
	switch (given['kind']) {
		case 'push':
			if (given['version'] !== 1) throw new StateShapeError('It is of another version of this program.');
			return {
				kind: 'push',
				version: 1,
				device: text(given['device'], 'device'),
				fingerprint: text(given['fingerprint'], 'fingerprint'),
				begun: text(given['begun'], 'begun'),
				writer: writer(given['writer']),
				first: stateFromJson(given['first']),
				wanted: stateFromJson(given['wanted']),
				steps: texts(given['steps']),
			};
		case 'back':
			return {
				kind: 'back',
				writer: writer(given['writer']),
				from: stateFromJson(given['from']),
				steps: texts(given['steps']),
			};
		case 'step':
			return { kind: 'step', step: integer(given['step'], 'step') };
		case 'end': {
			const { end } = given;
			if (end === 'applied' || end === 'rolledBack' || end === 'unfinished') return { kind: 'end', end };
			throw new StateShapeError('end must be applied, rolledBack or unfinished.');
		}
		default:
			throw new StateShapeError('It has a line of an unknown kind.');
	}
}

function writer(value: unknown): Writer {
	const given = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
		Record<string, unknown>
	>;
	const { started } = given;
	return {
		host: text(given['host'], 'writer.host'),
		process: integer(given['process'], 'writer.process'),
		...(started !== undefined && { started: text(started, 'writer.started') }),
	};
}

function text(value: unknown, member: string): string {
	if (typeof value === 'string') return value;
	throw new StateShapeError(`${member} must be a string.`);
}

function texts(value: unknown): string[] {
	if (Array.isArray(value)) return value.map((one) => text(one, 'steps'));
	throw new StateShapeError('steps must be an array.');
}

function integer(value: unknown, member: string): number {
	if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
	throw new StateShapeError(`${member} must be a count.`);
}
