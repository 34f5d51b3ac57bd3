import type { Connection } from 'vscode-languageserver';
import type { Configuration } from '../config/model.js';
import { compareWithConfiguration } from '../devices/compare.js';
import type { Device } from '../devices/device.js';
import { messageOf } from '../devices/deviceError.js';
import { JournalError } from '../devices/journal/journalError.js';
import { describeInterrupted, findInterrupted, lookAt } from '../devices/push.js';
import { describeEntity } from '../plan/describe.js';
import { entityTitle } from '../plan/words.js';
import type { DeviceItem, DeviceReport } from '../protocol.js';
import { DeviceWatches } from './deviceWatches.js';
import type { Environment } from './environment.js';
import { notify, onCustomRequest, signalOf } from './requests.js';
import type { WithDevice } from './withDevice.js';

/** What the requests that look at devices take from the others about devices. */
export interface InspectSurroundings {
	readonly withDevice: WithDevice;
	/** The device of a URI as the user knows it. */
	readonly find: (uri: string) => Promise<DeviceItem>;
	/** The configuration of an open document, when it has no errors. */
	readonly configurationOf: (uri: string) => {
		readonly configuration: Configuration | undefined;
		readonly errors: number;
	};
}

/** The requests that look at devices: how one stands, how it differs from a document, and whether it changes. */
export function registerInspect(
	connection: Connection,
	environment: Environment,
	{ withDevice, find, configurationOf }: InspectSurroundings,
): void {
	onCustomRequest(connection, 'rssv2/device/inspect', async ({ device, uri }, token) => {
		const signal = signalOf(token);
		const item = await find(device);
		const document = uri === undefined ? undefined : configurationOf(uri);
		return withDevice(device, signal, async (open): Promise<DeviceReport> => {
			const { description, state } = await lookAt(open, signal);
			const { mode } = description;
			const { entities } = state;
			const interrupted = await interruption(open, environment, signal);
			return {
				device: item,
				entities: entities.map((entity) => ({
					vportId: entity.vportId,
					title: entityTitle(entity, mode),
					details: describeEntity(entity),
				})),
				...(document && (await comparison(open, document.configuration, signal))),
				...(interrupted !== undefined && { interrupted }),
			};
		});
	});
	const watches = new DeviceWatches(environment, {
		changed: (device) => notify(connection, 'rssv2/deviceChanged', { device }),
		counted: (device, { packets, dropped, entities }) =>
			notify(connection, 'rssv2/deviceCounters', {
				device,
				packets,
				dropped,
				entities: entities.map((entity) => ({ ...entity, processors: [...entity.processors] })),
			}),
	});
	onCustomRequest(connection, 'rssv2/device/watch', ({ devices }) => {
		watches.set(devices);
		return null;
	});
	connection.onExit(() => watches.set([]));
}

async function comparison(
	device: Device,
	configuration: Configuration | undefined,
	signal: AbortSignal,
): Promise<Pick<DeviceReport, 'differences' | 'incomparable'>> {
	if (!configuration) return { incomparable: 'The file has errors.' };
	const compared = await compareWithConfiguration(device, configuration, signal);
	return 'incomparable' in compared ? compared : { differences: [...compared.differences] };
}

/** A journal that cannot be read is told in its place: nobody knows then whether a push was interrupted. */
async function interruption(
	device: Device,
	{ journalOf }: Environment,
	signal: AbortSignal,
): Promise<string | undefined> {
	try {
		const entry = await findInterrupted(device, journalOf(device.uri), signal);
		return entry && describeInterrupted(entry);
	} catch (error) {
		if (error instanceof JournalError) return messageOf(error);
		throw error;
	}
}
