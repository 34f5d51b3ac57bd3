import type { Connection } from 'vscode-languageserver';

/** Tells how far a piece of work is. */
export interface Reporter {
	/** `done` of `total` pieces; `message` says what is being done. */
	report(message: string, done: number, total: number): void;
	done(): void;
}

/** Reports to a client's work-done progress; to nobody when the client gave no token. */
export function reporter(
	connection: Connection,
	workDoneToken: string | number | undefined,
	title: string,
): Reporter {
	if (workDoneToken === undefined) return { report: () => {}, done: () => {} };
	const send = (value: object) =>
		void connection.sendNotification('$/progress', { token: workDoneToken, value });
	send({ kind: 'begin', title, percentage: 0, cancellable: true });
	return {
		report: (message, done, total) =>
			send({
				kind: 'report',
				message,
				percentage: total === 0 ? 100 : Math.floor((100 * done) / total),
			}),
		done: () => send({ kind: 'end' }),
	};
}
