import type { Device } from '../devices/device.js';
import type { AdapterDescription } from '../emulator/description.js';

/** What the server needs of the platform it runs on, injected so that nothing else asks for it. */
export interface Environment {
	/** Connects to the device that a URI names; the caller closes it. @throws DeviceError */
	openDevice(uri: string, signal: AbortSignal): Promise<Device>;
	/** Starts an emulator of an adapter that only this user can reach. */
	startEmulator(description: AdapterDescription): Promise<RunningEmulator>;
	/** Ends what was started and removes what it left behind. */
	dispose(): Promise<void>;
}

/** An emulator that runs within the server. */
export interface RunningEmulator {
	/** Its device URI. */
	readonly uri: string;
	stop(): Promise<void>;
}
