import type { Socket } from 'node:net';
import {
	AbstractMessageReader,
	AbstractMessageWriter,
	type DataCallback,
	type Disposable,
	ErrorCodes,
	type Message,
	type MessageWriter,
} from 'vscode-jsonrpc/node';
import { encodeFrame, FrameDecoder } from './frames.js';

/** What one connection may take up. */
export interface ChannelLimits {
	/** Bytes of one message. */
	readonly messageBytes: number;
	/** Requests that wait for their answer; the socket is not read while there are more. */
	readonly pendingRequests: number;
	/** Bytes of answers that the client has not read yet; the socket is not read while there are more. */
	readonly unreadBytes: number;
}

/**
 * Both halves of a JSON-RPC connection over a socket, with limits that the library's own streams lack. What is no JSON is
 * answered with an error; what is no frame ends the connection; a client that does not read its answers is not read either.
 */
export class Channel extends AbstractMessageReader implements Disposable {
	/** The other half, for createMessageConnection. */
	readonly writer: MessageWriter;
	readonly #socket: Socket;
	readonly #limits: ChannelLimits;
	readonly #decoder: FrameDecoder;
	#pending = 0;

	constructor(socket: Socket, limits: ChannelLimits) {
		super();
		this.#socket = socket;
		this.#limits = limits;
		this.#decoder = new FrameDecoder(limits.messageBytes);
		this.writer = new ChannelWriter((message) => this.#write(message), socket);
		socket.on('drain', () => this.#readOn());
	}

	override listen(callback: DataCallback): Disposable {
		this.#socket.on('data', (chunk: Buffer) => this.#take(chunk, callback));
		this.#socket.on('close', () => this.fireClose());
		return this;
	}

	#take(chunk: Buffer, callback: DataCallback): void {
		try {
			for (const body of this.#decoder.push(chunk)) this.#read(body, callback);
		} catch (error) {
			// Whatever follows cannot be told apart from the body of the broken frame.
			this.#socket.destroy();
			this.fireError(error);
		}
	}

	#read(body: Buffer, callback: DataCallback): void {
		let message: unknown;
		try {
			message = JSON.parse(body.toString('utf8'));
		} catch {
			this.#refuse(ErrorCodes.ParseError, 'The message is not JSON.', null);
			return;
		}
		const id = idOf(message);
		if (!isCall(message) || id === undefined) {
			const text = 'The message is no JSON-RPC 2.0 request: jsonrpc, method and id are wanted.';
			this.#refuse(ErrorCodes.InvalidRequest, text, id ?? null);
			return;
		}
		// A notification: no answer can be given to it and none has a meaning here.
		if (id === null) return;
		this.#pending++;
		if (this.#busy()) this.#socket.pause();
		callback(message);
	}

	#refuse(code: number, message: string, id: string | number | null): void {
		this.#send({ jsonrpc: '2.0', id, error: { code, message } });
		if (this.#busy()) this.#socket.pause();
	}

	#write(message: Message): void {
		// Requests of the server are none: what has an id is an answer.
		if ('id' in message) this.#pending--;
		this.#send(message);
		this.#readOn();
	}

	#send(message: object): void {
		if (this.#socket.writable) this.#socket.write(encodeFrame(JSON.stringify(message)));
	}

	#busy(): boolean {
		const { pendingRequests, unreadBytes } = this.#limits;
		return this.#pending > pendingRequests || this.#socket.writableLength > unreadBytes;
	}

	#readOn(): void {
		if (this.#socket.isPaused() && !this.#busy()) this.#socket.resume();
	}
}

class ChannelWriter extends AbstractMessageWriter implements MessageWriter {
	readonly #send: (message: Message) => void;
	readonly #socket: Socket;

	constructor(send: (message: Message) => void, socket: Socket) {
		super();
		this.#send = send;
		this.#socket = socket;
	}

	async write(message: Message): Promise<void> {
		this.#send(message);
	}

	end(): void {
		this.#socket.end();
	}
}

function isCall(message: unknown): message is Message {
	if (typeof message !== 'object' || message === null) return false;
	const { jsonrpc, method } = message as { jsonrpc?: unknown; method?: unknown };
	return jsonrpc === '2.0' && typeof method === 'string';
}

/** The id of a request; null for a notification, which has none; undefined for what cannot be an id. */
function idOf(message: unknown): string | number | null | undefined {
	if (typeof message !== 'object' || message === null) return undefined;
	const { id } = message as { id?: unknown };
	if (id === undefined) return null;
	return typeof id === 'string' || (typeof id === 'number' && Number.isInteger(id)) ? id : undefined;
}
