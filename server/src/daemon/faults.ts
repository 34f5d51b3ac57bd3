import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import type { OidRequest } from '../emulator/request.js';
import { oidName } from '../ndis/oid.js';
import { statusName } from '../ndis/status.js';
import { SeededRandom } from '../traffic/random.js';
import { type Fault, type FaultAction, FaultError, FOREVER, readFaults } from './faultSpec.js';
import type { FaultState } from './protocol.js';

const WORDS = 2 ** 32;

/** A fault and how far it is. */
class Counter {
	readonly #fault: Fault;
	readonly #random: SeededRandom;
	#skip: number;
	#times: number;

	constructor(fault: Fault) {
		this.#fault = fault;
		this.#random = new SeededRandom(fault.seed);
		this.#skip = fault.skip;
		this.#times = fault.times;
	}

	state(): FaultState['faults'][number] {
		return { skip: this.#skip, times: this.#times };
	}

	/**
	 * Counts a request that it matches, and says what it does to it, if anything. A draw is made for every such request once
	 * those that pass have passed, so that what comes of it depends on the seed and the requests alone.
	 * @param free whether no fault before this one spoils the request already
	 */
	next({ oid, type }: OidRequest, free: boolean): FaultAction | undefined {
		const fault = this.#fault;
		if (fault.oid !== undefined && fault.oid !== oid) return undefined;
		if (fault.type !== undefined && fault.type !== type) return undefined;
		if (this.#skip > 0) {
			this.#skip--;
			return undefined;
		}
		const drawn = fault.probability === 1 || this.#random.next() / WORDS < fault.probability;
		if (!drawn || !free || this.#times === 0) return undefined;
		if (this.#times !== FOREVER) this.#times--;
		return fault.action;
	}
}

/** The faults that an adapter is told to have. Counted by requests, not by time: the same requests meet the same faults. */
export class FaultPlan {
	#faults: readonly Counter[];

	constructor(faults: readonly Fault[] = []) {
		this.#faults = faults.map((fault) => new Counter(fault));
	}

	/**
	 * Takes the parameters of `fault/set`: these faults and no others.
	 * @throws ResponseError InvalidParams; the faults are then as they were
	 */
	set(params: unknown): FaultState {
		try {
			this.#faults = readFaults(params).map((fault) => new Counter(fault));
		} catch (error) {
			if (!(error instanceof FaultError)) throw error;
			throw new ResponseError(ErrorCodes.InvalidParams, error.message);
		}
		return this.state();
	}

	/** How many requests each fault, in the order given, still lets pass and spoils. */
	state(): FaultState {
		return { faults: this.#faults.map((fault) => fault.state()) };
	}

	/** What spoils this request: the first fault that is due. Counts the request for every fault that it matches. */
	next(request: OidRequest): FaultAction | undefined {
		let due: FaultAction | undefined;
		for (const fault of this.#faults) due = fault.next(request, due === undefined) ?? due;
		return due;
	}
}

/** How a fault that shows is named in the log. */
export function faultName(action: FaultAction, { oid }: OidRequest): string {
	return `${whatOf(action)} on ${oidName(oid)}`;
}

function whatOf(action: FaultAction): string {
	if (action.kind === 'status') return statusName(action.status);
	return action.kind === 'vportVanishes' ? `${action.kind} ${action.vportId}` : action.kind;
}
