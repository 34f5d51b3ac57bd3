import type { Connection } from 'vscode-languageserver';
import type { Configuration } from '../config/model.js';
import { exportFromDevice, exportFromFresh } from '../devices/exportRequests.js';
import type { WithDevice } from './pushSessions.js';
import { onCustomRequest, signalOf } from './requests.js';
import { failure } from './runner.js';

/**
 * The requests of an open document's plan as a C header.
 * @param configurationOf the configuration of an open document, absent while it has errors; throws when it is not open
 */
export function registerExport(
	connection: Connection,
	configurationOf: (uri: string) => { configuration: Configuration | undefined; errors: number },
	withDevice: WithDevice,
): void {
	onCustomRequest(connection, 'rssv2/exportOidRequests', async ({ uri, device }, token) => {
		const { configuration, errors } = configurationOf(uri);
		if (!configuration) {
			const many = `${errors} ${errors === 1 ? 'error' : 'errors'}`;
			throw failure(`The file has ${many}: there are no requests for it.`);
		}
		const signal = signalOf(token);
		const exported =
			device === undefined
				? exportFromFresh(configuration)
				: await withDevice(device, signal, (open) => exportFromDevice(configuration, open, signal));
		if ('refused' in exported) throw failure(exported.refused);
		return exported.file;
	});
}
