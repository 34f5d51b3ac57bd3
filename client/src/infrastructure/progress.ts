import { type CancellationToken, ProgressLocation, type ProgressOptions, window } from 'vscode';
import type { Server } from './server.js';

/**
 * Runs work with a notification that shows its progress and can cancel it. The work gets a workDoneToken for its
 * request: what the server reports for it is shown.
 */
export function withProgress<T>(
	server: Server,
	title: string,
	work: (workDoneToken: string, token: CancellationToken) => Promise<T>,
): Thenable<T> {
	return progressAt({ location: ProgressLocation.Notification, title, cancellable: true }, server, work);
}

/** The same in the status bar, where nothing can be cancelled: for work that the user did not just ask for. */
export function withQuietProgress<T>(
	server: Server,
	title: string,
	work: (workDoneToken: string) => Promise<T>,
): Thenable<T> {
	return progressAt({ location: ProgressLocation.Window, title }, server, work);
}

function progressAt<T>(
	options: ProgressOptions,
	server: Server,
	work: (workDoneToken: string, token: CancellationToken) => Promise<T>,
): Thenable<T> {
	return window.withProgress(options, async (progress, token) => {
		const workDoneToken = crypto.randomUUID();
		let shown = 0;
		const reports = server.onProgress(workDoneToken, ({ message, percentage }) => {
			const increment = Math.max(0, (percentage ?? shown) - shown);
			shown += increment;
			progress.report({ ...(message !== undefined && { message }), increment });
		});
		try {
			return await work(workDoneToken, token);
		} finally {
			reports.dispose();
		}
	});
}

/** Shows that something still goes on that can no longer be cancelled, until it has ended in whatever way. */
export function showUntilSettled(title: string, work: Promise<unknown>): void {
	void window.withProgress({ location: ProgressLocation.Notification, title }, () =>
		work.then(
			() => {},
			() => {},
		),
	);
}
