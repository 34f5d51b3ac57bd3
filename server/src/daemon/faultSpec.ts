import { parseOid } from '../ndis/oid.js';
import { parseStatus, Status } from '../ndis/status.js';
import type { FaultEffect, FaultSpec } from './protocol.js';

/** Faults that cannot be taken: where, and what is wanted there. */
export class FaultError extends Error {
	override readonly name = 'FaultError';
	/** Where, from the parameters inwards: `['faults', 0, 'effect', 'kind']`. */
	readonly path: Path;

	constructor(path: Path, wanted: string) {
		super(`${placeOf(path)} ${wanted}`);
		this.path = path;
	}
}

type Path = readonly (string | number)[];
type Json = Readonly<Record<string, unknown>>;

/** What a fault does, the named ones of `fault/set` taken for the status that they answer. */
export type FaultAction =
	| { readonly kind: 'status'; readonly status: number }
	| Extract<FaultEffect, { kind: 'vportVanishes' | 'delay' | 'dropBefore' | 'dropAfter' }>;

/** A fault as it is kept: nothing left out but what means "any". */
export interface Fault {
	readonly oid: number | undefined;
	readonly type: string | undefined;
	readonly skip: number;
	readonly times: number;
	/** Above 0, at most 1. */
	readonly probability: number;
	readonly seed: number;
	readonly action: FaultAction;
}

/** `times` of a fault that goes on until it is ended. */
export const FOREVER = 0xffffffff;
const MOST_FAULTS = 100;
const LONGEST_DELAY = 60_000;

const MEMBERS = [
	'oid',
	'type',
	'skip',
	'times',
	'probability',
	'seed',
	'effect',
] as const satisfies readonly (keyof FaultSpec)[];

/** Named effects and the status that each answers. */
const NAMED = {
	adapterNotReady: Status.ADAPTER_NOT_READY,
	adapterRemoved: Status.ADAPTER_REMOVED,
	lowPower: Status.LOW_POWER_STATE,
	resources: Status.RESOURCES,
} as const;

/** The members of each effect besides its kind. */
const EFFECTS: Readonly<Record<FaultEffect['kind'], readonly string[]>> = {
	status: ['status'],
	adapterNotReady: [],
	adapterRemoved: [],
	lowPower: [],
	resources: [],
	vportVanishes: ['vportId'],
	delay: ['milliseconds'],
	dropBefore: [],
	dropAfter: [],
};

/**
 * Reads the parameters of `fault/set`, or what a fault script holds.
 * @throws FaultError at the first thing that is wrong
 */
export function readFaults(params: unknown): Fault[] {
	const given = objectAt(params, []);
	refuseUnknown(given, ['faults'], []);
	const { faults } = given;
	if (!Array.isArray(faults)) {
		throw new FaultError(['faults'], 'must be an array; an empty one ends all faults.');
	}
	if (faults.length > MOST_FAULTS) throw new FaultError(['faults'], `has more than ${MOST_FAULTS} faults.`);
	return faults.map((fault, i) => readFault(fault, ['faults', i]));
}

function readFault(value: unknown, path: Path): Fault {
	const fault = objectAt(value, path);
	refuseUnknown(fault, MEMBERS, path);
	const { kind, action } = readEffect(fault['effect'], [...path, 'effect']);
	const { oid, type, skip = 0, probability = 1, seed = 0 } = fault;
	// An adapter does not come back by itself; what is transient passes.
	const { times = isNamed(kind) && kind !== 'resources' ? FOREVER : 1 } = fault;
	const number = typeof oid === 'string' ? parseOid(oid) : oid;
	const wrong = (name: string, wanted: string) => new FaultError([...path, name], `must be ${wanted}.`);
	if (oid !== undefined && !isCount(number)) throw wrong('oid', 'an OID, by name or number');
	if (type !== undefined && type !== 'query' && type !== 'set' && type !== 'method') {
		throw wrong('type', 'query, set or method');
	}
	if (!isCount(skip)) throw wrong('skip', 'a count');
	if (!isCount(times) || times === 0) throw wrong('times', 'a count of at least 1');
	if (typeof probability !== 'number' || !(probability > 0 && probability <= 1)) {
		throw wrong('probability', 'above 0 and at most 1');
	}
	if (!isCount(seed)) throw wrong('seed', `an integer from 0 to ${0xffffffff}`);
	return { oid: number as number | undefined, type, skip, times, probability, seed, action };
}

function readEffect(value: unknown, path: Path): { kind: FaultEffect['kind']; action: FaultAction } {
	const effect = objectAt(value, path);
	const kinds = Object.keys(EFFECTS) as FaultEffect['kind'][];
	const kind = kinds.find((known) => known === effect['kind']);
	if (!kind) throw new FaultError([...path, 'kind'], `must be one of ${kinds.join(', ')}.`);
	refuseUnknown(effect, ['kind', ...EFFECTS[kind]], path);
	return {
		kind,
		action: isNamed(kind) ? { kind: 'status', status: NAMED[kind] } : readAction(kind, effect, path),
	};
}

function readAction(kind: FaultAction['kind'], effect: Json, path: Path): FaultAction {
	switch (kind) {
		case 'status': {
			const { status } = effect;
			const number = typeof status === 'string' ? parseStatus(status) : undefined;
			if (number !== undefined && number !== Status.SUCCESS && number !== Status.PENDING) {
				return { kind, status: number };
			}
			throw new FaultError([...path, 'status'], 'must be the name of a status that is a failure.');
		}
		case 'delay': {
			const { milliseconds } = effect;
			if (isCount(milliseconds) && milliseconds <= LONGEST_DELAY) return { kind, milliseconds };
			throw new FaultError([...path, 'milliseconds'], `must be from 0 to ${LONGEST_DELAY}.`);
		}
		case 'vportVanishes': {
			const { vportId } = effect;
			if (isCount(vportId) && vportId > 0) return { kind, vportId };
			const wanted = 'must be the id of a VPort; the default VPort (0) lives as long as its switch.';
			throw new FaultError([...path, 'vportId'], wanted);
		}
		case 'dropBefore':
		case 'dropAfter':
			return { kind };
	}
}

function isNamed(kind: FaultEffect['kind']): kind is keyof typeof NAMED {
	return Object.hasOwn(NAMED, kind);
}

/** A misspelt member would leave a fault without what it was to have. */
function refuseUnknown(value: Json, known: readonly string[], path: Path): void {
	const unknown = Object.keys(value).find((name) => !known.includes(name));
	if (unknown === undefined) return;
	throw new FaultError([...path, unknown], `is not known here; known are: ${known.join(', ')}.`);
}

function objectAt(value: unknown, path: Path): Json {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
	throw new FaultError(path, 'must be an object.');
}

function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}

/** `faults[0].effect.kind` */
function placeOf(path: Path): string {
	const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
	return text === '' ? 'The whole' : text.slice(1);
}
