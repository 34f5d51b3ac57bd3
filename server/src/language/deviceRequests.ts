import type { Connection } from 'vscode-languageserver';
import { deviceLabel } from '../devices/uri.js';
import { deviceConfiguration } from '../import/deviceBody.js';
import { importText } from '../import/importText.js';
import { deviceItem, devicesOfSettings } from './devices.js';
import type { AnalysisStore } from './documents.js';
import { EmbeddedEmulators } from './emulators.js';
import type { Environment } from './environment.js';
import { registerExport } from './exportRequests.js';
import { registerInspect } from './inspectRequests.js';
import { registerPush } from './pushRequests.js';
import { notify, onCustomRequest, signalOf } from './requests.js';
import { failure } from './runner.js';
import { withDevicesOf } from './withDevice.js';

/** The requests about devices: list, embedded emulators, push, pull, import. */
export function registerDeviceRequests(
	connection: Connection,
	store: AnalysisStore,
	environment: Environment,
	readSetting: (section: string) => Promise<unknown>,
): void {
	const emulators = new EmbeddedEmulators(environment, () => notify(connection, 'rssv2/devicesChanged', {}));
	const withDevice = withDevicesOf(environment);
	const list = async () => [
		...emulators.list(),
		...devicesOfSettings(await readSetting('rssv2.devices'), (message) => connection.console.warn(message)),
	];
	const find = async (uri: string) => (await list()).find((item) => item.uri === uri) ?? deviceItem(uri);
	const configurationOf = (uri: string) => {
		const check = store.get(uri)?.check;
		if (!check) throw failure('The file is not open.');
		const errors = check.findings.filter(({ severity }) => severity === 'error').length;
		const many = check.documents.length > 1;
		if (many) throw failure('The file has several YAML documents: push them one by one, from a file each.');
		return {
			configuration: errors === 0 ? check.configuration : undefined,
			errors,
			any: check.configuration,
		};
	};

	onCustomRequest(connection, 'rssv2/devices', list);
	onCustomRequest(
		connection,
		'rssv2/emulator/start',
		({ uri }) => {
			const { any } = configurationOf(uri);
			if (!any)
				throw failure(
					'The file describes no adapter yet: an emulator needs its name, mode and RSS processors.',
				);
			return emulators.start(any);
		},
		{ keepResult: true },
	);
	onCustomRequest(
		connection,
		'rssv2/emulator/stop',
		async ({ device }) => {
			if (!(await emulators.stop(device))) throw failure('No such emulator runs in this window.');
			return null;
		},
		{ keepResult: true },
	);
	registerPush(connection, environment, { withDevice, find, configurationOf });
	registerInspect(connection, environment, { withDevice, find, configurationOf });
	onCustomRequest(connection, 'rssv2/pull', ({ device }, token) => {
		const signal = signalOf(token);
		return withDevice(device, signal, async (open) => {
			const description = await open.describe(signal);
			return deviceConfiguration(description, await open.read(signal), deviceLabel(open.uri));
		});
	});
	registerExport(connection, configurationOf, withDevice);
	onCustomRequest(connection, 'rssv2/import', ({ text }) => {
		const outcome = importText(text);
		if (!outcome.understood) throw failure(outcome.message);
		return { files: outcome.files, warnings: outcome.warnings };
	});
}
