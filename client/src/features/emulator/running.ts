import type { DeviceItem } from '../../../../server/src/protocol.js';
import type { Server } from '../../infrastructure/server.js';

/** The emulators that run in this window, oldest first. */
export async function runningEmulators(server: Server): Promise<DeviceItem[]> {
	return (await server.request('rssv2/devices', {})).filter(({ origin }) => origin === 'embedded');
}
