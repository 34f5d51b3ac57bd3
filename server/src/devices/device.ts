import type { Configuration } from '../config/model.js';
import type { AdapterDescription } from '../emulator/description.js';
import type { AdapterState } from '../emulator/state.js';
import type { PlannedRequest, PlanStep } from '../plan/step.js';
import type { LinuxRequest } from './linux/request.js';
import type { NotOnTarget } from './notOnTarget.js';
import type { DeviceUri } from './uri.js';
import type { WindowsRequest } from './windows/request.js';

/** What can be asked of a device: an OID request, or what a kind of device has in its place. Plain data. */
export type DeviceRequest = PlannedRequest | LinuxRequest | WindowsRequest;
/** One request to the device and one sentence that says what it does. */
export type DeviceStep = PlanStep<DeviceRequest>;

/** A state as a device is read: in the words of NDIS, and beside that what only this kind of device has. */
export interface DeviceState extends AdapterState {
	/** Plain JSON, for the device's own planner: without it the device cannot be put back exactly. */
	readonly native?: unknown;
}

/** The way from one state of a device to another. */
export interface DevicePlan {
	/** The state after the last step: what was asked for, as far as the device can be given it. */
	readonly wanted: DeviceState;
	readonly steps: readonly DeviceStep[];
	/** Why the device cannot be brought there, a sentence; nothing of it is then tried. */
	readonly refused?: string;
	/** What was asked for and this kind of device cannot be given, a sentence each. */
	readonly notOnTarget?: readonly string[];
	/** What may keep the device from being as planned, a sentence each. */
	readonly warnings?: readonly string[];
}

/** How states of a kind of device are compared, and led one into another. Pure: nothing is asked of the device. */
export interface DevicePlanner {
	/** @param to a state that was read of the device before, or one made from a configuration (without `native`) */
	plan(from: DeviceState, to: DeviceState, description: AdapterDescription): DevicePlan;
	/** What stands between `state` and `wanted`, one line each; empty when they are equal. */
	differences(state: DeviceState, wanted: DeviceState, description: AdapterDescription): string[];
	/** Walks steps on a model of the device: why one would be refused, a sentence; undefined when none would. */
	rehearse?(
		description: AdapterDescription,
		from: DeviceState,
		steps: readonly DeviceStep[],
	): string | undefined;
	/** The state that these steps leave behind, on a model of the device; undefined when the model cannot tell. */
	after?(
		description: AdapterDescription,
		from: DeviceState,
		steps: readonly DeviceStep[],
	): DeviceState | undefined;
	/**
	 * What of a state neither end of a way explains, a line each: somebody else changed it. Asked where the model cannot tell
	 * the states between; absent where that can be told by comparing entity by entity.
	 */
	foreign?(state: DeviceState, from: DeviceState, to: DeviceState): string[];
}

/** What became of the wish to change a device alone. */
export type LockResult =
	| { readonly acquired: true }
	/** Another has it: who, as a person is told. */
	| { readonly acquired: false; readonly heldBy: string };

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
	/** How its states are planned and compared; the NDIS planner (push/ndisPlanner.ts) when absent. */
	readonly planner?: DevicePlanner;
	/**
	 * The state that a configuration asks of a device that is not an NDIS adapter in the file's words, whatever the file's
	 * mode; wantedState (wantedState.ts) when absent.
	 */
	wanted?(configuration: Configuration, state: DeviceState): DeviceState;
	/** Where a configuration says that it is for another device than this one; nothing of it is pushed then. */
	misfits?(configuration: Configuration): readonly NotOnTarget[];
	/** The state now. */
	read(signal?: AbortSignal): Promise<DeviceState>;
	/**
	 * Carries out one request of a plan. A signal aborted before keeps it from being sent; once sent, the answer is waited
	 * for (up to the time limit), because without it nobody knows what became of the step.
	 */
	apply(request: DeviceRequest, signal?: AbortSignal): Promise<StepResult>;
	/**
	 * Asks for the right to change the device alone, until `unlock` or the end of the connection. Absent where a device
	 * offers none: then others may change it meanwhile.
	 * @param owner who asks, as others are told
	 */
	lock?(owner: string, signal?: AbortSignal): Promise<LockResult>;
	/** Gives it back. Never throws. */
	unlock?(): Promise<void>;
	/**
	 * Counts the packets that each queue receives during some seconds, and compares them with the state that the device
	 * should be in. Absent where a device cannot.
	 */
	verifyTraffic?(wanted: DeviceState, seconds: number, signal?: AbortSignal): Promise<TrafficCheck>;
	/**
	 * Calls back whenever the device is in another state than before, until the signal is aborted. Absent where a device
	 * does not tell.
	 * @throws DeviceError when the connection ends before
	 */
	watch?(onChange: () => void, signal: AbortSignal): Promise<void>;
	/**
	 * Tells what the device has counted, at once and again when that changed, until the signal is aborted. Absent where a
	 * device does not count by entity.
	 * @param milliseconds between two tellings at least, 50..60,000
	 * @throws DeviceError when the connection ends before, or the device does not know how
	 */
	watchCounters?(
		tell: (counters: DeviceCounters) => void,
		milliseconds: number,
		signal: AbortSignal,
	): Promise<void>;
	/** Drops the connection, if there still is one, and opens another to the same device. */
	reconnect(signal?: AbortSignal): Promise<void>;
	/** Ends the connection; a second call does nothing. Never throws. */
	close(): Promise<void>;
}

/** Packets received since the device began to count. */
export interface DeviceCounters {
	readonly packets: number;
	readonly dropped: number;
	/** Entities that packets came for, by ascending id. */
	readonly entities: readonly EntityCounters[];
}

export interface EntityCounters {
	readonly vportId: number;
	/** Dropped ones not included. */
	readonly packets: number;
	readonly dropped: number;
	/** Those that took packets, by group, then number. */
	readonly processors: readonly { readonly processor: string; readonly packets: number }[];
}

/** What traffic showed of a device. */
export interface TrafficCheck {
	readonly seconds: number;
	readonly queues: readonly QueueTraffic[];
	/** What contradicts the state, a sentence each; empty when nothing does. */
	readonly problems: readonly string[];
}

export interface QueueTraffic {
	readonly queue: number;
	/** Packets received meanwhile. */
	readonly packets: number;
	/** Share of the packets, 0..1; 0 without any. */
	readonly share: number;
	/** Share of the table's entries, 0..1. */
	readonly entries: number;
}

/** Time limits in milliseconds. */
export interface DeviceTimeouts {
	/** To establish a connection. */
	readonly connect: number;
	/** For each answer. */
	readonly request: number;
}

export const DEFAULT_TIMEOUTS: DeviceTimeouts = { connect: 5_000, request: 10_000 };
