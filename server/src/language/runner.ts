import { setImmediate } from 'node:timers/promises';
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Says in a log what went wrong; the only boundary for errors of handlers. */
export interface ErrorLog {
	error(message: string): void;
}

/**
 * Wraps a handler so that it is cancellable and safe. What the client has cancelled by the time its turn comes is not
 * begun; an exception is logged and answered as an error, and never reaches the connection. What a handler throws
 * because it was cancelled is no error.
 * @param keepResult the handler changes something: what became of it is answered even if it was cancelled meanwhile
 */
export function safely<P, R, E = void>(
	log: ErrorLog,
	name: string,
	handler: (params: P, token: CancellationToken) => R | Promise<R>,
	{ keepResult = false } = {},
): (params: P, token: CancellationToken) => Promise<R | ResponseError<E>> {
	return async (params, token) => {
		// Lets a cancellation that is already on the wire be read before the work begins.
		await setImmediate();
		if (token.isCancellationRequested) return cancelled<E>();
		try {
			const result = await handler(params, token);
			return token.isCancellationRequested && !keepResult ? cancelled<E>() : result;
		} catch (error) {
			if (token.isCancellationRequested) return cancelled<E>();
			if (error instanceof ResponseError) return error as ResponseError<E>;
			log.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
			const message = error instanceof Error ? error.message : String(error);
			return new ResponseError<E>(LSPErrorCodes.RequestFailed, message);
		}
	};
}

function cancelled<E>(): ResponseError<E> {
	return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
}

/** An error that is the user's to read, not the log's. */
export function failure(message: string): ResponseError<void> {
	return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
