import type { DaemonRequests } from '../../daemon/protocol.js';
import type { AdapterDescription, AdapterMode } from '../../emulator/description.js';
import type { AdapterState } from '../../emulator/state.js';
import { refusalOf } from '../../plan/answer.js';
import { encodeRequest } from '../../plan/encode.js';
import type { PlannedRequest } from '../../plan/step.js';
import type { Device, DeviceTimeouts, StepResult } from '../device.js';
import { DeviceError } from '../deviceError.js';
import { RpcClient } from './rpc.js';
import { connectSocket, type EmulatorUri } from './socket.js';
import { readAdapter, readResult, readState, writeRequest } from './wire.js';

/** The emulator daemon as a device, over its Unix socket or over TCP on this machine. Connect with `reconnect`. */
export class EmulatorDevice implements Device {
	readonly uri: EmulatorUri;
	readonly #token: string | undefined;
	readonly #timeouts: DeviceTimeouts;
	#client: RpcClient | undefined;
	#mode: AdapterMode | undefined;

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
		this.#mode = description.mode;
		return description;
	}

	async read(signal?: AbortSignal): Promise<AdapterState> {
		return readState(await this.#request('state/get', {}, signal));
	}

	async apply(request: PlannedRequest, signal?: AbortSignal): Promise<StepResult> {
		const mode = this.#mode ?? (await this.describe(signal)).mode;
		const params = writeRequest(encodeRequest(request, mode));
		const refusal = refusalOf(request, readResult(await this.#request('oid/request', params, signal)));
		return refusal === undefined ? { accepted: true } : { accepted: false, message: refusal };
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
		if (!this.#client) throw new DeviceError('connection-lost', 'The connection to the device is closed.');
		return this.#client.request(method, params, signal);
	}
}
