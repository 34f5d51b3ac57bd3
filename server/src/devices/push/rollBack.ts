import { isDeepStrictEqual } from 'node:util';
import type { AdapterDescription } from '../../emulator/description.js';
import type { Device, DeviceState } from '../device.js';
import { DeviceError, isCancelled, messageOf, throwIfCancelled } from '../deviceError.js';
import { type LegGone, type Standing, standingOn } from './leg.js';
import { takeLock } from './lock.js';
import { inWords, type StepLog } from './log.js';
import { plannerOf } from './ndisPlanner.js';
import type { PushProgress } from './progress.js';

const ATTEMPTS = 3;

/** Where a rollback leads, and how the device came to where it is. */
export interface WayBack {
	readonly first: DeviceState;
	readonly description: AdapterDescription;
	readonly leg: LegGone;
	/** Who rolls back: takes the device's lock anew when its connection has to be opened anew. */
	readonly owner: string;
	readonly log: StepLog;
	readonly onProgress?: ((progress: PushProgress) => void) | undefined;
	/** Aborting it stops before the next step, on the way. */
	readonly signal?: AbortSignal | undefined;
}

/** What a rollback came to. */
export interface WentBack {
	/** What still differs; empty when the device is as it was. */
	readonly differences: readonly string[];
	/** What somebody else had changed meanwhile, and is undone as well. */
	readonly foreign: readonly string[];
	/** What had become of the step before, whose answer may be lost. */
	readonly lastStep: Standing['lastStep'];
	/** Steps of the way back that the device accepted. */
	readonly stepsDone: number;
	readonly cancelled: boolean;
}

/**
 * Brings the device back to the state first read: reads what there is now, plans the way back, takes it, and reads again.
 * What a lost answer left behind is thus read, not guessed. Tries again when something is refused or the connection
 * breaks, each time over a fresh look at the device. Every wait in it has a limit. Never throws.
 */
export async function rollBack(device: Device, way: WayBack, connectionDoubtful: boolean): Promise<WentBack> {
	const walker = new Walker(device, way);
	let doubtful = connectionDoubtful;
	let trouble = '';
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		try {
			if (doubtful) await walker.reconnect();
			doubtful = false;
			trouble = (await walker.walk()) ?? '';
			if ((await walker.differences()).length === 0) return walker.result([]);
		} catch (error) {
			if (isCancelled(error)) return walker.result(await walker.leftOver(false, ''), true);
			doubtful = !(error instanceof DeviceError && error.code === 'locked');
			trouble = messageOf(error);
			// Whoever has the lock now must not find the device changed under them.
			if (!doubtful) break;
		}
	}
	return walker.result(await walker.leftOver(doubtful, trouble));
}

class Walker {
	readonly #device: Device;
	readonly #way: WayBack;
	#leg: LegGone;
	#foreign: string[] = [];
	#lastStep: Standing['lastStep'];
	#looked = false;
	#done = 0;

	constructor(device: Device, way: WayBack) {
		this.#device = device;
		this.#way = way;
		this.#leg = way.leg;
	}

	/** @throws DeviceError, also when another has the lock, or another device answers */
	async reconnect(): Promise<void> {
		await this.#device.reconnect(this.#way.signal);
		const held = await takeLock(this.#device, this.#way.owner, this.#way.signal);
		if (held !== undefined) throw new DeviceError('locked', held);
		if (!isDeepStrictEqual(await this.#device.describe(this.#way.signal), this.#way.description))
			throw new DeviceError('protocol', 'Another adapter answers at its address now.');
	}

	/** One walk back; the sentence of a refusal when a step was refused. @throws DeviceError */
	async walk(): Promise<string | undefined> {
		const { first, description, log, onProgress, signal } = this.#way;
		onProgress?.({ phase: 'rollback', done: 0, total: 1, description: 'Reading what the device has now.' });
		const now = await this.#device.read(signal);
		this.#look(now);
		const { steps } = plannerOf(this.#device).plan(now, first, description);
		if (steps.length > 0) log.back(now, inWords(steps));
		this.#leg = { from: now, to: first, steps, begun: 0 };
		for (const [done, step] of steps.entries()) {
			onProgress?.({ phase: 'rollback', done, total: steps.length, description: step.description });
			throwIfCancelled(signal);
			log.step(done);
			this.#leg = { ...this.#leg, begun: done + 1 };
			const result = await this.#device.apply(step.request, signal);
			if (!result.accepted) return result.message;
			this.#done++;
		}
		return undefined;
	}

	/** What still differs. @throws DeviceError */
	async differences(): Promise<string[]> {
		const { first, description } = this.#way;
		return plannerOf(this.#device).differences(await this.#device.read(), first, description);
	}

	/** What differs where the walk ended, or that it cannot be said; and why it ended there. */
	async leftOver(connectionDoubtful: boolean, trouble: string): Promise<string[]> {
		try {
			if (connectionDoubtful) await this.#device.reconnect();
			const differences = await this.differences();
			return differences.length === 0 || trouble === '' ? differences : [...differences, trouble];
		} catch (error) {
			return [`What state the device is in cannot be said: ${messageOf(error)}`];
		}
	}

	result(differences: readonly string[], cancelled = false): WentBack {
		const { length: left } = differences;
		return {
			differences,
			foreign: [...new Set(this.#foreign)],
			lastStep: this.#lastStep,
			stepsDone: this.#done,
			cancelled: cancelled && left > 0,
		};
	}

	/** Compares what was read with the way that the device came. */
	#look(now: DeviceState): void {
		const standing = standingOn(this.#leg, now, plannerOf(this.#device), this.#way.description);
		if (!this.#looked) this.#lastStep = standing.lastStep;
		this.#looked = true;
		this.#foreign.push(...standing.foreign);
	}
}
