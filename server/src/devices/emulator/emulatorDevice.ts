import type { DaemonRequests, FreshAdapterParams, TracedRequest } from '../../daemon/protocol.js';
import type { TrafficParams, TrafficResult, WireCounters } from '../../daemon/trafficProtocol.js';
import type { AdapterDescription } from '../../emulator/description.js';
import type { OidRequest, OidResult } from '../../emulator/request.js';
import type { AdapterState } from '../../emulator/state.js';
import { refusalOf } from '../../plan/answer.js';
import { encodeRequest } from '../../plan/encode.js';
import type { PlannedRequest } from '../../plan/step.js';
import type { Device, DeviceCounters, DeviceTimeouts, LockResult, StepResult } from '../device.js';
import { DeviceError } from '../deviceError.js';
import { acquireLock } from './lock.js';
import { RpcClient } from './rpc.js';
import { connectSocket, type EmulatorUri } from './socket.js';
import { readDropped, readTraced } from './traced.js';
import { readableCounters, readCounters, readLandings } from './traffic.js';
import { readAdapter, readResult, readState, writeRequest } from './wire.js';

/** The emulator daemon as a device, over its Unix socket or over TCP on this machine. Connect with `reconnect`. */
export class EmulatorDevice implements Device {
	readonly uri: EmulatorUri;
	readonly #token: string | undefined;
	readonly #timeouts: DeviceTimeouts;
	#client: RpcClient | undefined;
	#adapter: Pick<AdapterDescription, 'mode' | 'layout'> | undefined;

	/** @param token what a daemon on TCP wants to see; never shown to anyone else */
	constructor(uri: EmulatorUri, token: string | undefined, timeouts: DeviceTimeouts) {
		this.uri = uri;
		this.#token = token;
		this.#timeouts = timeouts;
	}

	async reconnect(signal?: AbortSignal): Promise<void> {
		await this.close();
		if (this.uri.transport === 'tcp' && !this.#token) {
			const { tokenEnvironment } = this.uri;
			throw new DeviceError(
				'unauthorized',
				`An emulator on TCP wants a token: set the environment variable ${tokenEnvironment}.`,
			);
		}
		const socket = await connectSocket(this.uri, this.#timeouts.connect, signal);
		this.#client = new RpcClient(socket, this.#timeouts.request);
		if (this.#token) await this.#authenticate(this.#token, signal);
	}

	async describe(signal?: AbortSignal): Promise<AdapterDescription> {
		const description = readAdapter(await this.#request('adapter/describe', {}, signal));
		this.#adapter = description;
		return description;
	}

	async read(signal?: AbortSignal): Promise<AdapterState> {
		return readState(await this.#request('state/get', {}, signal));
	}

	async apply(request: PlannedRequest, signal?: AbortSignal): Promise<StepResult> {
		const { mode, layout } = this.#adapter ?? (await this.describe(signal));
		const params = writeRequest(encodeRequest(request, mode, layout));
		const refusal = refusalOf(request, readResult(await this.#request('oid/request', params, signal)));
		return refusal === undefined ? { accepted: true } : { accepted: false, message: refusal };
	}

	async lock(owner: string, signal?: AbortSignal): Promise<LockResult> {
		const client = this.#connected();
		return acquireLock((params) => client.request('lock/acquire', params, signal), owner);
	}

	async unlock(): Promise<void> {
		try {
			await this.#client?.request('lock/release', {});
		} catch {
			// Without a connection there is no lock any more.
		}
	}

	async watch(onChange: () => void, signal: AbortSignal): Promise<void> {
		const client = this.#connected();
		const subscription = client.onNotification('state/changed', onChange);
		try {
			await client.until(signal);
		} finally {
			subscription.dispose();
		}
	}

	/**
	 * Tells of every OID request that any client makes of the emulator, until the signal is aborted: that ends it and is no
	 * error here.
	 * @param onStarted called once every request from then on is told
	 * @returns how many requests at the end were not told, because they came faster than they were taken
	 */
	async trace(
		tell: (request: TracedRequest) => void,
		signal: AbortSignal,
		onStarted: () => void = () => {},
	): Promise<number> {
		const client = this.#connected();
		const stop = new AbortController();
		let fault: unknown;
		const subscription = client.onNotification('oid/traced', (params) => {
			// What comes between the wish to stop and the answer to it is not told any more.
			if (signal.aborted || stop.signal.aborted) return;
			try {
				tell(readTraced(params));
			} catch (error) {
				fault = error;
				stop.abort();
			}
		});
		try {
			if (signal.aborted) return 0;
			await this.#request('trace/start', {}, undefined);
			onStarted();
			await client.until(AbortSignal.any([signal, stop.signal]));
			if (fault !== undefined) throw fault;
			return readDropped(await this.#request('trace/stop', {}, undefined));
		} finally {
			subscription.dispose();
		}
	}

	/** Lets the emulator receive packets; gives where each landed. */
	async sendTraffic(params: TrafficParams, signal?: AbortSignal): Promise<TrafficResult> {
		return readLandings(await this.#request('traffic/send', params, signal));
	}

	/** What the emulator counted: of one VPort, or of all. */
	async counters(vportId?: number, signal?: AbortSignal): Promise<WireCounters> {
		const params = vportId === undefined ? {} : { vportId };
		let answer = readCounters(await this.#request('counters/get', params, signal));
		const vports = [...answer.vports];
		while (answer.next !== undefined) {
			const from = answer.next;
			answer = readCounters(await this.#request('counters/get', { from }, signal), from);
			vports.push(...answer.vports);
		}
		return { ...answer, vports };
	}

	async watchCounters(
		tell: (counters: DeviceCounters) => void,
		milliseconds: number,
		signal: AbortSignal,
	): Promise<void> {
		const client = this.#connected();
		let wake = () => {};
		let due = true;
		const changed = () => {
			due = true;
			wake();
		};
		const subscription = client.onNotification('counters/changed', changed);
		signal.addEventListener('abort', changed, { once: true });
		try {
			await this.#request('counters/watch', { milliseconds }, signal);
			const lost = client.until(signal);
			lost.catch(() => {});
			while (!signal.aborted) {
				due = false;
				tell(readableCounters(await this.counters(undefined, signal)));
				// What changes while the counters are asked for is asked for again.
				if (!due) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), lost]);
			}
		} catch (error) {
			if (!signal.aborted) throw error;
		} finally {
			signal.removeEventListener('abort', changed);
			subscription.dispose();
		}
	}

	/** Sets every counter back to 0, for every client. */
	async resetCounters(signal?: AbortSignal): Promise<void> {
		await this.#request('counters/reset', {}, signal);
	}

	/** From now on the emulator gives this connection a fresh adapter of its own; other clients do not see it. */
	async useFreshAdapter(params: FreshAdapterParams, signal?: AbortSignal): Promise<void> {
		await this.#request('adapter/fresh', params, signal);
		this.#adapter = undefined;
	}

	/** Makes any OID request. Why it was refused does not travel. */
	async request(
		request: OidRequest,
		signal?: AbortSignal,
	): Promise<Pick<OidResult, 'status' | 'outputBuffer'>> {
		return readResult(await this.#request('oid/request', writeRequest(request), signal));
	}

	async close(): Promise<void> {
		this.#client?.close();
		this.#client = undefined;
	}

	async #authenticate(token: string, signal: AbortSignal | undefined): Promise<void> {
		try {
			await this.#request('session/authenticate', { token }, signal);
		} catch (error) {
			await this.close();
			// A daemon that does not like the token answers with an error or hangs up.
			if (!(error instanceof DeviceError) || !['protocol', 'connection-lost'].includes(error.code))
				throw error;
			const where = this.uri.transport === 'tcp' ? ` in ${this.uri.tokenEnvironment}` : '';
			throw new DeviceError('unauthorized', `The emulator does not accept the token${where}.`);
		}
	}

	#request<Method extends keyof DaemonRequests>(
		method: Method,
		params: DaemonRequests[Method]['params'],
		signal: AbortSignal | undefined,
	): Promise<unknown> {
		return this.#connected().request(method, params, signal);
	}

	#connected(): RpcClient {
		if (this.#client) return this.#client;
		throw new DeviceError('connection-lost', 'The connection to the device is closed.');
	}
}
