import {
	type CancellationToken,
	LSPErrorCodes,
	type RemoteConsole,
	ResponseError,
} from 'vscode-languageserver';

/** Says in a log what went wrong; the only boundary for errors of handlers. */
export interface ErrorLog {
	error(message: string): void;
}

/**
 * Wraps a handler so that it is cancellable and safe. What the client has cancelled by the time its turn comes is not
 * begun; an exception is logged and answered as an error, and never reaches the connection.
 */
export function safely<P, R, E = void>(
	log: ErrorLog | RemoteConsole,
	name: string,
	handler: (params: P, token: CancellationToken) => R | Promise<R>,
): (params: P, token: CancellationToken) => Promise<R | ResponseError<E>> {
	return async (params, token) => {
		// Lets a cancellation that is already on the wire be read before the work begins.
		await new Promise<void>((resolve) => setImmediate(resolve));
		if (token.isCancellationRequested) return cancelled<E>();
		try {
			const result = await handler(params, token);
			return token.isCancellationRequested && !name.startsWith('rssv2/push') ? cancelled<E>() : result;
		} catch (error) {
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
