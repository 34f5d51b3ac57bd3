import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import type { MiniportAdapter } from '../emulator/miniport.js';
import type { OidRequest, OidResult } from '../emulator/request.js';
import { stateWithout } from '../emulator/stateWithout.js';
import { oidName } from '../ndis/oid.js';
import { statusName } from '../ndis/status.js';
import { EntityQueue } from './entityQueue.js';
import type { Fault } from './faultSpec.js';
import { FaultPlan, faultName } from './faults.js';
import { readFreshAdapter } from './freshAdapter.js';
import { listenOn } from './listen.js';
import { AdapterLock } from './lock.js';
import type { DaemonLog } from './log.js';
import { readOidRequest } from './params.js';
import type { ListenAddress, OidRequestResult } from './protocol.js';
import { RequestTrace } from './requestTrace.js';
import { type RequestHandlers, Session } from './session.js';
import { Traffic } from './traffic.js';
import { toWireAdapter, toWireResult, toWireState } from './wire.js';

export interface EmulatorServerOptions {
	readonly log?: DaemonLog;
	/**
	 * Keeps the adapter's state; called after a request that changed it and before that request is answered, so that what
	 * was acknowledged is kept. When it throws, the change is undone and the request fails.
	 */
	readonly persist?: (adapter: MiniportAdapter) => void;
	/** Faults that the adapter has from the start; none when not said. */
	readonly faults?: readonly Fault[];
	/** Bytes of one message; 8 MiB when not said. */
	readonly messageBytes?: number;
	/** Clients at a time; 128 when not said. */
	readonly sessions?: number;
}

const LIMITS = { messageBytes: 8 * 1024 * 1024, pendingRequests: 64, unreadBytes: 1024 * 1024 };
const MOST_SESSIONS = 128;
const PATIENCE = 10_000;
const CLOSE_LIMIT = 2_000;

/** The emulator as a daemon: JSON-RPC over a socket in front of one adapter, for any number of clients. */
export class EmulatorServer {
	readonly #adapter: MiniportAdapter;
	readonly #options: EmulatorServerOptions;
	readonly #server: Server;
	readonly #sessions = new Map<number, Session>();
	readonly #trace = new RequestTrace();
	readonly #faults: FaultPlan;
	readonly #traffic: Traffic;
	/** Of the sessions that have an adapter of their own. */
	readonly #ownTraffic = new Map<number, Traffic>();
	readonly #inTurn = new EntityQueue();
	readonly #lock = new AdapterLock();
	/** Aborted when the daemon stops: nothing waits longer than that. */
	readonly #stopped = new AbortController();
	#token: string | undefined;
	#lastSession = 0;
	#address: ListenAddress | undefined;

	constructor(adapter: MiniportAdapter, options: EmulatorServerOptions = {}) {
		this.#adapter = adapter;
		this.#traffic = new Traffic(adapter);
		this.#options = options;
		this.#faults = new FaultPlan(options.faults);
		this.#server = createServer((socket) => this.#accept(socket));
		this.#server.maxConnections = options.sessions ?? MOST_SESSIONS;
	}

	/** Where it listens; undefined before and after. A port of 0 stands here as the port it became. */
	get address(): ListenAddress | undefined {
		return this.#address;
	}

	/**
	 * Listens until `close`.
	 * @throws ListenError with a sentence for the user
	 */
	async listen(address: ListenAddress): Promise<ListenAddress> {
		this.#token = address.kind === 'tcp' ? address.token : undefined;
		this.#address = await listenOn(this.#server, address);
		// From here on an error is one connection's that could not be accepted: the others go on.
		this.#server.on('error', (error) => this.#log({ event: 'failed', session: 0, message: error.message }));
		const bound = this.#address;
		this.#log({
			event: 'listening',
			address: bound.kind === 'unix' ? bound.path : `${bound.host}:${bound.port}`,
		});
		return bound;
	}

	/** Lets every client have the answers under way, ends the connections and stops listening. Idempotent. */
	async close(): Promise<void> {
		if (!this.#address) return;
		this.#address = undefined;
		this.#stopped.abort(new ResponseError(ErrorCodes.InternalError, 'The emulator stopped.'));
		const stopped = new Promise<void>((resolve) => this.#server.close(() => resolve()));
		for (const session of this.#sessions.values()) session.end('the emulator stopped');
		const timer = setTimeout(() => {
			for (const session of this.#sessions.values()) session.destroy('the emulator stopped');
		}, CLOSE_LIMIT);
		await stopped;
		clearTimeout(timer);
		this.#log({ event: 'closed' });
	}

	#accept(socket: Socket): void {
		const id = ++this.#lastSession;
		const failed = (error: unknown) => {
			const message = error instanceof Error ? error.message : String(error);
			this.#log({ event: 'failed', session: id, message });
		};
		const session = new Session(socket, this.#handlers(id), {
			token: this.#token,
			limits: { ...LIMITS, messageBytes: this.#options.messageBytes ?? LIMITS.messageBytes },
			patience: PATIENCE,
			onUnauthorized: () => this.#log({ event: 'unauthorized', session: id }),
			onEnd: (reason) => {
				this.#sessions.delete(id);
				this.#trace.stop(id);
				this.#lock.release(id);
				this.#trafficOf(id).unwatch(id);
				this.#ownTraffic.delete(id);
				this.#log({ event: 'disconnected', session: id, reason });
			},
			onFailure: failed,
		});
		this.#sessions.set(id, session);
		this.#log({ event: 'connected', session: id, sessions: this.#sessions.size });
	}

	#handlers(session: number): RequestHandlers {
		let own: MiniportAdapter | undefined;
		const adapter = () => own ?? this.#adapter;
		return {
			'oid/request': async (params) => {
				const request = readOidRequest(params);
				const answer = own
					? toWireResult(this.#logged(request, session, own.request(request)))
					: await this.#inTurn.run(request.vportId, () => this.#spoiledRequest(request, session));
				this.#trace.told(session, request, answer);
				return answer;
			},
			'adapter/fresh': (params) => {
				own = readFreshAdapter(params);
				this.#lock.release(session);
				this.#trafficOf(session).unwatch(session);
				this.#ownTraffic.set(session, new Traffic(own));
				return { fresh: true };
			},
			'fault/set': (params) => this.#faults.set(params),
			'adapter/describe': () => toWireAdapter(adapter().description),
			'state/get': () => toWireState(adapter().state()),
			'trace/start': () => {
				this.#trace.start(
					session,
					(traced) => this.#sessions.get(session)?.notify('oid/traced', traced) === true,
				);
				return { tracing: true };
			},
			'trace/stop': () => this.#trace.stop(session),
			'traffic/send': (params) => this.#trafficOf(session).send(params),
			'filter/set': (params) => this.#trafficOf(session).setFilters(params),
			'counters/get': (params) => this.#trafficOf(session).counters(params),
			'counters/reset': () => this.#trafficOf(session).reset(),
			'counters/watch': (params) =>
				this.#trafficOf(session).watch(
					session,
					params,
					(changed) => this.#sessions.get(session)?.notify('counters/changed', changed) === true,
				),
			'counters/unwatch': () => this.#trafficOf(session).unwatch(session),
			// Nobody else reaches an adapter of one's own.
			'lock/acquire': (params) => (own ? { acquired: true } : this.#lock.acquire(session, params)),
			'lock/release': () => ({ released: this.#lock.release(session) }),
		};
	}

	#trafficOf(session: number): Traffic {
		return this.#ownTraffic.get(session) ?? this.#traffic;
	}

	/** A request as the faults let it through. */
	async #spoiledRequest(request: OidRequest, session: number): Promise<OidRequestResult> {
		this.#lock.pass(session, request);
		const effect = this.#faults.next(request);
		if (!effect) return toWireResult(this.#request(request, session));
		this.#log({ event: 'fault', session, fault: faultName(effect, request) });
		const drop = () => this.#sessions.get(session)?.destroy('a fault dropped the connection');
		switch (effect.kind) {
			case 'status': {
				const { status } = effect;
				return toWireResult({ status, outputBuffer: new Uint8Array(), bytesNeeded: 0, refusals: [] });
			}
			case 'vportVanishes':
				this.#vanish(effect.vportId);
				return toWireResult(this.#request(request, session));
			case 'delay':
				await setTimeoutPromise(effect.milliseconds, undefined, { signal: this.#stopped.signal });
				return toWireResult(this.#request(request, session));
			case 'dropBefore':
				drop();
				throw new ResponseError(ErrorCodes.InternalError, 'The connection is dropped.');
			case 'dropAfter': {
				const result = this.#request(request, session);
				drop();
				return toWireResult(result);
			}
		}
	}

	/** Requests run one after the other: each is answered before the next is read, so that none sees another half done. */
	#request(request: OidRequest, session: number): OidResult {
		// Once more: a request that was held up must not come after another took the lock.
		this.#lock.pass(session, request);
		return this.#logged(
			request,
			session,
			this.#keeping(() => this.#adapter.request(request)),
		);
	}

	/** Nothing happens to a VPort that is not there. */
	#vanish(vportId: number): void {
		const before = this.#adapter.state();
		const after = stateWithout(before, vportId);
		if (after !== before) this.#keeping(() => this.#adapter.restore(after));
	}

	/** Does something to the adapter; when it changed, the state is kept, or put back, and every client is told. */
	#keeping<T>(act: () => T): T {
		const { persist } = this.#options;
		const before = persist && this.#adapter.state();
		const { revision } = this.#adapter;
		const result = act();
		if (this.#adapter.revision !== revision) {
			try {
				persist?.(this.#adapter);
			} catch (error) {
				if (before) this.#adapter.restore(before);
				throw error;
			}
			for (const one of this.#sessions.values()) {
				one.notifyNewest('state/changed', { revision: this.#adapter.revision });
			}
		}
		return result;
	}

	#logged(request: OidRequest, session: number, result: OidResult): OidResult {
		this.#log({
			event: 'request',
			session,
			oid: oidName(request.oid),
			type: request.type,
			status: statusName(result.status),
			rules: result.refusals.map(({ rule }) => rule),
		});
		return result;
	}

	#log(event: Parameters<DaemonLog>[0]): void {
		this.#options.log?.(event);
	}
}
