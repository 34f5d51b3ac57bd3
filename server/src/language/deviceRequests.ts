import type { Connection } from 'vscode-languageserver';
import { lookAt } from '../devices/push.js';
import { deviceLabel } from '../devices/uri.js';
import { deviceConfiguration } from '../import/deviceBody.js';
import { importText } from '../import/importText.js';
import { deviceItem, devicesOfSettings } from './devices.js';
import type { AnalysisStore } from './documents.js';
import { EmbeddedEmulators } from './emulators.js';
import type { Environment } from './environment.js';
import { registerExport } from './exportRequests.js';
import { targetsOf } from './fileTargets.js';
import { registerFleet } from './fleetRequests.js';
import { registerInspect } from './inspectRequests.js';
import type { InterfaceNames } from './interfaceNames.js';
import { registerNew } from './newRequests.js';
import { openConfigurations } from './openConfigurations.js';
import type { PushMarks } from './pushMarks.js';
import { registerPush } from './pushRequests.js';
import { notify, onCustomRequest, signalOf } from './requests.js';
import { failure } from './runner.js';
import { withDevicesOf } from './withDevice.js';

/** What the requests about devices take from the server. */
export interface DeviceSurroundings {
	readonly readSetting: (section: string) => Promise<unknown>;
	/** Shows in documents what their pushes had to say. */
	readonly marks: PushMarks;
	/** Tells anew what is found in these documents. */
	readonly recheck: (uris: readonly string[]) => void;
	/** Told which device each file is for. */
	readonly interfaces: InterfaceNames;
}

/** The requests about devices: list, embedded emulators, push, pull, import. */
export function registerDeviceRequests(
	connection: Connection,
	store: AnalysisStore,
	environment: Environment,
	{ readSetting, marks, recheck, interfaces }: DeviceSurroundings,
): void {
	const emulators = new EmbeddedEmulators(environment, () => notify(connection, 'rssv2/devicesChanged', {}));
	const withDevice = withDevicesOf(environment);
	const list = async () => [
		...emulators.list(),
		...devicesOfSettings(await readSetting('rssv2.devices'), (message) => connection.console.warn(message)),
	];
	const find = async (uri: string) => (await list()).find((item) => item.uri === uri) ?? deviceItem(uri);
	const configurationOf = openConfigurations(store);

	onCustomRequest(connection, 'rssv2/devices', list);
	onCustomRequest(connection, 'rssv2/fileDevices', ({ files }) => {
		interfaces.aimAt(files);
		recheck(store.aimAt(targetsOf(files)));
		return null;
	});
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
	registerPush(connection, environment, { withDevice, find, configurationOf, marks });
	registerInspect(connection, environment, { withDevice, find, configurationOf });
	onCustomRequest(connection, 'rssv2/pull', ({ device }, token) => {
		const signal = signalOf(token);
		return withDevice(device, signal, async (open) => {
			const { description, state } = await lookAt(open, signal);
			return deviceConfiguration(description, state, deviceLabel(open.uri));
		});
	});
	registerExport(connection, configurationOf, withDevice);
	registerFleet(connection, environment, { readSetting, configurationOf });
	registerNew(connection);
	onCustomRequest(connection, 'rssv2/import', ({ text }) => {
		const outcome = importText(text);
		if (!outcome.understood) throw failure(outcome.message);
		return { files: outcome.files, warnings: outcome.warnings };
	});
}
