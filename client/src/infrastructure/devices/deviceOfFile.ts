import type { TextDocument, Uri } from 'vscode';
import type { DeviceItem } from '../../../../server/src/protocol.js';
import type { Services } from '../services.js';
import type { FileDevice } from './fileDevices.js';
import { pickDevice } from './pickDevice.js';

/** The device that a file was last used with; undefined when there was none, or it was an emulator that is gone. */
export function knownDevice(
	{ fileDevices }: Pick<Services, 'fileDevices'>,
	file: Uri,
	devices: readonly DeviceItem[],
): FileDevice | undefined {
	const device = fileDevices.of(file);
	const listed = devices.find(({ uri }) => uri === device?.uri);
	if (!device || (device.embedded && !listed)) return undefined;
	return listed ? { ...device, label: listed.label } : device;
}

/**
 * The device of a file: the one it was last used with, else one that is asked for and remembered.
 * @param question what the list asks, "Compare with which device?"
 * @returns the device's URI
 * @throws Cancelled when the user chooses nothing
 */
export async function deviceOfFile(
	services: Services,
	document: TextDocument,
	question: string,
): Promise<string> {
	const devices = await services.server.request('rssv2/devices', {});
	const known = knownDevice(services, document.uri, devices);
	return known?.uri ?? chooseDevice(services, document, question);
}

/** Asks for the device of a file, and remembers it. @throws Cancelled */
export async function chooseDevice(
	{ server, fileDevices }: Services,
	document: TextDocument,
	question: string,
): Promise<string> {
	const uri = document.uri.toString();
	const usual = fileDevices.of(document.uri)?.uri;
	const start = () => server.request('rssv2/emulator/start', { uri });
	const device = await pickDevice(server, question, start, usual);
	const listed = (await server.request('rssv2/devices', {})).find((item) => item.uri === device);
	const embedded = listed?.origin === 'embedded';
	await fileDevices.set(document.uri, { uri: device, label: listed?.label ?? device, embedded });
	return device;
}
