import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import type { OidRequest } from '../emulator/request.js';
import { oidName, parseOid } from '../ndis/oid.js';
import { parseStatus, Status, statusName } from '../ndis/status.js';
import { readObject } from './params.js';
import type { FaultEffect, FaultSpec, FaultState } from './protocol.js';

const MOST_FAULTS = 100;
const LONGEST_DELAY = 60_000;

interface Fault {
	readonly oid: number | undefined;
	readonly type: string | undefined;
	readonly effect: FaultEffect;
	/** Matching requests that still pass before the fault shows. */
	skip: number;
	/** Requests it still spoils. */
	times: number;
}

/** The faults that an adapter is told to have. Counted by requests, not by time: the same requests meet the same faults. */
export class FaultPlan {
	#faults: Fault[] = [];

	/**
	 * Takes the parameters of `fault/set`: these faults and no others.
	 * @throws ResponseError InvalidParams; the faults are then as they were
	 */
	set(params: unknown): FaultState {
		const { faults } = readObject(params);
		if (!Array.isArray(faults)) throw invalid('faults must be an array; an empty one ends all faults.');
		if (faults.length > MOST_FAULTS) throw invalid(`At most ${MOST_FAULTS} faults are taken.`);
		this.#faults = faults.map((fault, i) => readFault(readObject(fault), `faults[${i}]`));
		return this.state();
	}

	/** How many requests each fault, in the order given, still lets pass and spoils. */
	state(): FaultState {
		return { faults: this.#faults.map(({ skip, times }) => ({ skip, times })) };
	}

	/** What spoils this request: the first fault that is due. Counts the request for every fault that it matches. */
	next({ oid, type }: OidRequest): FaultEffect | undefined {
		let due: FaultEffect | undefined;
		for (const fault of this.#faults) {
			if (fault.oid !== undefined && fault.oid !== oid) continue;
			if (fault.type !== undefined && fault.type !== type) continue;
			if (fault.skip > 0) fault.skip--;
			else if (fault.times > 0 && due === undefined) {
				fault.times--;
				due = fault.effect;
			}
		}
		return due;
	}
}

function readFault(fault: Readonly<Record<string, unknown>>, place: string): Fault {
	const { oid, type, skip = 0, times = 1 } = fault as Partial<FaultSpec>;
	const number = typeof oid === 'string' ? parseOid(oid) : oid;
	if (oid !== undefined && !isCount(number)) throw invalid(`${place}.oid must be an OID.`);
	if (type !== undefined && !['query', 'set', 'method'].includes(type)) {
		throw invalid(`${place}.type must be query, set or method.`);
	}
	if (!isCount(skip)) throw invalid(`${place}.skip must be a count.`);
	if (!isCount(times) || times === 0) throw invalid(`${place}.times must be a count of at least 1.`);
	return { oid: number, type, skip, times, effect: readEffect(fault['effect'], `${place}.effect`) };
}

function readEffect(value: unknown, place: string): FaultEffect {
	const effect = readObject(value) as { readonly [K in 'kind' | 'status' | 'milliseconds']?: unknown };
	switch (effect.kind) {
		case 'status': {
			const { status } = effect;
			const number = typeof status === 'string' ? parseStatus(status) : undefined;
			if (number !== undefined && number !== Status.SUCCESS && number !== Status.PENDING) {
				return { kind: 'status', status: statusName(number) };
			}
			throw invalid(`${place}.status must be the name of a status that is a failure.`);
		}
		case 'delay': {
			const { milliseconds } = effect;
			if (isCount(milliseconds) && milliseconds <= LONGEST_DELAY) return { kind: 'delay', milliseconds };
			throw invalid(`${place}.milliseconds must be from 0 to ${LONGEST_DELAY}.`);
		}
		case 'dropBefore':
		case 'dropAfter':
			return { kind: effect.kind };
		default:
			throw invalid(`${place}.kind must be status, delay, dropBefore or dropAfter.`);
	}
}

/** How a fault that shows is named in the log. */
export function faultName(effect: FaultEffect, { oid }: OidRequest): string {
	const what = effect.kind === 'status' ? effect.status : effect.kind;
	return `${what} on ${oidName(oid)}`;
}

function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}

function invalid(message: string): ResponseError {
	return new ResponseError(ErrorCodes.InvalidParams, message);
}
