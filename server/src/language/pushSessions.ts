import type { Configuration } from '../config/model.js';
import { messageOf } from '../devices/deviceError.js';
import { JournalError } from '../devices/journal/journalError.js';
import {
	applyPush,
	describeInterrupted,
	describePush,
	findInterrupted,
	type PreparedPush,
	type PushProgress,
	prepareConfigurationPush,
} from '../devices/push.js';
import type { DeviceItem, PushPlan, PushResult } from '../protocol.js';
import type { JournalOf } from './environment.js';
import { OneTimePlans } from './oneTimePlans.js';
import type { WithDevice } from './withDevice.js';

interface Session {
	readonly device: DeviceItem;
	readonly prepared: PreparedPush;
}

/** Pushes that were planned and may be applied, each once. */
export class PushSessions {
	readonly #plans = new OneTimePlans<Session>('plan');

	constructor(
		readonly withDevice: WithDevice,
		readonly journalOf: JournalOf,
	) {}

	/** Reads the device and plans the way to the configuration. @throws DeviceError */
	plan(configuration: Configuration, device: DeviceItem, signal: AbortSignal): Promise<PushPlan> {
		return this.withDevice(device.uri, signal, async (open): Promise<PushPlan> => {
			const nothing = { device, changes: [], steps: [], reordered: [] };
			try {
				const interrupted = await findInterrupted(open, this.journalOf(open.uri), signal);
				if (interrupted) {
					const text = describeInterrupted(interrupted);
					return { ...nothing, refused: `${text} Roll it back first.`, interrupted: text };
				}
			} catch (error) {
				if (error instanceof JournalError) return { ...nothing, refused: messageOf(error) };
				throw error;
			}
			const prepared = await prepareConfigurationPush(open, configuration, signal);
			const plan = { device, ...describePush(prepared) };
			if (prepared.refused !== undefined) return { ...plan, refused: prepared.refused };
			if (prepared.steps.length === 0) return plan;
			return { ...plan, planId: this.#plans.keep({ device, prepared }) };
		});
	}

	/** Applies a plan; undefined when there is none such (any more). Whatever happens to the device is in the result. */
	async apply(
		planId: string,
		signal: AbortSignal,
		onProgress: (progress: PushProgress) => void,
	): Promise<PushResult | undefined> {
		const session = this.#plans.take(planId);
		if (!session) return undefined;
		return this.withDevice(session.device.uri, signal, async (open) => {
			const journal = this.journalOf(open.uri);
			const { reason: _, ...result } = await applyPush(open, session.prepared, {
				signal,
				onProgress,
				journal,
			});
			return result;
		});
	}
}
