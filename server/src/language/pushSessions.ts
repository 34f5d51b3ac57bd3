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
import type { RuleSeverities } from '../rules/severities.js';
import type { JournalOf } from './environment.js';
import { OneTimePlans } from './oneTimePlans.js';
import { findingsOfPlan, findingsOfPush } from './pushFindings.js';
import type { PushMarks } from './pushMarks.js';
import type { WithDevice } from './withDevice.js';

/** A text that is pushed: an open document at one version. */
export interface PushedText {
	readonly uri: string;
	readonly version: number;
	readonly configuration: Configuration;
	readonly rules: RuleSeverities;
}

interface Session {
	readonly device: DeviceItem;
	readonly text: PushedText;
	readonly prepared: PreparedPush;
}

/** Pushes that were planned and may be applied, each once. */
export class PushSessions {
	readonly #plans = new OneTimePlans<Session>('plan');

	constructor(
		readonly withDevice: WithDevice,
		readonly journalOf: JournalOf,
		readonly marks: PushMarks,
	) {}

	/** Reads the device and plans the way to the configuration. @throws DeviceError */
	plan(text: PushedText, device: DeviceItem, signal: AbortSignal): Promise<PushPlan> {
		const { uri, version, configuration, rules } = text;
		return this.withDevice(device.uri, signal, async (open): Promise<PushPlan> => {
			const nothing = { device, changes: [], steps: [], reordered: [] };
			try {
				const interrupted = await findInterrupted(open, this.journalOf(open.uri), signal);
				if (interrupted) {
					const why = describeInterrupted(interrupted);
					return { ...nothing, refused: `${why} Roll it back first.`, interrupted: why };
				}
			} catch (error) {
				if (error instanceof JournalError) return { ...nothing, refused: messageOf(error) };
				throw error;
			}
			const prepared = await prepareConfigurationPush(open, configuration, signal);
			this.marks.set(uri, version, findingsOfPlan(prepared, configuration, rules));
			const plan = { device, ...describePush(prepared) };
			if (prepared.refused !== undefined) return { ...plan, refused: prepared.refused };
			if (prepared.steps.length === 0) return plan;
			return { ...plan, planId: this.#plans.keep({ device, text, prepared }) };
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
		const { device, prepared, text } = session;
		return this.withDevice(device.uri, signal, async (open) => {
			const journal = this.journalOf(open.uri);
			const applied = await applyPush(open, prepared, { signal, onProgress, journal });
			this.marks.set(text.uri, text.version, [
				...findingsOfPlan(prepared, text.configuration, text.rules),
				...findingsOfPush(applied, prepared, text.configuration),
			]);
			const { reason, ...result } = applied;
			return { ...result, ...(reason === 'changed-meanwhile' && { changedMeanwhile: true }) };
		});
	}
}
