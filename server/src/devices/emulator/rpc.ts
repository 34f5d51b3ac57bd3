import type { Socket } from 'node:net';
import {
	createMessageConnection,
	type MessageConnection,
	ResponseError,
	SocketMessageReader,
	SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { DaemonErrorCode } from '../../daemon/protocol.js';
import { DeviceError } from '../deviceError.js';

const LOCKED: DaemonErrorCode = -32002;

/** JSON-RPC over a connected socket, with a limit on every answer and DeviceErrors for whatever goes wrong. */
export class RpcClient {
	readonly #connection: MessageConnection;
	readonly #socket: Socket;
	readonly #limit: number;
	/** Aborted, with the reason, when no answer can come any more. */
	readonly #ended = new AbortController();

	/** @param limit milliseconds to wait for each answer at most */
	constructor(socket: Socket, limit: number) {
		this.#socket = socket;
		this.#limit = limit;
		this.#connection = createMessageConnection(
			new SocketMessageReader(socket),
			new SocketMessageWriter(socket),
		);
		const lost = () =>
			this.#end(new DeviceError('connection-lost', 'The connection to the device was lost.'));
		this.#connection.onClose(lost);
		this.#connection.onError(lost);
		socket.on('error', lost);
		this.#connection.listen();
	}

	/** Whether requests can still be sent. */
	get open(): boolean {
		return !this.#ended.signal.aborted;
	}

	/**
	 * Sends a request and waits for its answer. A signal that is aborted beforehand keeps it from being sent; after that
	 * the answer is waited for, so that its effect is known.
	 */
	async request(method: string, params: object, signal?: AbortSignal): Promise<unknown> {
		if (signal?.aborted) throw new DeviceError('cancelled', 'Cancelled.');
		const ended = this.#ended.signal;
		if (ended.aborted) throw ended.reason;
		let timer: NodeJS.Timeout | undefined;
		let onEnd: (() => void) | undefined;
		try {
			return await Promise.race([
				this.#connection.sendRequest(method, params),
				new Promise<never>((_, reject) => {
					onEnd = () => reject(ended.reason);
					ended.addEventListener('abort', onEnd, { once: true });
					timer = setTimeout(() => reject(this.#tooLate(method)), this.#limit);
				}),
			]);
		} catch (error) {
			throw error instanceof DeviceError ? error : this.#translate(method, error);
		} finally {
			clearTimeout(timer);
			if (onEnd) ended.removeEventListener('abort', onEnd);
		}
	}

	/** Hands over what the other end tells of a kind, until it is disposed. */
	onNotification(method: string, take: (params: unknown) => void): { dispose(): void } {
		return this.#connection.onNotification(method, take);
	}

	/**
	 * Waits until a signal is aborted.
	 * @throws DeviceError when the connection ends before
	 */
	async until(signal: AbortSignal): Promise<void> {
		const ended = this.#ended.signal;
		const any = AbortSignal.any([signal, ended]);
		if (!any.aborted)
			await new Promise<void>((resolve) => any.addEventListener('abort', () => resolve(), { once: true }));
		if (!signal.aborted) throw ended.reason;
	}

	/** Ends the connection; whoever waits gets `connection-lost`. */
	close(): void {
		this.#end(new DeviceError('connection-lost', 'The connection to the device was closed.'));
	}

	/** An answer that comes after its time would be taken for the next state: nothing more is asked over this connection. */
	#tooLate(method: string): DeviceError {
		const error = new DeviceError(
			'timeout',
			`The device did not answer ${method} within ${this.#limit / 1000} s.`,
		);
		this.#end(error);
		return error;
	}

	#end(reason: DeviceError): void {
		if (this.#ended.signal.aborted) return;
		this.#ended.abort(reason);
		this.#connection.dispose();
		this.#socket.destroy();
	}

	#translate(method: string, error: unknown): DeviceError {
		const { signal } = this.#ended;
		if (signal.aborted) return signal.reason as DeviceError;
		const message = error instanceof Error ? error.message : String(error);
		if (error instanceof ResponseError && error.code === LOCKED)
			return new DeviceError('locked', message, { cause: error });
		const code = error instanceof ResponseError ? ` (${error.code})` : '';
		return new DeviceError('protocol', `The device answered ${method} with an error${code}: ${message}`, {
			cause: error,
		});
	}
}
