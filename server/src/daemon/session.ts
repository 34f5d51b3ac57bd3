import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import {
	createMessageConnection,
	ErrorCodes,
	type MessageConnection,
	ResponseError,
} from 'vscode-jsonrpc/node';
import { Channel, type ChannelLimits } from './channel.js';
import { readObject, readToken } from './params.js';
import type { AuthenticateResult, DaemonErrorCode, DaemonNotifications, DaemonRequests } from './protocol.js';

/** Answers a request of an authenticated client; throws ResponseError when it cannot. */
export type RequestHandlers = {
	readonly [Method in Exclude<keyof DaemonRequests, 'session/authenticate'>]: (
		params: unknown,
	) => DaemonRequests[Method]['result'] | Promise<DaemonRequests[Method]['result']>;
};

export interface SessionOptions {
	/** What the client must show first; undefined on a Unix socket, which only its owner can open. */
	readonly token: string | undefined;
	readonly limits: ChannelLimits;
	/** Milliseconds that a client has to show its token. */
	readonly patience: number;
	readonly onUnauthorized: () => void;
	/** Called once, when the connection is gone, with the reason. */
	readonly onEnd: (reason: string) => void;
	/** A handler failed in a way that is no answer. */
	readonly onFailure: (error: unknown) => void;
}

const UNAUTHORIZED: DaemonErrorCode = -32001;

/** One connected client. Nothing it sends can reach another. */
export class Session {
	readonly #socket: Socket;
	readonly #connection: MessageConnection;
	readonly #options: SessionOptions;
	#authenticated: boolean;
	/** What the client has still to be told once it reads, by method: the newest of each. */
	readonly #owed = new Map<keyof DaemonNotifications, () => boolean>();
	#reason = 'the client hung up';

	constructor(socket: Socket, handlers: RequestHandlers, options: SessionOptions) {
		this.#socket = socket;
		this.#options = options;
		this.#authenticated = options.token === undefined;
		const channel = new Channel(socket, options.limits);
		this.#connection = createMessageConnection(channel, channel.writer, {
			error: (message) => options.onFailure(message),
			warn: () => {},
			info: () => {},
			log: () => {},
		});
		this.#connection.onError(([error]) => this.#fail(error));
		socket.on('error', (error) => this.#fail(error));
		const timer = this.#authenticated
			? undefined
			: setTimeout(() => this.#endIfStranger(), options.patience).unref();
		socket.once('close', () => {
			clearTimeout(timer);
			this.#connection.dispose();
			options.onEnd(this.#reason);
		});
		this.#connection.onRequest((method, params) => this.#answer(method, params, handlers));
		this.#connection.listen();
	}

	/** Tells the client something, unless it has not shown its token yet; false when it is not told. */
	notify<Method extends keyof DaemonNotifications>(
		method: Method,
		params: DaemonNotifications[Method],
	): boolean {
		if (!this.#authenticated || !this.#socket.writable) return false;
		// A client that does not read is not told either: it can ask.
		if (this.#socket.writableLength > this.#options.limits.unreadBytes) return false;
		this.#connection.sendNotification(method, params).catch((error) => this.#fail(error));
		return true;
	}

	/**
	 * Tells the client something of which the newest alone counts. A client that has not read the last one yet is told once
	 * it has: so many clients that never read take next to nothing.
	 */
	notifyNewest<Method extends keyof DaemonNotifications>(
		method: Method,
		params: DaemonNotifications[Method],
	): void {
		const waiting = this.#owed.size > 0;
		this.#owed.set(method, () => this.notify(method, params));
		if (this.#socket.writableLength === 0) this.#pay();
		// Nothing, behind all that is not read yet: when it is through, so is the rest ('drain' comes for long queues only).
		else if (!waiting && this.#socket.writable) this.#socket.write('', () => this.#pay());
	}

	#pay(): void {
		for (const [method, tell] of this.#owed) {
			this.#owed.delete(method);
			tell();
		}
	}

	/** Ends the connection once what was answered is sent. */
	end(reason: string): void {
		this.#reason = reason;
		this.#socket.end();
	}

	/** Ends the connection now. */
	destroy(reason: string): void {
		this.#reason = reason;
		this.#socket.destroy();
	}

	async #answer(method: string, params: unknown, handlers: RequestHandlers): Promise<unknown> {
		if (method === 'session/authenticate') return this.#authenticate(params);
		if (!this.#authenticated) throw this.#refuse('The first request must be session/authenticate.');
		if (!Object.hasOwn(handlers, method)) {
			const name = JSON.stringify(method.slice(0, 80));
			throw new ResponseError(ErrorCodes.MethodNotFound, `There is no method ${name}.`);
		}
		try {
			return await handlers[method as keyof RequestHandlers](readObject(params));
		} catch (error) {
			if (!(error instanceof ResponseError)) this.#options.onFailure(error);
			throw error;
		}
	}

	#authenticate(params: unknown): AuthenticateResult {
		const { token } = this.#options;
		if (token !== undefined && !sameText(readToken(params), token)) throw this.#refuse('The token is wrong.');
		this.#authenticated = true;
		return { authenticated: true };
	}

	/** The answer to a stranger, who is shown out behind it. */
	#refuse(message: string): ResponseError {
		this.#options.onUnauthorized();
		setImmediate(() => this.end('it showed no valid token'));
		return new ResponseError(UNAUTHORIZED, message);
	}

	#endIfStranger(): void {
		if (!this.#authenticated) this.destroy('it showed no token in time');
	}

	#fail(error: Error): void {
		this.destroy(error.message);
	}
}

/** Compares in a time that says nothing about where the texts differ, nor how long the secret one is. */
function sameText(a: string, b: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(a), digest(b));
}
