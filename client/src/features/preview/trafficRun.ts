import { CancellationTokenSource, l10n, type Uri } from 'vscode';
import type { HostToPreview, PreviewToHost, TableChange } from '../../../../server/src/protocol.js';
import { isCancellation } from '../../infrastructure/cancelled.js';
import { messageOf } from '../../infrastructure/refused.js';
import type { Server } from '../../infrastructure/server.js';

/** One question after traffic at a time: a new one ends the one before. */
export class TrafficRun {
	#running: CancellationTokenSource | undefined;

	/** @param send gives a message to the page */
	constructor(
		readonly server: Server,
		readonly send: (message: HostToPreview) => void,
	) {}

	/** Asks the server, passes its progress on, and sends the page an answer in any case. */
	async ask(
		uri: Uri,
		{ id, vportId, source }: Extract<PreviewToHost, { type: 'traffic' }>,
		whatIf: readonly TableChange[],
	): Promise<void> {
		this.cancel();
		const own = new CancellationTokenSource();
		this.#running = own;
		const workDoneToken = crypto.randomUUID();
		const reports = this.server.onProgress(workDoneToken, ({ message = '', percentage }) =>
			this.send({ type: 'trafficProgress', id, message, ...(percentage !== undefined && { percentage }) }),
		);
		try {
			const params = { uri: uri.toString(), vportId, source, whatIf: [...whatIf], workDoneToken };
			const result = await this.server.request('rssv2/traffic', params, own.token);
			this.send({ type: 'traffic', id, result });
		} catch (error) {
			const cancelled = isCancellation(error);
			this.send({
				type: 'trafficFailed',
				id,
				message: cancelled ? l10n.t('Cancelled.') : messageOf(error),
				...(cancelled && { cancelled }),
			});
		} finally {
			reports.dispose();
			if (this.#running === own) this.#running = undefined;
			own.dispose();
		}
	}

	/** Ends what runs, if anything does. */
	cancel(): void {
		this.#running?.cancel();
	}
}
