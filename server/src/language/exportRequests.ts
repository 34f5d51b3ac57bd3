import type { Connection } from 'vscode-languageserver';
import type { Configuration } from '../config/model.js';
import { exportFromDevice, exportFromFresh } from '../devices/exportRequests.js';
import { exportPowerShell } from '../devices/windows/exportPowerShell.js';
import { onCustomRequest, signalOf } from './requests.js';
import { failure } from './runner.js';
import type { WithDevice } from './withDevice.js';

/**
 * What an open document can be exported as: the requests of its plan as a C header, a PowerShell script.
 * @param configurationOf the configuration of an open document, absent while it has errors; throws when it is not open
 */
export function registerExport(
	connection: Connection,
	configurationOf: (uri: string) => { configuration: Configuration | undefined; errors: number },
	withDevice: WithDevice,
): void {
	const sound = (uri: string, what: string): Configuration => {
		const { configuration, errors } = configurationOf(uri);
		if (configuration) return configuration;
		const many = `${errors} ${errors === 1 ? 'error' : 'errors'}`;
		throw failure(`The file has ${many}: there ${what} for it.`);
	};
	onCustomRequest(
		connection,
		'rssv2/exportPowerShell',
		({ uri }) => exportPowerShell(sound(uri, 'is no script')).file,
	);
	onCustomRequest(connection, 'rssv2/exportOidRequests', async ({ uri, device }, token) => {
		const configuration = sound(uri, 'are no requests');
		const signal = signalOf(token);
		const exported =
			device === undefined
				? exportFromFresh(configuration)
				: await withDevice(device, signal, (open) => exportFromDevice(configuration, open, signal));
		if ('refused' in exported) throw failure(exported.refused);
		return exported.file;
	});
}
