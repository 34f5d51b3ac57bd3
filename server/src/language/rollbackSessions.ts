import { JournalError } from '../devices/journal/journalError.js';
import {
	applyRollback,
	describeInterrupted,
	describePush,
	type PreparedRollback,
	type PushProgress,
	prepareRollback,
} from '../devices/push.js';
import type { DeviceItem, PushResult, RollbackPlan } from '../protocol.js';
import type { JournalOf } from './environment.js';
import { OneTimePlans } from './oneTimePlans.js';
import type { WithDevice } from './withDevice.js';

interface Session {
	readonly device: DeviceItem;
	readonly prepared: PreparedRollback;
}

/** Rollbacks that were planned and may be applied, each once. */
export class RollbackSessions {
	readonly #plans = new OneTimePlans<Session>('rollback');

	constructor(
		readonly withDevice: WithDevice,
		readonly journalOf: JournalOf,
	) {}

	/** Reads the device and plans the way back to the state before the last push to it. @throws DeviceError */
	plan(device: DeviceItem, signal: AbortSignal): Promise<RollbackPlan> {
		return this.withDevice(device.uri, signal, async (open): Promise<RollbackPlan> => {
			try {
				const prepared = await prepareRollback(open, this.journalOf(open.uri), signal);
				const { entry, interrupted, foreign, refused } = prepared;
				const plan = {
					device,
					push: interrupted
						? describeInterrupted(entry)
						: `The last push to this device began ${entry.begun} and was applied.`,
					interrupted,
					foreign: [...foreign],
					...describePush(prepared),
				};
				if (refused !== undefined) return { ...plan, refused };
				return { ...plan, planId: this.#plans.keep({ device, prepared }) };
			} catch (error) {
				if (!(error instanceof JournalError)) throw error;
				const nothing = { push: '', interrupted: false, foreign: [], changes: [], steps: [], reordered: [] };
				return { device, refused: error.message, ...nothing };
			}
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
			const { reason: _, ...result } = await applyRollback(open, journal, session.prepared, {
				signal,
				onProgress,
			});
			return result;
		});
	}
}
