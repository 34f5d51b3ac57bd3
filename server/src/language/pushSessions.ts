import type { Configuration } from '../config/model.js';
import type { Device } from '../devices/device.js';
import {
	applyPush,
	describePush,
	type PreparedPush,
	type PushProgress,
	prepareConfigurationPush,
} from '../devices/push.js';
import type { DeviceItem, PushPlan, PushResult } from '../protocol.js';

interface Session {
	readonly device: DeviceItem;
	readonly prepared: PreparedPush;
}

/** Plans waiting for a yes: more than these are forgotten, oldest first. */
const MAX_SESSIONS = 16;

/** Opens the device of an item for one piece of work and closes it after. */
export type WithDevice = <T>(
	uri: string,
	signal: AbortSignal,
	work: (device: Device) => Promise<T>,
) => Promise<T>;

/** Plans that were shown and may be applied, each once. */
export class PushSessions {
	readonly #sessions = new Map<string, Session>();
	#made = 0;

	constructor(readonly withDevice: WithDevice) {}

	/** Reads the device and plans the way to the configuration. @throws DeviceError */
	async plan(configuration: Configuration, device: DeviceItem, signal: AbortSignal): Promise<PushPlan> {
		const prepared = await this.withDevice(device.uri, signal, (open) =>
			prepareConfigurationPush(open, configuration, signal),
		);
		const plan = { device, ...describePush(prepared) };
		if (prepared.refused !== undefined) return { ...plan, refused: prepared.refused };
		if (prepared.steps.length === 0) return plan;
		const planId = `plan-${++this.#made}`;
		this.#sessions.set(planId, { device, prepared });
		for (const oldest of this.#sessions.keys())
			if (this.#sessions.size > MAX_SESSIONS) this.#sessions.delete(oldest);
		return { ...plan, planId };
	}

	/** Applies a plan; undefined when there is none such (any more). Whatever happens to the device is in the result. */
	async apply(
		planId: string,
		signal: AbortSignal,
		onProgress: (progress: PushProgress) => void,
	): Promise<PushResult | undefined> {
		const session = this.#sessions.get(planId);
		if (!session) return undefined;
		this.#sessions.delete(planId);
		return this.withDevice(session.device.uri, signal, async (open) => {
			const { outcome, message, stepsDone, stepsPlanned, differences } = await applyPush(
				open,
				session.prepared,
				{ signal, onProgress },
			);
			return { outcome, message, stepsDone, stepsPlanned, differences: [...differences] };
		});
	}
}
