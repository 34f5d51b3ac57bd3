import type { AdapterDescription } from '../emulator/description.js';
import type { AdapterState } from '../emulator/state.js';
import type { PlannedRequest } from '../plan/step.js';
import type { DeviceUri } from './uri.js';

/** What a device made of one step. */
export type StepResult =
	| { readonly accepted: true }
	/** Refused; nothing of the step was done that `read` would not show. `message` says which status, about what. */
	| { readonly accepted: false; readonly message: string };

/**
 * Something that receive-side scaling can be read from and pushed to. Every call throws DeviceError, and nothing else,
 * when the device cannot be used; a signal that is aborted makes it `cancelled`.
 */
export interface Device {
	readonly uri: DeviceUri;
	/** Capabilities and RSS processors; fixed while the device lives. */
	describe(signal?: AbortSignal): Promise<AdapterDescription>;
	/** The state now. */
	read(signal?: AbortSignal): Promise<AdapterState>;
	/**
	 * Carries out one request of a plan. A signal aborted before keeps it from being sent; once sent, the answer is waited
	 * for (up to the time limit), because without it nobody knows what became of the step.
	 */
	apply(request: PlannedRequest, signal?: AbortSignal): Promise<StepResult>;
	/** Drops the connection, if there still is one, and opens another to the same device. */
	reconnect(signal?: AbortSignal): Promise<void>;
	/** Ends the connection; a second call does nothing. Never throws. */
	close(): Promise<void>;
}

/** Time limits in milliseconds. */
export interface DeviceTimeouts {
	/** To establish a connection. */
	readonly connect: number;
	/** For each answer. */
	readonly request: number;
}

export const DEFAULT_TIMEOUTS: DeviceTimeouts = { connect: 5_000, request: 10_000 };
