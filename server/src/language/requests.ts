import type { CancellationToken, Connection, GenericRequestHandler } from 'vscode-languageserver';
import type { Notifications, Requests } from '../protocol.js';
import { safely } from './runner.js';

type Handler<K extends keyof Requests> = (
	params: Requests[K]['params'],
	token: CancellationToken,
) => Requests[K]['result'] | Promise<Requests[K]['result']>;

/** Answers a custom request of protocol.ts; the compiler checks name, parameters and result. */
export function onCustomRequest<K extends keyof Requests>(
	connection: Connection,
	method: K,
	handler: Handler<K>,
	options: { readonly keepResult?: boolean } = {},
): void {
	// The library's type asks whether the result extends null, which the compiler cannot decide for an open K.
	const safe: GenericRequestHandler<unknown, void> = safely<Requests[K]['params'], unknown>(
		connection.console,
		method,
		handler,
		options,
	);
	connection.onRequest(method, safe);
}

/** Sends a custom notification of protocol.ts. */
export function notify<K extends keyof Notifications>(
	connection: Connection,
	method: K,
	params: Notifications[K],
): void {
	void connection.sendNotification(method, params);
}

/** A signal that is aborted when the client cancels. */
export function signalOf(token: CancellationToken): AbortSignal {
	const controller = new AbortController();
	if (token.isCancellationRequested) controller.abort();
	else token.onCancellationRequested(() => controller.abort());
	return controller.signal;
}
