import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import type { OidRequest } from '../emulator/request.js';
import { Oid } from '../ndis/oid.js';
import { readObject } from './params.js';
import type { DaemonErrorCode, LockAcquired } from './protocol.js';

const LOCKED: DaemonErrorCode = -32002;
const LONGEST_LEASE = 600;
const LONGEST_OWNER = 200;

/** Methods that change something; the others only look (the enumerations, the parameters of a VF). */
const CHANGING_METHODS: ReadonlySet<number> = new Set([
	Oid.OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES,
	Oid.OID_NIC_SWITCH_CREATE_SWITCH,
	Oid.OID_NIC_SWITCH_CREATE_VPORT,
	Oid.OID_NIC_SWITCH_ALLOCATE_VF,
]);

interface Hold {
	readonly session: number;
	readonly owner: string;
	/** Milliseconds that the lease lasts from the last request of its session. */
	readonly lease: number;
	until: number;
}

/** One client's right to change the adapter alone. It ends with its connection, when it is given back, or unused for as long as its lease. */
export class AdapterLock {
	readonly #now: () => number;
	#hold: Hold | undefined;

	/** @param now milliseconds on a clock that only goes forward */
	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	/**
	 * Takes the parameters of `lock/acquire`. Whoever holds the lock takes it anew.
	 * @throws ResponseError InvalidParams
	 */
	acquire(session: number, params: unknown): LockAcquired {
		const { owner, leaseSeconds } = readObject(params);
		// It is shown to people, in a line.
		const fit = typeof owner === 'string' && owner.length <= LONGEST_OWNER && /^[^\p{Cc}]+$/u.test(owner);
		if (!fit) throw invalid(`owner must be a line of 1 to ${LONGEST_OWNER} characters.`);
		if (!Number.isInteger(leaseSeconds) || Number(leaseSeconds) < 1 || Number(leaseSeconds) > LONGEST_LEASE)
			throw invalid(`leaseSeconds must be an integer from 1 to ${LONGEST_LEASE}.`);
		const held = this.#heldByOther(session);
		if (held) return { acquired: false, owner: held.owner, secondsLeft: this.#secondsLeft(held) };
		const lease = Number(leaseSeconds) * 1000;
		this.#hold = { session, owner, lease, until: this.#now() + lease };
		return { acquired: true };
	}

	/** Gives it back, also at the end of the session; false when the session does not hold it. */
	release(session: number): boolean {
		if (this.#hold?.session !== session) return false;
		this.#hold = undefined;
		return true;
	}

	/**
	 * Lets a request of a session pass, and extends the lease when the lock is its own.
	 * @throws ResponseError when the request would change what another holds
	 */
	pass(session: number, { oid, type }: OidRequest): void {
		if (this.#hold?.session === session) this.#hold.until = this.#now() + this.#hold.lease;
		const changes = type === 'set' || (type === 'method' && CHANGING_METHODS.has(oid));
		const held = changes ? this.#heldByOther(session) : undefined;
		if (!held) return;
		throw new ResponseError(
			LOCKED,
			`The adapter is locked by ${held.owner}, for ${this.#secondsLeft(held)} s more at least; it can be read, and not changed.`,
		);
	}

	#heldByOther(session: number): Hold | undefined {
		if (this.#hold && this.#hold.until <= this.#now()) this.#hold = undefined;
		return this.#hold?.session === session ? undefined : this.#hold;
	}

	#secondsLeft({ until }: Hold): number {
		return Math.ceil((until - this.#now()) / 1000);
	}
}

function invalid(message: string): ResponseError {
	return new ResponseError(ErrorCodes.InvalidParams, message);
}
